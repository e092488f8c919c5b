-- What a till keeps about its devices: where the printer is, what was tested and when.
CREATE TABLE device (name {text} NOT NULL PRIMARY KEY, body {text} NOT NULL) {strict};

-- Before, a job was only ever promised: it may be on paper.
UPDATE print_job SET state = 'uncertain';
