-- The sample database of this plan: customers with one column for the whole name, their orders,
-- a view and an index over that column, and the settings by which the application is switched.
--
--   mariadb -e 'CREATE DATABASE shop CHARACTER SET utf8mb4'
--   mariadb --default-character-set=utf8mb4 shop < sample.sql
--
-- makes 5,000 customers. For another number, change it at seq_1_to_5000 below.

CREATE TABLE customers (
    id bigint PRIMARY KEY,
    full_name varchar(200) NOT NULL DEFAULT '',
    email varchar(200) NOT NULL,
    country char(2) NOT NULL,
    created_on date NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL,
    placed_on date NOT NULL,
    cents integer NOT NULL,
    INDEX orders_customer (customer_id),
    CONSTRAINT orders_of_customer FOREIGN KEY (customer_id) REFERENCES customers(id)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE settings (
    name varchar(100) PRIMARY KEY,
    value varchar(200) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO customers(id, full_name, email, country, created_on)
SELECT seq,
    concat(elt(seq * 7 % 17 + 1, 'Anna', 'Liam', 'Zoë', 'José', 'Noah', 'Aoife', 'Łukasz', 'Emma', 'Björn',
    'Olivia', 'Jean-Luc', 'Sofia', 'Søren', 'Mia', 'Hans-Peter', 'Élise', 'Karim'),
        ' ',
        elt(seq * 11 % 19 + 1, 'Smith', 'O''Brien', 'Müller', 'García', 'Nguyễn', 'van der Berg', 'D''Angelo',
    'Strauß', 'Kowalski', 'Johnson', 'Åkesson', 'de la Cruz', 'Sato', 'Okafor', 'McDonald', 'Dvořák',
    'Ó Murchú', 'Saint-Just', 'Fernández López')),
    concat('customer', seq, '@example.com'),
    elt(seq * 3 % 7 + 1, 'DE', 'IE', 'FR', 'ES', 'PL', 'SE', 'IT'),
    date_add('2015-01-01', INTERVAL seq * 37 % 3650 DAY)
FROM seq_1_to_5000;

INSERT INTO orders(id, customer_id, placed_on, cents)
SELECT id, id * 13 % (SELECT max(id) FROM customers) + 1,
    date_add('2020-01-01', INTERVAL id * 17 % 1800 DAY), id * 131 % 50000 + 99
FROM customers
WHERE id % 2 = 0;

CREATE INDEX customers_full_name ON customers(full_name);
CREATE UNIQUE INDEX customers_email ON customers(email);
CREATE VIEW order_labels AS
SELECT o.id AS order_id, c.full_name AS customer, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;

INSERT INTO settings(name, value) VALUES
    ('names.read', 'full_name'),
    ('names.write', 'full_name');
