-- The old name comes back, then both are written again, and then rows that were written meanwhile get
-- the old name from the new one. IF EXISTS, because each statement commits by itself: the step may
-- have stopped half way.
ALTER TABLE products RENAME COLUMN IF EXISTS descr_retired TO descr, ALGORITHM=INSTANT;
DROP TRIGGER IF EXISTS products_descr_on_update;
DROP TRIGGER IF EXISTS products_descr_on_insert;
CREATE TRIGGER products_descr_on_insert BEFORE INSERT ON products FOR EACH ROW
BEGIN
    SET NEW.description = ifnull(NEW.description, NEW.descr);
    SET NEW.descr = ifnull(NEW.descr, NEW.description);
END;
CREATE TRIGGER products_descr_on_update BEFORE UPDATE ON products FOR EACH ROW
BEGIN
    IF NOT (BINARY NEW.descr <=> BINARY OLD.descr) THEN
        SET NEW.description = NEW.descr;
    ELSEIF NOT (BINARY NEW.description <=> BINARY OLD.description) THEN
        SET NEW.descr = NEW.description;
    END IF;
END;
CREATE OR REPLACE VIEW stock_list AS
SELECT s.warehouse, p.sku, p.descr, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;
UPDATE products SET descr = description WHERE NOT (BINARY descr <=> BINARY description);
