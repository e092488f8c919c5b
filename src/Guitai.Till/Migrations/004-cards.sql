-- What the till asked its card terminal for: written before it is asked, under way until it ended.
CREATE TABLE card_payment (
  payment_id {text} NOT NULL PRIMARY KEY,
  open {int} NOT NULL,
  at_ms {int} NOT NULL,
  body {text} NOT NULL
) {strict};
CREATE INDEX card_payment_open ON card_payment (at_ms) WHERE open = 1;

-- Refunds that are not booked yet, because a card has not got its part back.
CREATE TABLE open_refund (refund_id {text} NOT NULL PRIMARY KEY, body {text} NOT NULL) {strict};
