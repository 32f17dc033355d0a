-- What is proven cannot be forgotten: the constraint is made anew as it was.
ALTER TABLE orders DROP CONSTRAINT orders_of_customer;
ALTER TABLE orders
    ADD CONSTRAINT orders_of_customer FOREIGN KEY (customer_id) REFERENCES customers(id) NOT VALID;
