-- The old structure becomes invisible, but nothing is lost: whoever still uses full_name fails at
-- once and loudly, and one rename brings it back. Its index stays with it.
DROP TRIGGER customers_carry_names ON customers;
DROP FUNCTION customers_carry_names();
DROP VIEW order_labels;
ALTER TABLE customers RENAME COLUMN full_name TO full_name_hidden;
