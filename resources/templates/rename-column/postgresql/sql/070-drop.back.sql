-- The values are those of description, as they were when the old name was retired. The index is built
-- between the two, which ends the lock of the first; the rows are locked while they are written, and
-- nothing reads the column meanwhile.
ALTER TABLE products ADD COLUMN descr_retired text;
CREATE INDEX CONCURRENTLY products_descr ON products(descr_retired);
UPDATE products SET descr_retired = description WHERE description IS NOT NULL;
