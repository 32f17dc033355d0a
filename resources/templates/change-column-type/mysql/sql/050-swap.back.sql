-- Refused when a total has been written that the old type cannot hold: it would be missing.
UPDATE invoices SET total_old = total WHERE total IS NOT NULL AND total_old IS NULL;
ALTER TABLE invoices
    RENAME COLUMN total TO total_new, RENAME COLUMN total_old TO total, ALGORITHM=INSTANT;
CREATE OR REPLACE TRIGGER invoices_total_on_insert BEFORE INSERT ON invoices FOR EACH ROW
    SET NEW.total_new = NEW.total;
CREATE OR REPLACE TRIGGER invoices_total_on_update BEFORE UPDATE ON invoices FOR EACH ROW
    SET NEW.total_new = if(NEW.total <=> OLD.total, NEW.total_new, NEW.total);
