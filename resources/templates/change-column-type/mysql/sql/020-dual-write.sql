-- Whatever is written as total is written in the new type too.
CREATE OR REPLACE TRIGGER invoices_total_on_insert BEFORE INSERT ON invoices FOR EACH ROW
    SET NEW.total_new = NEW.total;
CREATE OR REPLACE TRIGGER invoices_total_on_update BEFORE UPDATE ON invoices FOR EACH ROW
    SET NEW.total_new = if(NEW.total <=> OLD.total, NEW.total_new, NEW.total);
