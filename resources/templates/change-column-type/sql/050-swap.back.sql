DROP TRIGGER IF EXISTS invoices_total_on_update;
DROP TRIGGER IF EXISTS invoices_total_on_insert;
ALTER TABLE invoices RENAME COLUMN total TO total_new;
ALTER TABLE invoices RENAME COLUMN total_old TO total;
CREATE TRIGGER invoices_total_on_insert AFTER INSERT ON invoices WHEN NEW.total IS NOT NULL
BEGIN
    UPDATE invoices SET total_new = CAST(NEW.total AS INTEGER) WHERE id = NEW.id;
END;
CREATE TRIGGER invoices_total_on_update AFTER UPDATE OF total ON invoices
BEGIN
    UPDATE invoices SET total_new = CAST(NEW.total AS INTEGER) WHERE id = NEW.id;
END;
