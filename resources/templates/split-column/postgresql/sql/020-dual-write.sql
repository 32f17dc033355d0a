-- Both structures are written from now on. Version 1 writes full_name, version 2 the two parts; the
-- trigger carries the one over to the other before the row is written. The parts are compared with
-- what full_name splits into, so that the fill does not change full_name.
CREATE FUNCTION customers_carry_names() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What full_name splits into: the first word, and all that follows.
    first text := split_part(NEW.full_name, ' ', 1);
    last text := trim(substr(NEW.full_name, length(split_part(NEW.full_name, ' ', 1)) + 2));
BEGIN
    IF NEW.full_name = '' AND NEW.first_name IS NOT NULL THEN
        NEW.full_name := NEW.first_name || ' ' || coalesce(NEW.last_name, '');
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.first_name IS NULL AND NEW.full_name <> '' THEN
            NEW.first_name := first;
            NEW.last_name := last;
        END IF;
    ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
        NEW.first_name := first;
        NEW.last_name := last;
    ELSIF NEW.first_name IS NOT NULL
        AND (NEW.first_name, NEW.last_name) IS DISTINCT FROM (first, last)
    THEN
        NEW.full_name := NEW.first_name || ' ' || coalesce(NEW.last_name, '');
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER customers_carry_names
BEFORE INSERT OR UPDATE OF full_name, first_name, last_name ON customers
FOR EACH ROW EXECUTE FUNCTION customers_carry_names();
