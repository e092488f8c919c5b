-- Wallets' bills that were fetched and compared with the postings; a row stands for a day that is done.
CREATE TABLE host_bill (
    merchant {text} NOT NULL, wallet {text} NOT NULL, day {int} NOT NULL, lines {int} NOT NULL, paid_minor {int} NOT NULL, back_minor {int} NOT NULL, fee_minor {int} NOT NULL,
    differences {int} NOT NULL, fetched_ms {int} NOT NULL, PRIMARY KEY (merchant, wallet, day)
) {strict};
CREATE INDEX host_bill_day ON host_bill (day, merchant, wallet);
-- What differs, with its cause.
CREATE TABLE host_bill_difference (
    merchant {text} NOT NULL, wallet {text} NOT NULL, day {int} NOT NULL, number {text} NOT NULL, refund {text} NOT NULL, cause {text} NOT NULL, rrn {int} NOT NULL,
    ours_minor {int} NOT NULL, theirs_minor {int} NOT NULL, wallet_number {text} NOT NULL, at_ms {int} NOT NULL, PRIMARY KEY (merchant, wallet, day, number, refund, cause)
) {strict};
