-- The step is one transaction: nobody sees a table with one of the names missing. The old column is
-- written from then on, so that there is a way back.
DROP TRIGGER IF EXISTS invoices_total_on_update;
DROP TRIGGER IF EXISTS invoices_total_on_insert;
ALTER TABLE invoices RENAME COLUMN total TO total_old;
ALTER TABLE invoices RENAME COLUMN total_new TO total;
CREATE TRIGGER invoices_total_on_insert AFTER INSERT ON invoices WHEN NEW.total IS NOT NULL
BEGIN
    UPDATE invoices SET total_old = CAST(NEW.total AS TEXT) WHERE id = NEW.id;
END;
CREATE TRIGGER invoices_total_on_update AFTER UPDATE OF total ON invoices
BEGIN
    UPDATE invoices SET total_old = CAST(NEW.total AS TEXT) WHERE id = NEW.id;
END;
