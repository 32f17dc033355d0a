ALTER TABLE customers DROP COLUMN full_name_hidden;
