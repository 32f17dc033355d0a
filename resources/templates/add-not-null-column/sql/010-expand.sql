-- Nullable for now: every row that is there and every writer of version 1 stays valid.
ALTER TABLE payments ADD COLUMN currency TEXT;
