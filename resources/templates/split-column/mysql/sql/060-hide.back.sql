-- The column comes back under its name, then both structures are written again, and then rows that
-- were written while it was hidden get theirs from the parts. IF EXISTS, because each statement
-- commits by itself: the step may have stopped half way.
ALTER TABLE customers RENAME COLUMN IF EXISTS full_name_hidden TO full_name, ALGORITHM=INSTANT;
DROP TRIGGER IF EXISTS customers_names_on_update;
DROP TRIGGER IF EXISTS customers_names_on_insert;
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
CREATE OR REPLACE VIEW order_labels AS
SELECT o.id AS order_id, c.full_name AS customer, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;
UPDATE customers SET full_name = concat(first_name, ' ', last_name)
WHERE NOT (BINARY concat(first_name, ' ', last_name) <=> BINARY full_name);
