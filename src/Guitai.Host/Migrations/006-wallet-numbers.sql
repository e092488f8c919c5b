-- The wallet's own number of what it paid or gave back.
ALTER TABLE host_outcome ADD COLUMN wallet {text} NOT NULL DEFAULT '';
