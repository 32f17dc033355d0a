-- The column is nullable again, and the trigger of version 1 is back. This takes the constraint and
-- its proof back too: they are gone already.
ALTER TABLE payments ALTER COLUMN currency DROP NOT NULL;
CREATE FUNCTION payments_give_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.currency IS NOT NULL THEN
            RETURN NEW;
        END IF;
    ELSIF NEW.country IS NOT DISTINCT FROM OLD.country
        OR NEW.currency IS DISTINCT FROM OLD.currency
    THEN
        RETURN NEW;
    END IF;
    NEW.currency := (SELECT c.currency FROM country_currencies AS c WHERE c.country = NEW.country);
    RETURN NEW;
END;
$$;
CREATE TRIGGER payments_give_currency
BEFORE INSERT OR UPDATE OF country ON payments
FOR EACH ROW EXECUTE FUNCTION payments_give_currency();
