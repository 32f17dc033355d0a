-- NOT VALID: holds for every row that is written from now on, and looks at none that is there. Both
-- tables refuse writes for a moment only.
ALTER TABLE orders
    ADD CONSTRAINT orders_of_customer FOREIGN KEY (customer_id) REFERENCES customers(id) NOT VALID;
