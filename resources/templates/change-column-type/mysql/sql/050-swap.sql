-- One ALTER swaps both names at once: the application goes on with the same name and the new type.
-- Until the triggers are replaced, which takes milliseconds, they name a column that is not there, and
-- writes are refused rather than lost: the application has to try them again. The old column is
-- written from then on, so that there is a way back.
ALTER TABLE invoices
    RENAME COLUMN total TO total_old, RENAME COLUMN total_new TO total, ALGORITHM=INSTANT;
CREATE OR REPLACE TRIGGER invoices_total_on_insert BEFORE INSERT ON invoices FOR EACH ROW
    SET NEW.total_old = if(NEW.total BETWEEN -2147483648 AND 2147483647, NEW.total, NULL);
CREATE OR REPLACE TRIGGER invoices_total_on_update BEFORE UPDATE ON invoices FOR EACH ROW
    SET NEW.total_old = if(NEW.total <=> OLD.total, NEW.total_old,
        if(NEW.total BETWEEN -2147483648 AND 2147483647, NEW.total, NULL));
