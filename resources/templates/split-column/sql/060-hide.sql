-- The old structure becomes invisible, but nothing is lost: whoever still uses full_name fails at
-- once and loudly, and one rename brings it back.
DROP TRIGGER customers_join_on_update;
DROP TRIGGER customers_join_on_insert;
DROP TRIGGER customers_split_on_update;
DROP TRIGGER customers_split_on_insert;
DROP VIEW order_labels;
DROP INDEX customers_full_name;
ALTER TABLE customers RENAME COLUMN full_name TO full_name_hidden;
