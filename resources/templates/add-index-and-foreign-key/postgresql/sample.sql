-- The sample database of this plan: customers, and orders that name a customer without an index or a
-- foreign key.
--
--   createdb shop && psql --set ON_ERROR_STOP=1 -f sample.sql shop
--
-- makes 5,000 customers and 20,000 orders. For other numbers, change them at generate_series below.

CREATE TABLE customers (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL
);
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer_id bigint,
    placed_on date NOT NULL,
    cents integer NOT NULL
);

INSERT INTO customers(id, name, email)
SELECT i, 'Customer ' || i, 'customer' || i || '@example.com'
FROM generate_series(1, 5000) AS i;

-- Every fiftieth order was placed by a guest.
INSERT INTO orders(id, customer_id, placed_on, cents)
SELECT i, CASE WHEN i % 50 <> 0 THEN i * 13 % 5000 + 1 END,
    date '2020-01-01' + i * 17 % 1800, i * 131 % 50000 + 99
FROM generate_series(1, 20000) AS i;

CREATE UNIQUE INDEX customers_email ON customers(email);
CREATE INDEX orders_placed ON orders(placed_on);
