-- The column comes back where it stood, with the values of description, as they were when the old
-- name was retired. The rows are locked while they are written, and nothing reads the column
-- meanwhile.
ALTER TABLE products ADD COLUMN descr_retired varchar(200) AFTER sku, ALGORITHM=INSTANT;
UPDATE products SET descr_retired = description WHERE description IS NOT NULL;
