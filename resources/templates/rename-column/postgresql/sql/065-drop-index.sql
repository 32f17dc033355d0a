-- A step of its own: outside a transaction, and nobody waits for it.
DROP INDEX CONCURRENTLY products_descr;
