-- Whatever is written as total is written in the new type too.
CREATE FUNCTION invoices_carry_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.total_new := NEW.total;
    RETURN NEW;
END;
$$;
CREATE TRIGGER invoices_carry_total BEFORE INSERT OR UPDATE OF total ON invoices
FOR EACH ROW EXECUTE FUNCTION invoices_carry_total();
