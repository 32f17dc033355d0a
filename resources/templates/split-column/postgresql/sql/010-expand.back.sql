-- Everything that is in the new columns is in full_name too, so nothing is lost.
DROP VIEW order_labels_v2;
ALTER TABLE customers DROP COLUMN last_name, DROP COLUMN first_name;
