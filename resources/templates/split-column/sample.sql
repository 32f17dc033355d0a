-- The sample database of this plan: customers with one column for the whole name, their orders,
-- a view and an index over that column, and the settings by which the application is switched.
--
--   sqlite3 sample.db < sample.sql
--
-- makes 200,000 customers. For another number, make the table sample_size first, on the same
-- connection:
--
--   CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL); INSERT INTO sample_size VALUES (2000);

CREATE TEMP TABLE IF NOT EXISTS sample_size(rows INTEGER NOT NULL);
INSERT INTO sample_size SELECT 200000 WHERE NOT EXISTS (SELECT 1 FROM sample_size);

CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    full_name TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL,
    country TEXT NOT NULL,
    created_on TEXT NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
    placed_on TEXT NOT NULL,
    cents INTEGER NOT NULL
);
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TEMP TABLE first_names(n INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO first_names(name) VALUES
    ('Anna'), ('Liam'), ('Zoë'), ('José'), ('Noah'), ('Aoife'), ('Łukasz'), ('Emma'), ('Björn'),
    ('Olivia'), ('Jean-Luc'), ('Sofia'), ('Søren'), ('Mia'), ('Hans-Peter'), ('Élise'), ('Karim'),
    ('Chloe'), ('Yuki'), ('Priya'), ('Mateo'), ('Fatima'), ('Åsa'), ('Ivan'), ('Grace'), ('Tomáš'),
    ('Amara'), ('Lucía'), ('Otto'), ('Nina'), ('Ruben');
CREATE TEMP TABLE last_names(n INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO last_names(name) VALUES
    ('Smith'), ('O''Brien'), ('Müller'), ('García'), ('Nguyễn'), ('van der Berg'), ('D''Angelo'),
    ('Strauß'), ('Kowalski'), ('Johnson'), ('Åkesson'), ('de la Cruz'), ('Sato'), ('Okafor'),
    ('McDonald'), ('Dvořák'), ('Lefèvre'), ('Hansen'), ('Singh'), ('Ó Murchú'), ('Costa'),
    ('Ivanova'), ('Yılmaz'), ('Weiß'), ('Brown'), ('Saint-Just'), ('Fernández López'), ('Lindqvist'),
    ('Rossi'), ('Haddad'), ('Kim'), ('Bauer'), ('Núñez'), ('Taylor'), ('Horváth'), ('Mbeki'),
    ('Sørensen');
CREATE TEMP TABLE countries(n INTEGER PRIMARY KEY, code TEXT NOT NULL);
INSERT INTO countries(code) VALUES ('DE'), ('IE'), ('FR'), ('ES'), ('PL'), ('SE'), ('IT');

INSERT INTO customers(id, full_name, email, country, created_on)
WITH RECURSIVE numbers(i) AS (
    SELECT 1
    UNION ALL
    SELECT i + 1 FROM numbers WHERE i < (SELECT max(rows) FROM sample_size)
)
SELECT i, f.name || ' ' || l.name, 'customer' || i || '@example.com', c.code,
    date('2015-01-01', '+' || (i * 37 % 3650) || ' days')
FROM numbers
JOIN first_names AS f ON f.n = i * 7 % 31 + 1
JOIN last_names AS l ON l.n = i * 11 % 37 + 1
JOIN countries AS c ON c.n = i * 3 % 7 + 1;

INSERT INTO orders(id, customer_id, placed_on, cents)
SELECT id, id * 13 % (SELECT max(id) FROM customers) + 1,
    date('2020-01-01', '+' || (id * 17 % 1800) || ' days'), id * 131 % 50000 + 99
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
