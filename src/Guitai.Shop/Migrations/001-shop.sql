-- Which merchant's books an installation keeps; made when the store is first opened.
CREATE TABLE installation (name {text} NOT NULL, merchant {text} NOT NULL, PRIMARY KEY (name)) {strict};

-- Masters: the latest state of each, numbered by a counter per merchant; every change's id stays, to tell a restored stream.
CREATE TABLE master_counter (merchant {text} NOT NULL, number {int} NOT NULL, PRIMARY KEY (merchant)) {strict};
CREATE TABLE master (
    merchant {text} NOT NULL, kind {int} NOT NULL, id {text} NOT NULL, number {int} NOT NULL, change_id {text} NOT NULL,
    deleted {int} NOT NULL, body {text} NOT NULL, PRIMARY KEY (merchant, kind, id)
) {strict};
CREATE INDEX master_number ON master (merchant, number);
CREATE TABLE master_change (
    merchant {text} NOT NULL, number {int} NOT NULL, change_id {text} NOT NULL, PRIMARY KEY (merchant, number)
) {strict};

-- What must be unique among a merchant's masters: barcodes, codes, employee numbers.
CREATE TABLE claim (
    merchant {text} NOT NULL, scope {text} NOT NULL, value {text} NOT NULL, id {text} NOT NULL, PRIMARY KEY (merchant, scope, value)
) {strict};
CREATE INDEX claim_owner ON claim (merchant, id);
CREATE TABLE product_row (
    merchant {text} NOT NULL, id {text} NOT NULL, code {text} NOT NULL, category {text}, tax_class {text} NOT NULL, active {int} NOT NULL,
    search {text} NOT NULL, PRIMARY KEY (merchant, id)
) {strict};
CREATE INDEX product_code ON product_row (merchant, code);

-- People at the back office. None of this goes down to tills.
CREATE TABLE staff_password (merchant {text} NOT NULL, staff {text} NOT NULL, hash {text} NOT NULL, PRIMARY KEY (merchant, staff)) {strict};
CREATE TABLE session (
    merchant {text} NOT NULL, token_hash {text} NOT NULL, staff {text} NOT NULL, created_at_ms {int} NOT NULL, seen_at_ms {int} NOT NULL,
    PRIMARY KEY (merchant, token_hash)
) {strict};
CREATE INDEX session_staff ON session (merchant, staff);
CREATE TABLE login_guard (
    merchant {text} NOT NULL, subject {text} NOT NULL, at_ms {int} NOT NULL, wait_until_ms {int} NOT NULL, failures {int} NOT NULL,
    PRIMARY KEY (merchant, subject)
) {strict};
CREATE TABLE enrolment (
    merchant {text} NOT NULL, code_hash {text} NOT NULL, till {text} NOT NULL, expires_at_ms {int} NOT NULL,
    PRIMARY KEY (merchant, code_hash)
) {strict};
CREATE TABLE till_contact (merchant {text} NOT NULL, till {text} NOT NULL, at_ms {int} NOT NULL, PRIMARY KEY (merchant, till)) {strict};

-- Facts, as the tills signed them into their chains.
CREATE TABLE fact (
    merchant {text} NOT NULL, till {text} NOT NULL, incarnation {text} NOT NULL, seq {int} NOT NULL, kind {int} NOT NULL,
    at_ms {int} NOT NULL, business_date {int} NOT NULL, subject {text}, body {text} NOT NULL, previous_hash {text} NOT NULL,
    hash {text} NOT NULL, received_at_ms {int} NOT NULL, PRIMARY KEY (merchant, till, incarnation, seq)
) {strict};
CREATE INDEX fact_seq ON fact (merchant, till, seq);
CREATE INDEX fact_subject ON fact (merchant, subject);
CREATE TABLE till_head (
    merchant {text} NOT NULL, till {text} NOT NULL, incarnation {text} NOT NULL, seq {int} NOT NULL, hash {text} NOT NULL,
    version {int} NOT NULL, PRIMARY KEY (merchant, till)
) {strict};

