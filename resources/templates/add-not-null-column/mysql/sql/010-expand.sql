-- Nullable for now: every row that is there and every writer of version 1 stays valid.
-- ALGORITHM=INSTANT changes the description of the table alone, and fails at once where that is not
-- possible.
ALTER TABLE payments ADD COLUMN currency char(3), ALGORITHM=INSTANT;
