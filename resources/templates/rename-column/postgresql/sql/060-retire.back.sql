-- Rows that were written meanwhile get the old name from the new one: most of them before the rename
-- locks the table, the last of them behind it.
UPDATE products SET descr_retired = description WHERE descr_retired IS DISTINCT FROM description;
ALTER TABLE products RENAME COLUMN descr_retired TO descr;
UPDATE products SET descr = description WHERE descr IS DISTINCT FROM description;
CREATE VIEW stock_list AS
SELECT s.warehouse, p.sku, p.descr, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;

-- Both names are written again.
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
