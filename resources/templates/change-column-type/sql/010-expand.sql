-- A column at the end changes the description of the table alone; no row is touched.
ALTER TABLE invoices ADD COLUMN total_new INTEGER;
