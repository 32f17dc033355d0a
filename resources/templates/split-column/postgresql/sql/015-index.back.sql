DROP INDEX CONCURRENTLY customers_last_first;
