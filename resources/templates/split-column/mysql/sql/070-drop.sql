-- The column goes from the description of the table alone; no row is touched.
ALTER TABLE customers DROP COLUMN full_name_hidden, ALGORITHM=INSTANT;
