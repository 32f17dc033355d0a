DROP TRIGGER IF EXISTS products_descr_on_update;
DROP TRIGGER IF EXISTS products_descr_on_insert;
