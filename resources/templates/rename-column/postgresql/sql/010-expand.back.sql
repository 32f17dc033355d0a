-- Everything that is in the new column is in descr too, so nothing is lost.
DROP VIEW stock_list_v2;
ALTER TABLE products DROP COLUMN description;
