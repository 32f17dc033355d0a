-- The values are the parts joined again: the checks before the drop have shown that these are the
-- same. The index is built between the two, which ends the lock of the first; the rows are locked
-- while they are written, and nothing reads the column meanwhile.
ALTER TABLE customers ADD COLUMN full_name_hidden text NOT NULL DEFAULT '';
CREATE INDEX CONCURRENTLY customers_full_name ON customers(full_name_hidden);
UPDATE customers SET full_name_hidden = first_name || ' ' || last_name
WHERE first_name || ' ' || last_name IS DISTINCT FROM full_name_hidden;
