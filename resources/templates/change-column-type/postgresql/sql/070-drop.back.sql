-- The column was empty when it went, so it comes back empty; the step before fills it.
ALTER TABLE invoices ADD COLUMN total_old integer;
CREATE FUNCTION invoices_keep_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What no longer fits is not kept: such an invoice is the end of the way back.
    NEW.total_old := CASE WHEN NEW.total BETWEEN -2147483648 AND 2147483647 THEN NEW.total END;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invoices_keep_total BEFORE INSERT OR UPDATE OF total ON invoices
FOR EACH ROW EXECUTE FUNCTION invoices_keep_total();
