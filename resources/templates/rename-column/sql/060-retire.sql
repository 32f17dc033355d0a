-- The old name disappears, but nothing is lost: whoever still uses it fails at once and loudly, and
-- one rename brings it back.
DROP TRIGGER products_description_on_update;
DROP TRIGGER products_description_on_insert;
DROP TRIGGER products_descr_on_update;
DROP TRIGGER products_descr_on_insert;
DROP VIEW stock_list;
DROP INDEX products_descr;
ALTER TABLE products RENAME COLUMN descr TO descr_retired;
