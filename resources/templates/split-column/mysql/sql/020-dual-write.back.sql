DROP TRIGGER IF EXISTS customers_names_on_update;
DROP TRIGGER IF EXISTS customers_names_on_insert;
