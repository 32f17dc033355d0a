-- The old name comes back. Rows that were written meanwhile get it from the new one; then both are
-- written again.
ALTER TABLE products RENAME COLUMN descr_retired TO descr;
UPDATE products SET descr = description WHERE descr IS NOT description;
CREATE INDEX products_descr ON products(descr);
CREATE VIEW stock_list AS
SELECT s.warehouse, p.sku, p.descr, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;

-- Version 1 inserts.
CREATE TRIGGER products_descr_on_insert AFTER INSERT ON products
WHEN NEW.description IS NULL AND NEW.descr IS NOT NULL
BEGIN
    UPDATE products SET description = NEW.descr WHERE id = NEW.id;
END;

-- Version 1 updates.
CREATE TRIGGER products_descr_on_update AFTER UPDATE OF descr ON products
WHEN NEW.descr IS NOT OLD.descr AND NEW.description IS NOT NEW.descr
BEGIN
    UPDATE products SET description = NEW.descr WHERE id = NEW.id;
END;

-- Version 2 inserts.
CREATE TRIGGER products_description_on_insert AFTER INSERT ON products
WHEN NEW.descr IS NULL AND NEW.description IS NOT NULL
BEGIN
    UPDATE products SET descr = NEW.description WHERE id = NEW.id;
END;

-- Version 2 updates.
CREATE TRIGGER products_description_on_update AFTER UPDATE OF description ON products
WHEN NEW.description IS NOT OLD.description AND NEW.descr IS NOT NEW.description
BEGIN
    UPDATE products SET descr = NEW.description WHERE id = NEW.id;
END;
