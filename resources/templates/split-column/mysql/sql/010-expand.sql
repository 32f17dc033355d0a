-- Nothing reads or writes these yet. ALGORITHM=INSTANT changes the description of the table alone,
-- and fails at once where that is not possible.
ALTER TABLE customers
    ADD COLUMN first_name varchar(200), ADD COLUMN last_name varchar(200), ALGORITHM=INSTANT;
CREATE OR REPLACE VIEW order_labels_v2 AS
SELECT o.id AS order_id, c.first_name, c.last_name, o.placed_on, o.cents
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id;
