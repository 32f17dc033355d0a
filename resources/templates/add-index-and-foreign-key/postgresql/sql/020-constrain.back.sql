ALTER TABLE orders DROP CONSTRAINT orders_of_customer;
