-- Merchants' accounts at wallets: what everybody may read, and sealed what nobody may. The seal belongs to this merchant at this wallet.
CREATE TABLE host_wallet (
    merchant {text} NOT NULL, wallet {text} NOT NULL, body {text} NOT NULL, seal {blob} NOT NULL, version {int} NOT NULL, PRIMARY KEY (merchant, wallet)
) {strict};
