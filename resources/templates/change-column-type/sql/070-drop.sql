-- SQLite writes the table anew without the column, in one transaction.
DROP TRIGGER IF EXISTS invoices_total_on_update;
DROP TRIGGER IF EXISTS invoices_total_on_insert;
ALTER TABLE invoices DROP COLUMN total_old;
