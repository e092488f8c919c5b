-- The journal: everything that happened at this terminal, in order, sealed and chained, never changed.
CREATE TABLE terminal_entry (
  position {int} NOT NULL PRIMARY KEY,
  payment {text},
  at_ms {int} NOT NULL,
  body {blob} NOT NULL,
  hash {text} NOT NULL
) {strict};

-- Projections of the journal, written in the same commit as the entry.
CREATE TABLE terminal_state (name {text} NOT NULL PRIMARY KEY, body {text} NOT NULL) {strict};
CREATE TABLE terminal_payment (
  id {text} NOT NULL PRIMARY KEY,
  kind {int} NOT NULL,
  flow {int} NOT NULL,
  phase {int} NOT NULL,
  is_open {int} NOT NULL,
  begun_at_ms {int} NOT NULL,
  batch {int} NOT NULL,
  trace {int} NOT NULL,
  left_minor {int} NOT NULL,
  body {blob} NOT NULL
) {clustered};
CREATE INDEX terminal_payment_open ON terminal_payment (is_open) WHERE is_open = 1;
CREATE INDEX terminal_payment_time ON terminal_payment (begun_at_ms);
CREATE INDEX terminal_payment_batch ON terminal_payment (batch, trace);

-- Number and expiry, sealed, as long as a refund may need them. Not in the journal, so that they can go and the chain stays whole.
CREATE TABLE terminal_card (payment {text} NOT NULL PRIMARY KEY, at_ms {int} NOT NULL, seal {blob} NOT NULL) {strict};