-- Projections of facts, written with them; each row that is one fact is keyed by it, so that not even a doubled order can stop the line.
CREATE TABLE order_row (
    merchant {text} NOT NULL, till {text} NOT NULL, incarnation {text} NOT NULL, seq {int} NOT NULL, id {text} NOT NULL,
    store {text} NOT NULL, shift {text} NOT NULL, number {int} NOT NULL, receipt_number {text} NOT NULL, kind {text} NOT NULL,
    at_ms {int} NOT NULL, business_date {int} NOT NULL, staff {text} NOT NULL, total_minor {int} NOT NULL, tax_minor {int} NOT NULL,
    cost_minor {int} NOT NULL, discount_minor {int} NOT NULL, tip_minor {int} NOT NULL, tenders {text} NOT NULL, lines {int} NOT NULL,
    original_order {text}, PRIMARY KEY (merchant, till, incarnation, seq)
) {strict};
CREATE INDEX order_id ON order_row (merchant, id);
CREATE INDEX order_time ON order_row (merchant, at_ms);
CREATE INDEX order_receipt ON order_row (merchant, receipt_number);
CREATE INDEX order_original ON order_row (merchant, original_order);
CREATE TABLE order_line_row (
    merchant {text} NOT NULL, till {text} NOT NULL, incarnation {text} NOT NULL, seq {int} NOT NULL, line {int} NOT NULL,
    product {text}, search {text} NOT NULL, quantity_milli {int} NOT NULL, paid_minor {int} NOT NULL,
    PRIMARY KEY (merchant, till, incarnation, seq, line)
) {strict};
CREATE INDEX order_line_product ON order_line_row (merchant, product);
CREATE TABLE shift_open_row (
    merchant {text} NOT NULL, till {text} NOT NULL, incarnation {text} NOT NULL, seq {int} NOT NULL, shift {text} NOT NULL,
    number {int} NOT NULL, at_ms {int} NOT NULL, staff {text} NOT NULL, float_minor {int} NOT NULL,
    PRIMARY KEY (merchant, till, incarnation, seq)
) {strict};
CREATE INDEX shift_open_time ON shift_open_row (merchant, at_ms);
CREATE TABLE shift_close_row (
    merchant {text} NOT NULL, till {text} NOT NULL, incarnation {text} NOT NULL, seq {int} NOT NULL, shift {text} NOT NULL,
    z_number {int} NOT NULL, at_ms {int} NOT NULL, staff {text} NOT NULL, body {text} NOT NULL,
    PRIMARY KEY (merchant, till, incarnation, seq)
) {strict};
CREATE INDEX shift_close_shift ON shift_close_row (merchant, shift);

-- Totals kept up with every fact, so that a report costs the same at ten orders and at a million.
CREATE TABLE hour_total (
    merchant {text} NOT NULL, store {text} NOT NULL, business_date {int} NOT NULL, hour {int} NOT NULL, sale_count {int} NOT NULL,
    sale_minor {int} NOT NULL, refund_count {int} NOT NULL, refund_minor {int} NOT NULL, void_count {int} NOT NULL,
    void_minor {int} NOT NULL, tax_minor {int} NOT NULL, tip_minor {int} NOT NULL, cost_minor {int} NOT NULL,
    discount_minor {int} NOT NULL, PRIMARY KEY (merchant, store, business_date, hour)
) {strict};
CREATE TABLE product_total (
    merchant {text} NOT NULL, store {text} NOT NULL, business_date {int} NOT NULL, product {text} NOT NULL, name {text} NOT NULL,
    name_en {text} NOT NULL, quantity_milli {int} NOT NULL, paid_minor {int} NOT NULL, tax_minor {int} NOT NULL,
    cost_minor {int} NOT NULL, PRIMARY KEY (merchant, store, business_date, product)
) {strict};
CREATE TABLE staff_total (
    merchant {text} NOT NULL, store {text} NOT NULL, business_date {int} NOT NULL, staff {text} NOT NULL, sale_count {int} NOT NULL,
    sale_minor {int} NOT NULL, refund_count {int} NOT NULL, refund_minor {int} NOT NULL, void_count {int} NOT NULL,
    void_minor {int} NOT NULL, PRIMARY KEY (merchant, store, business_date, staff)
) {strict};
CREATE TABLE tender_total (
    merchant {text} NOT NULL, store {text} NOT NULL, business_date {int} NOT NULL, tender {text} NOT NULL, in_count {int} NOT NULL,
    in_minor {int} NOT NULL, out_count {int} NOT NULL, out_minor {int} NOT NULL, PRIMARY KEY (merchant, store, business_date, tender)
) {strict};

CREATE TABLE proposal (
    merchant {text} NOT NULL, id {text} NOT NULL, till {text} NOT NULL, at_ms {int} NOT NULL, staff {text} NOT NULL,
    barcode {text} NOT NULL, name {text} NOT NULL, price_minor {int} NOT NULL, PRIMARY KEY (merchant, id)
) {strict};
CREATE TABLE proposal_decision (
    merchant {text} NOT NULL, id {text} NOT NULL, state {text} NOT NULL, staff {text} NOT NULL, at_ms {int} NOT NULL,
    PRIMARY KEY (merchant, id)
) {strict};
CREATE TABLE alarm (
    merchant {text} NOT NULL, id {text} NOT NULL, code {text} NOT NULL, parameters {text} NOT NULL, at_ms {int} NOT NULL, till {text},
    PRIMARY KEY (merchant, id)
) {strict};
CREATE TABLE alarm_seen (
    merchant {text} NOT NULL, id {text} NOT NULL, staff {text} NOT NULL, at_ms {int} NOT NULL, PRIMARY KEY (merchant, id)
) {strict};

-- Guitai.Foundation.Audit.AuditLog.Schema
CREATE TABLE audit (
    owner {text} NOT NULL, chain {text} NOT NULL, seq {int} NOT NULL, at_ms {int} NOT NULL, who {text} NOT NULL, what {text} NOT NULL,
    target {text} NOT NULL, result {text} NOT NULL, place {text} NOT NULL, previous_hash {text} NOT NULL, hash {text} NOT NULL,
    PRIMARY KEY (owner, chain, seq)
) {strict};
CREATE INDEX audit_time ON audit (owner, at_ms);
CREATE TABLE audit_head (
    owner {text} NOT NULL, chain {text} NOT NULL, hash {text} NOT NULL, seq {int} NOT NULL, PRIMARY KEY (owner, chain)
) {strict};
