-- Nullable for now: every row that is there and every writer of version 1 stays valid. The table is
-- locked for a moment only.
ALTER TABLE payments ADD COLUMN currency text;
