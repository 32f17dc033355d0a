-- SQLite adds columns at the end only, so the table is built anew with the hidden column where it
-- stood. Its values are the parts joined again: the checks before the drop have shown that these are
-- the same.
DROP VIEW order_labels_v2;
CREATE TABLE customers_rebuilt (
    id INTEGER PRIMARY KEY,
    full_name_hidden TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL,
    country TEXT NOT NULL,
    created_on TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT
);
INSERT INTO customers_rebuilt(
    id, full_name_hidden, email, country, created_on, first_name, last_name)
SELECT id, ifnull(first_name || ' ' || last_name, ''), email, country, created_on,
    first_name, last_name
FROM customers
ORDER BY id;
DROP TABLE customers;
ALTER TABLE customers_rebuilt RENAME TO customers;
CREATE UNIQUE INDEX customers_email ON customers(email);
CREATE INDEX customers_last_first ON customers(last_name, first_name);
CREATE VIEW order_labels_v2 AS
SELECT o.id AS order_id, c.first_name, c.last_name, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;
