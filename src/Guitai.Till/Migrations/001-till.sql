-- The journal: every fact this till saw, in order, never changed.
CREATE TABLE fact (
  position {int} NOT NULL PRIMARY KEY,
  incarnation {text} NOT NULL,
  sequence {int} NOT NULL,
  kind {int} NOT NULL,
  at_ms {int} NOT NULL,
  business_date {int} NOT NULL,
  subject {text},
  body {text} NOT NULL,
  previous_hash {text} NOT NULL,
  hash {text} NOT NULL
) {strict};
CREATE INDEX fact_subject ON fact (subject) WHERE subject IS NOT NULL;

-- Projections of the journal, written in the same commit as the fact.
CREATE TABLE till_state (name {text} NOT NULL PRIMARY KEY, body {text} NOT NULL) {strict};
CREATE TABLE order_row (
  order_id {text} NOT NULL PRIMARY KEY,
  number {int} NOT NULL,
  receipt_number {text} NOT NULL,
  kind {text} NOT NULL,
  at_ms {int} NOT NULL,
  sequence {int} NOT NULL,
  total_minor {int} NOT NULL,
  tenders {text} NOT NULL,
  staff_id {text} NOT NULL,
  shift_id {text} NOT NULL,
  lines {int} NOT NULL,
  original_order_id {text}
) {clustered};
CREATE INDEX order_row_time ON order_row (at_ms);
CREATE INDEX order_row_number ON order_row (number);
CREATE INDEX order_row_original ON order_row (original_order_id) WHERE original_order_id IS NOT NULL;
CREATE TABLE order_line_row (
  order_id {text} NOT NULL,
  line {int} NOT NULL,
  code {text},
  barcode {text},
  name {text} NOT NULL,
  PRIMARY KEY (order_id, line)
) {clustered};

-- Orders that are not ended: the one at the counter and those put aside.
CREATE TABLE open_order (order_id {text} NOT NULL PRIMARY KEY, held {int} NOT NULL, body {text} NOT NULL) {strict};

-- Receipts that were promised and did not come out yet.
CREATE TABLE print_job (
  job_id {text} NOT NULL PRIMARY KEY,
  kind {text} NOT NULL,
  subject {text} NOT NULL,
  copy {int} NOT NULL,
  state {text} NOT NULL,
  at_ms {int} NOT NULL
) {clustered};

-- The masters as this till last received them.
CREATE TABLE master (
  kind {int} NOT NULL,
  id {text} NOT NULL,
  number {int} NOT NULL,
  body {text} NOT NULL,
  PRIMARY KEY (kind, id)
) {strict};

-- Wrong PINs, kept over restarts.
CREATE TABLE login_guard (
  number {text} NOT NULL PRIMARY KEY,
  failures {int} NOT NULL,
  last_failure_ms {int} NOT NULL
) {strict};

-- The hash-chained audit (AuditLog.Schema).
CREATE TABLE audit (
    owner {text} NOT NULL, chain {text} NOT NULL, seq {int} NOT NULL, at_ms {int} NOT NULL, who {text} NOT NULL, what {text} NOT NULL,
    target {text} NOT NULL, result {text} NOT NULL, place {text} NOT NULL, previous_hash {text} NOT NULL, hash {text} NOT NULL,
    PRIMARY KEY (owner, chain, seq)
) {strict};
CREATE INDEX audit_time ON audit (owner, at_ms);
CREATE TABLE audit_head (
    owner {text} NOT NULL, chain {text} NOT NULL, hash {text} NOT NULL, seq {int} NOT NULL, PRIMARY KEY (owner, chain)
) {strict};
