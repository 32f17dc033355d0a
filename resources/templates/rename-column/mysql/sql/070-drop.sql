-- The column goes from the description of the table alone; no row is touched.
ALTER TABLE products DROP COLUMN descr_retired, ALGORITHM=INSTANT;
