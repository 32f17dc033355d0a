CREATE INDEX CONCURRENTLY customers_full_name ON customers(full_name_hidden);
