-- The whole expansion goes while nobody reads it yet. total was written throughout.
DROP TRIGGER IF EXISTS invoices_total_on_update;
DROP TRIGGER IF EXISTS invoices_total_on_insert;
ALTER TABLE invoices DROP COLUMN total_new;
