-- The column goes from the description of the table alone; no row is touched.
DROP TRIGGER IF EXISTS invoices_total_on_update;
DROP TRIGGER IF EXISTS invoices_total_on_insert;
ALTER TABLE invoices DROP COLUMN total_old, ALGORITHM=INSTANT;
