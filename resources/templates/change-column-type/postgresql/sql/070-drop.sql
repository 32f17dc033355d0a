-- PostgreSQL only forgets the column: the table is locked for a moment, and no row is touched.
DROP TRIGGER invoices_keep_total ON invoices;
DROP FUNCTION invoices_keep_total();
ALTER TABLE invoices DROP COLUMN total_old;
