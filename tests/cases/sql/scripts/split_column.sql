-- Customers get a first and a last name; both structures are written until the cutover.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    full_name TEXT NOT NULL CHECK (full_name <> ''),  -- "First Last"
    email TEXT COLLATE NOCASE
);
CREATE UNIQUE INDEX customers_email ON customers (email) WHERE email IS NOT NULL;
INSERT INTO customers (full_name, email) VALUES ('Ada Lovelace', 'ada@example.org'), ('Kurt Gödel', NULL);
ALTER TABLE customers ADD COLUMN first_name TEXT;
ALTER TABLE customers ADD COLUMN last_name TEXT;

CREATE TRIGGER customers_name_insert AFTER INSERT ON customers
FOR EACH ROW WHEN NEW.first_name IS NULL
BEGIN
    UPDATE customers SET
        first_name = CASE WHEN instr(NEW.full_name, ' ') > 0
                          THEN substr(NEW.full_name, 1, instr(NEW.full_name, ' ') - 1)
                          ELSE NEW.full_name END,  -- ; END;
        last_name = CASE instr(NEW.full_name, ' ') WHEN 0 THEN '' ELSE substr(NEW.full_name, instr(NEW.full_name, ' ') + 1) END
    WHERE id = NEW.id;
END;

CREATE TRIGGER customers_name_update AFTER UPDATE OF full_name ON customers
BEGIN
    UPDATE customers SET first_name = NULL WHERE id = NEW.id AND 0; /* nothing; END; */
    SELECT CASE WHEN NEW.full_name IS NULL THEN RAISE(ABORT, 'a name; please') END;
END
;
UPDATE customers SET full_name = 'Ada King' WHERE id = 1;
DROP TRIGGER customers_name_insert; DROP TRIGGER customers_name_update;
ALTER TABLE customers DROP COLUMN last_name
