-- The sample database of this plan: customers with one column for the whole name, their orders,
-- a view and an index over that column, and the settings by which the application is switched.
--
--   createdb shop && psql --set ON_ERROR_STOP=1 -f sample.sql shop
--
-- makes 5,000 customers. For another number, change it at generate_series below.

CREATE TABLE customers (
    id bigint PRIMARY KEY,
    full_name text NOT NULL DEFAULT '',
    email text NOT NULL,
    country text NOT NULL,
    created_on date NOT NULL
);
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
    placed_on date NOT NULL,
    cents integer NOT NULL
);
CREATE TABLE settings (
    name text PRIMARY KEY,
    value text NOT NULL
);

INSERT INTO customers(id, full_name, email, country, created_on)
SELECT i,
    (ARRAY['Anna', 'Liam', 'Zoë', 'José', 'Noah', 'Aoife', 'Łukasz', 'Emma', 'Björn',
    'Olivia', 'Jean-Luc', 'Sofia', 'Søren', 'Mia', 'Hans-Peter', 'Élise', 'Karim'])[i * 7 % 17 + 1]
    || ' ' ||
    (ARRAY['Smith', 'O''Brien', 'Müller', 'García', 'Nguyễn', 'van der Berg', 'D''Angelo',
    'Strauß', 'Kowalski', 'Johnson', 'Åkesson', 'de la Cruz', 'Sato', 'Okafor', 'McDonald', 'Dvořák',
    'Ó Murchú', 'Saint-Just', 'Fernández López'])[i * 11 % 19 + 1],
    'customer' || i || '@example.com',
    (ARRAY['DE', 'IE', 'FR', 'ES', 'PL', 'SE', 'IT'])[i * 3 % 7 + 1],
    date '2015-01-01' + i * 37 % 3650
FROM generate_series(1, 5000) AS i;

INSERT INTO orders(id, customer_id, placed_on, cents)
SELECT id, id * 13 % (SELECT max(id) FROM customers) + 1,
    date '2020-01-01' + (id * 17 % 1800)::integer, id * 131 % 50000 + 99
FROM customers
WHERE id % 2 = 0;

CREATE INDEX customers_full_name ON customers(full_name);
CREATE UNIQUE INDEX customers_email ON customers(email);
CREATE INDEX orders_customer ON orders(customer_id);
CREATE VIEW order_labels AS
SELECT o.id AS order_id, c.full_name AS customer, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;

INSERT INTO settings(name, value) VALUES
    ('names.read', 'full_name'),
    ('names.write', 'full_name');
