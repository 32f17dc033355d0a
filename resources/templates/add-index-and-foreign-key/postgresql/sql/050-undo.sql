-- The foreign key goes first, then the index: CONCURRENTLY, so that nobody waits for it.
ALTER TABLE orders DROP CONSTRAINT orders_of_customer;
DROP INDEX CONCURRENTLY orders_customer;
