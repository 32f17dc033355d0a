-- Whatever is written under one name is written under the other, before the row is written.
CREATE FUNCTION products_carry_description() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.description := coalesce(NEW.description, NEW.descr);
        NEW.descr := coalesce(NEW.descr, NEW.description);
    ELSIF NEW.descr IS DISTINCT FROM OLD.descr THEN
        NEW.description := NEW.descr;
    ELSIF NEW.description IS DISTINCT FROM OLD.description THEN
        NEW.descr := NEW.description;
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER products_carry_description
BEFORE INSERT OR UPDATE OF descr, description ON products
FOR EACH ROW EXECUTE FUNCTION products_carry_description();
