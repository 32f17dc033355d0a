-- A step of its own: it runs outside a transaction, reads the table twice and waits for older
-- transactions, but nobody waits for it.
CREATE INDEX CONCURRENTLY customers_last_first ON customers(last_name, first_name);
