-- Every writer gives a currency, and the column insists on it: the triggers of version 1 go.
DROP TRIGGER IF EXISTS payments_currency_on_update;
DROP TRIGGER IF EXISTS payments_currency_on_insert;
