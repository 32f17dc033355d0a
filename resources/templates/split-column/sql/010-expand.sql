-- Nothing reads or writes these yet. On SQLite an added column without a default touches no row.
ALTER TABLE customers ADD COLUMN first_name TEXT;
ALTER TABLE customers ADD COLUMN last_name TEXT;
CREATE INDEX customers_last_first ON customers(last_name, first_name);
CREATE VIEW order_labels_v2 AS
SELECT o.id AS order_id, c.first_name, c.last_name, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;
