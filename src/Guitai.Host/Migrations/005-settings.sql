-- What admins decide for the whole host.
CREATE TABLE host_setting (name {text} NOT NULL, value {text} NOT NULL, PRIMARY KEY (name)) {strict};
