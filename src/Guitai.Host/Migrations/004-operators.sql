-- People who may open the pages, their log-ins, and wrong tries.
CREATE TABLE host_operator (login {text} NOT NULL, body {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (login)) {strict};
CREATE TABLE host_operator_session (
    token_hash {text} NOT NULL, login {text} NOT NULL, created_ms {int} NOT NULL, seen_ms {int} NOT NULL, PRIMARY KEY (token_hash)
) {strict};
CREATE INDEX host_operator_session_login ON host_operator_session (login);
CREATE TABLE host_login_guard (
    subject {text} NOT NULL, at_ms {int} NOT NULL, wait_until_ms {int} NOT NULL, failures {int} NOT NULL, PRIMARY KEY (subject)
) {strict};
-- What is about another transaction is found from it; a sale is about none and costs nothing here.
CREATE INDEX host_intent_of ON host_intent (of_terminal, of_batch, of_trace) WHERE of_terminal IS NOT NULL;
