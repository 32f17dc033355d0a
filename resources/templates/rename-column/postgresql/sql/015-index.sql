-- A step of its own: it runs outside a transaction, reads the table twice and waits for older
-- transactions, but nobody waits for it.
CREATE INDEX CONCURRENTLY products_description ON products(description);
