-- Both structures are written from now on. Version 1 writes full_name, version 2 the two parts; the
-- triggers carry the one over to the other before the row is written. BINARY, because = overlooks
-- capitals, accents and spaces at the end. The parts are compared with what full_name splits into,
-- so that the fill does not change full_name.
CREATE TRIGGER customers_names_on_insert BEFORE INSERT ON customers FOR EACH ROW
BEGIN
    IF NEW.full_name = '' AND NEW.first_name IS NOT NULL THEN
        SET NEW.full_name = concat(NEW.first_name, ' ', ifnull(NEW.last_name, ''));
    ELSEIF NEW.first_name IS NULL AND NEW.full_name <> '' THEN
        SET NEW.first_name = substring_index(NEW.full_name, ' ', 1);
        SET NEW.last_name = trim(substr(NEW.full_name, char_length(NEW.first_name) + 2));
    END IF;
END;
CREATE TRIGGER customers_names_on_update BEFORE UPDATE ON customers FOR EACH ROW
BEGIN
    IF NEW.full_name = '' AND NEW.first_name IS NOT NULL THEN
        SET NEW.full_name = concat(NEW.first_name, ' ', ifnull(NEW.last_name, ''));
    ELSEIF NOT (BINARY NEW.full_name <=> BINARY OLD.full_name) THEN
        SET NEW.first_name = substring_index(NEW.full_name, ' ', 1);
        SET NEW.last_name = trim(substr(NEW.full_name, char_length(NEW.first_name) + 2));
    ELSEIF NEW.first_name IS NOT NULL
        AND NOT (BINARY NEW.first_name <=> BINARY substring_index(NEW.full_name, ' ', 1)
            AND BINARY NEW.last_name <=> BINARY trim(substr(NEW.full_name,
                char_length(substring_index(NEW.full_name, ' ', 1)) + 2)))
    THEN
        SET NEW.full_name = concat(NEW.first_name, ' ', ifnull(NEW.last_name, ''));
    END IF;
END;
