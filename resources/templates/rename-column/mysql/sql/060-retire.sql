-- The old name disappears, but nothing is lost: whoever still uses it fails at once and loudly, and
-- one rename brings it back. Its index stays with it.
DROP TRIGGER IF EXISTS products_descr_on_update;
DROP TRIGGER IF EXISTS products_descr_on_insert;
DROP VIEW IF EXISTS stock_list;
ALTER TABLE products RENAME COLUMN descr TO descr_retired, ALGORITHM=INSTANT;
