-- Version 1 knows nothing of the currency: its rows get the one of their country from now on.
-- Version 2 writes the currency itself, and the trigger stands back.
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
