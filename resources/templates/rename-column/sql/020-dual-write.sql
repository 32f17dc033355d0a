-- Whatever is written under one name is written under the other. The guards keep one trigger from
-- answering another.

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
