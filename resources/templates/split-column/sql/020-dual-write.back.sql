DROP TRIGGER customers_join_on_update;
DROP TRIGGER customers_join_on_insert;
DROP TRIGGER customers_split_on_update;
DROP TRIGGER customers_split_on_insert;
