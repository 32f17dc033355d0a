-- Whatever is written under one name is written under the other, before the row is written. BINARY,
-- because = overlooks capitals, accents and spaces at the end.
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
