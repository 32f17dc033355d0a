-- Refused when a total has been written that the old type cannot hold: it would be missing.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM invoices WHERE total IS NOT NULL AND total_old IS NULL) THEN
        RAISE EXCEPTION 'There are invoices whose total does not fit into integer any more.';
    END IF;
END;
$$;
DROP TRIGGER invoices_keep_total ON invoices;
DROP FUNCTION invoices_keep_total();
ALTER TABLE invoices RENAME COLUMN total TO total_new;
ALTER TABLE invoices RENAME COLUMN total_old TO total;
CREATE FUNCTION invoices_carry_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.total_new := NEW.total;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invoices_carry_total BEFORE INSERT OR UPDATE OF total ON invoices
FOR EACH ROW EXECUTE FUNCTION invoices_carry_total();
