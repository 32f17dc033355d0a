DROP INDEX CONCURRENTLY products_description;
