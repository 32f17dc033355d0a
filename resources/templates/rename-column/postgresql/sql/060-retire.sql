-- The old name disappears, but nothing is lost: whoever still uses it fails at once and loudly, and
-- one rename brings it back. Its index stays with it.
DROP TRIGGER products_carry_description ON products;
DROP FUNCTION products_carry_description();
DROP VIEW stock_list;
ALTER TABLE products RENAME COLUMN descr TO descr_retired;
