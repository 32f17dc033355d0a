-- ALTER COLUMN TYPE would write the whole table anew under a lock that lets nobody read. A column
-- beside the old one touches no row; the table is locked for a moment only.
ALTER TABLE invoices ADD COLUMN total_new bigint;
