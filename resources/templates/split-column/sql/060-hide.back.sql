-- The column comes back under its name. Rows that were written while it was hidden get theirs from
-- the parts; then both structures are written again.
ALTER TABLE customers RENAME COLUMN full_name_hidden TO full_name;
UPDATE customers SET full_name = first_name || ' ' || last_name
WHERE first_name IS NOT NULL
    AND (first_name IS NOT substr(full_name, 1, instr(full_name || ' ', ' ') - 1)
        OR last_name IS NOT trim(substr(full_name, instr(full_name || ' ', ' ') + 1)));
CREATE INDEX customers_full_name ON customers(full_name);
CREATE VIEW order_labels AS
SELECT o.id AS order_id, c.full_name AS customer, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;

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
