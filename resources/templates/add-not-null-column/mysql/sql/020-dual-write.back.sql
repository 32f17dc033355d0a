DROP TRIGGER IF EXISTS payments_currency_on_update;
DROP TRIGGER IF EXISTS payments_currency_on_insert;
