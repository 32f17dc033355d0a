-- The column was empty when it went, so it comes back empty, where it stood; the step before fills it.
ALTER TABLE invoices ADD COLUMN IF NOT EXISTS total_old integer AFTER customer, ALGORITHM=INSTANT;
CREATE OR REPLACE TRIGGER invoices_total_on_insert BEFORE INSERT ON invoices FOR EACH ROW
    SET NEW.total_old = if(NEW.total BETWEEN -2147483648 AND 2147483647, NEW.total, NULL);
CREATE OR REPLACE TRIGGER invoices_total_on_update BEFORE UPDATE ON invoices FOR EACH ROW
    SET NEW.total_old = if(NEW.total <=> OLD.total, NEW.total_old,
        if(NEW.total BETWEEN -2147483648 AND 2147483647, NEW.total, NULL));
