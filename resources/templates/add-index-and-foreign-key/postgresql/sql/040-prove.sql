-- Reads every row of orders, while others read and write them.
ALTER TABLE orders VALIDATE CONSTRAINT orders_of_customer;
