-- The trigger of version 2 would carry the NULL over to descr. A fill is taken back only while
-- version 1 writes, so descr holds every description, and the column is emptied around the trigger.
DROP TRIGGER products_description_on_update;
UPDATE products SET description = NULL WHERE description IS NOT NULL;
CREATE TRIGGER products_description_on_update AFTER UPDATE OF description ON products
WHEN NEW.description IS NOT OLD.description AND NEW.descr IS NOT NEW.description
BEGIN
    UPDATE products SET descr = NEW.description WHERE id = NEW.id;
END;
