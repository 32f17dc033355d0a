-- Everything that is in the new columns is in full_name too, so nothing is lost.
DROP VIEW order_labels_v2;
DROP INDEX customers_last_first;
ALTER TABLE customers DROP COLUMN last_name;
ALTER TABLE customers DROP COLUMN first_name;
