-- Parameters for chips, as terminals get them (TLV): certification authorities' public keys, and applications with their limits. The name is for people.
CREATE TABLE host_ca_key (provider {text} NOT NULL, key_index {int} NOT NULL, objects {blob} NOT NULL, version {int} NOT NULL, PRIMARY KEY (provider, key_index)) {strict};
CREATE TABLE host_application (aid {text} NOT NULL, name {text} NOT NULL, objects {blob} NOT NULL, version {int} NOT NULL, PRIMARY KEY (aid)) {strict};
-- Which version of each list a terminal said that it has.
CREATE TABLE host_terminal_list (
    terminal {text} NOT NULL, list {text} NOT NULL, version {int} NOT NULL, at_ms {int} NOT NULL, PRIMARY KEY (terminal, list)
) {strict};
