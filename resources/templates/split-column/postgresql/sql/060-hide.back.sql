-- Rows that were written while the column was hidden get theirs from the parts: most of them before
-- the rename locks the table, the last of them behind it.
UPDATE customers SET full_name_hidden = first_name || ' ' || last_name
WHERE first_name || ' ' || last_name IS DISTINCT FROM full_name_hidden;
ALTER TABLE customers RENAME COLUMN full_name_hidden TO full_name;
UPDATE customers SET full_name = first_name || ' ' || last_name
WHERE first_name || ' ' || last_name IS DISTINCT FROM full_name;
CREATE VIEW order_labels AS
SELECT o.id AS order_id, c.full_name AS customer, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;

-- Both structures are written again.
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
