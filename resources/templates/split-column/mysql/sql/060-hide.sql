-- The old structure becomes invisible, but nothing is lost: whoever still uses full_name fails at
-- once and loudly, and one rename brings it back. Its index stays with it.
DROP TRIGGER IF EXISTS customers_names_on_update;
DROP TRIGGER IF EXISTS customers_names_on_insert;
DROP VIEW IF EXISTS order_labels;
ALTER TABLE customers RENAME COLUMN full_name TO full_name_hidden, ALGORITHM=INSTANT;
