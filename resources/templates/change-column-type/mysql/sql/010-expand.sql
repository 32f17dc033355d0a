-- MODIFY would write the whole table anew. A column beside the old one touches no row: INSTANT changes
-- the description of the table alone, and fails at once where that is not possible.
ALTER TABLE invoices ADD COLUMN total_new bigint, ALGORITHM=INSTANT;
