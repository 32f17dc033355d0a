-- Both columns change their names in one transaction, which locks the table for a moment: the
-- application goes on with the same name and the new type. The old column is written from now on, so
-- that there is a way back.
DROP TRIGGER invoices_carry_total ON invoices;
DROP FUNCTION invoices_carry_total();
ALTER TABLE invoices RENAME COLUMN total TO total_old;
ALTER TABLE invoices RENAME COLUMN total_new TO total;
CREATE FUNCTION invoices_keep_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What no longer fits is not kept: such an invoice is the end of the way back.
    NEW.total_old := CASE WHEN NEW.total BETWEEN -2147483648 AND 2147483647 THEN NEW.total END;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invoices_keep_total BEFORE INSERT OR UPDATE OF total ON invoices
FOR EACH ROW EXECUTE FUNCTION invoices_keep_total();
