-- Counters that several processes share: the next block of numbers.
CREATE TABLE host_counter (name {text} NOT NULL, value {int} NOT NULL, PRIMARY KEY (name)) {strict};
-- Processes that write here: until when each counts as alive, and from which number on its open questions are.
CREATE TABLE host_node (node {text} NOT NULL, until_ms {int} NOT NULL, from_rrn {int} NOT NULL, PRIMARY KEY (node)) {strict};

-- Merchants, terminals, issuers, card ranges: JSON with a version, so that two editors notice each other.
CREATE TABLE host_merchant (merchant {text} NOT NULL, body {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (merchant)) {strict};
CREATE TABLE host_terminal (terminal {text} NOT NULL, merchant {text} NOT NULL, body {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (terminal)) {strict};
CREATE INDEX host_terminal_merchant ON host_terminal (merchant, terminal);
CREATE TABLE host_issuer (issuer {text} NOT NULL, body {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (issuer)) {strict};
CREATE TABLE host_range (prefix {text} NOT NULL, issuer {text} NOT NULL, body {text} NOT NULL, PRIMARY KEY (prefix)) {strict};
-- What a terminal's day runs on: its batch, and the wrapped keys of its last sign-in. The version guards against two processes.
CREATE TABLE host_session (
    terminal {text} NOT NULL, batch {int} NOT NULL, day {int} NOT NULL, signed_in_ms {int} NOT NULL, pin_key {blob}, mac_key {blob}, track_key {blob},
    operator {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (terminal)
) {strict};

-- One row for each question that a terminal asked; never changed. No track, no card verification value, no PIN block. Rows lie in the order in which they come (the
-- number rises), so that a commit of many writes few pages; what makes a message unique is small beside them.
CREATE TABLE host_intent (
    rrn {int} NOT NULL PRIMARY KEY, terminal {text} NOT NULL, batch {int} NOT NULL, trace {int} NOT NULL, mti {int} NOT NULL,
    merchant {text} NOT NULL, flow {int} NOT NULL, at_ms {int} NOT NULL, day {int} NOT NULL, amount {int} NOT NULL, fee {int} NOT NULL, currency {int} NOT NULL,
    card {text} NOT NULL, card_hash {blob}, card_seal {blob}, scheme {text} NOT NULL, product {int} NOT NULL, entry {int} NOT NULL, processing {int} NOT NULL,
    condition {int} NOT NULL, issuer {text} NOT NULL, stan {int} NOT NULL, sent_at {text} NOT NULL, fingerprint {blob} NOT NULL,
    of_terminal {text}, of_batch {int}, of_trace {int}, of_mti {int}, node {text} NOT NULL, message {blob}, UNIQUE (terminal, batch, trace, mti)
) {strict};
CREATE INDEX host_intent_merchant ON host_intent (merchant, rrn);
-- How it ended; once, never changed.
CREATE TABLE host_outcome (
    rrn {int} NOT NULL PRIMARY KEY, state {int} NOT NULL, code {text} NOT NULL, authorisation {text} NOT NULL, at_ms {int} NOT NULL, icc {blob}, balance {text},
    messages {blob}
) {strict};
-- What turned an approved one round: at most one thing.
CREATE TABLE host_undo (rrn {int} NOT NULL PRIMARY KEY, flow {int} NOT NULL, by_rrn {int} NOT NULL, at_ms {int} NOT NULL) {strict};
-- What can still be given back of a sale, from the first refund on; and the amount that adjustments made of it.
CREATE TABLE host_left (merchant {text} NOT NULL, rrn {int} NOT NULL, remaining {int} NOT NULL, PRIMARY KEY (merchant, rrn)) {strict};
CREATE TABLE host_adjusted (merchant {text} NOT NULL, rrn {int} NOT NULL, amount {int} NOT NULL, fee {int} NOT NULL, step {int} NOT NULL,
    PRIMARY KEY (merchant, rrn)) {strict};
-- What an issuer has to be told until it answers.
CREATE TABLE host_owed (
    issuer {text} NOT NULL, rrn {int} NOT NULL, mti {int} NOT NULL, terminal {text} NOT NULL, batch {int} NOT NULL, trace {int} NOT NULL, of_mti {int} NOT NULL,
    since_ms {int} NOT NULL, answered_ms {int} NOT NULL, code {text} NOT NULL, PRIMARY KEY (issuer, rrn, mti)
) {strict};
CREATE INDEX host_owed_open ON host_owed (answered_ms, issuer, since_ms);

-- Batches that were closed, with what both sides counted; records uploaded where they differed.
CREATE TABLE host_batch (
    terminal {text} NOT NULL, batch {int} NOT NULL, merchant {text} NOT NULL, closed_ms {int} NOT NULL, balanced {int} NOT NULL, debit_minor {int} NOT NULL,
    debit_count {int} NOT NULL, credit_minor {int} NOT NULL, credit_count {int} NOT NULL, told {text} NOT NULL, PRIMARY KEY (terminal, batch)
) {strict};
CREATE TABLE host_upload (
    terminal {text} NOT NULL, batch {int} NOT NULL, trace {int} NOT NULL, kind {int} NOT NULL, at_ms {int} NOT NULL, body {blob} NOT NULL,
    PRIMARY KEY (terminal, batch, trace)
) {strict};
CREATE TABLE host_script (
    terminal {text} NOT NULL, batch {int} NOT NULL, trace {int} NOT NULL, of_rrn {int} NOT NULL, at_ms {int} NOT NULL, icc {blob} NOT NULL,
    PRIMARY KEY (terminal, batch, trace)
) {strict};
CREATE TABLE host_alarm (
    id {text} NOT NULL, at_ms {int} NOT NULL, kind {text} NOT NULL, terminal {text} NOT NULL, merchant {text} NOT NULL, parameters {text} NOT NULL,
    seen_ms {int} NOT NULL, PRIMARY KEY (id)
) {strict};
CREATE INDEX host_alarm_time ON host_alarm (seen_ms, at_ms);

-- Devices that may become a terminal, by one-time code; people who may open the pages.
CREATE TABLE host_activation (terminal {text} NOT NULL, code_hash {text} NOT NULL, until_ms {int} NOT NULL, tries {int} NOT NULL, PRIMARY KEY (terminal)) {strict};
