CREATE INDEX CONCURRENTLY products_descr ON products(descr_retired);
