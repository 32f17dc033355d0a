-- Both structures are written from now on. Version 1 writes full_name, version 2 the two parts;
-- each trigger carries the one over to the other. The guards compare the parts with what full_name
-- splits into, so that no trigger answers another, nor the fill.

-- Version 1 inserts.
CREATE TRIGGER customers_split_on_insert AFTER INSERT ON customers
WHEN NEW.first_name IS NULL AND NEW.full_name <> ''
BEGIN
    UPDATE customers SET
        first_name = substr(NEW.full_name, 1, instr(NEW.full_name || ' ', ' ') - 1),
        last_name = trim(substr(NEW.full_name, instr(NEW.full_name || ' ', ' ') + 1))
    WHERE id = NEW.id;
END;

-- Version 1 updates.
CREATE TRIGGER customers_split_on_update AFTER UPDATE OF full_name ON customers
WHEN NEW.first_name IS NOT substr(NEW.full_name, 1, instr(NEW.full_name || ' ', ' ') - 1)
    OR NEW.last_name IS NOT trim(substr(NEW.full_name, instr(NEW.full_name || ' ', ' ') + 1))
BEGIN
    UPDATE customers SET
        first_name = substr(NEW.full_name, 1, instr(NEW.full_name || ' ', ' ') - 1),
        last_name = trim(substr(NEW.full_name, instr(NEW.full_name || ' ', ' ') + 1))
    WHERE id = NEW.id;
END;

-- Version 2 inserts.
CREATE TRIGGER customers_join_on_insert AFTER INSERT ON customers
WHEN NEW.first_name IS NOT NULL AND NEW.full_name = ''
BEGIN
    UPDATE customers SET full_name = NEW.first_name || ' ' || ifnull(NEW.last_name, '')
    WHERE id = NEW.id;
END;

-- Version 2 updates.
CREATE TRIGGER customers_join_on_update AFTER UPDATE OF first_name, last_name ON customers
WHEN NEW.first_name IS NOT NULL
    AND (NEW.first_name IS NOT substr(NEW.full_name, 1, instr(NEW.full_name || ' ', ' ') - 1)
        OR NEW.last_name IS NOT trim(substr(NEW.full_name, instr(NEW.full_name || ' ', ' ') + 1)))
BEGIN
    UPDATE customers SET full_name = NEW.first_name || ' ' || ifnull(NEW.last_name, '')
    WHERE id = NEW.id;
END;
