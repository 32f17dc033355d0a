-- The whole expansion goes while nobody reads it yet. full_name was kept up to date throughout.
DROP TRIGGER customers_join_on_update;
DROP TRIGGER customers_join_on_insert;
DROP TRIGGER customers_split_on_update;
DROP TRIGGER customers_split_on_insert;
DROP VIEW order_labels_v2;
DROP INDEX customers_last_first;
ALTER TABLE customers DROP COLUMN last_name;
ALTER TABLE customers DROP COLUMN first_name;
