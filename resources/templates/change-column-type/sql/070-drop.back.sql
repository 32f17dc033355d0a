-- The column was empty when it went, so it comes back empty; the step before fills it.
ALTER TABLE invoices ADD COLUMN total_old TEXT;
CREATE TRIGGER invoices_total_on_insert AFTER INSERT ON invoices WHEN NEW.total IS NOT NULL
BEGIN
    UPDATE invoices SET total_old = CAST(NEW.total AS TEXT) WHERE id = NEW.id;
END;
CREATE TRIGGER invoices_total_on_update AFTER UPDATE OF total ON invoices
BEGIN
    UPDATE invoices SET total_old = CAST(NEW.total AS TEXT) WHERE id = NEW.id;
END;
