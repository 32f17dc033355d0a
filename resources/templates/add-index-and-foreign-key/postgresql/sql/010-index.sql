-- A step of its own: it runs outside a transaction, reads the table twice and waits for older
-- transactions, but nobody waits for it. Without it, every customer that is deleted would mean
-- reading all orders.
CREATE INDEX CONCURRENTLY orders_customer ON orders(customer_id);
