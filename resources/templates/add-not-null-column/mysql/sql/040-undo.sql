-- The whole expansion goes while nobody reads it yet.
DROP TRIGGER IF EXISTS payments_currency_on_update;
DROP TRIGGER IF EXISTS payments_currency_on_insert;
ALTER TABLE payments DROP COLUMN currency, ALGORITHM=INSTANT;
