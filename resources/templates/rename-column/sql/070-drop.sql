ALTER TABLE products DROP COLUMN descr_retired;
