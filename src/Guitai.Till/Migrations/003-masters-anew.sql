-- Where the masters are gathered anew when the shop was restored; the cursor says which of both tables the till sells by.
CREATE TABLE master_other (
  kind {int} NOT NULL,
  id {text} NOT NULL,
  number {int} NOT NULL,
  body {text} NOT NULL,
  PRIMARY KEY (kind, id)
) {strict};
