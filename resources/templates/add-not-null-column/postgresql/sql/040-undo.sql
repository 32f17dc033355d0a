-- The whole expansion goes while nobody reads it yet.
DROP TRIGGER payments_give_currency ON payments;
DROP FUNCTION payments_give_currency();
ALTER TABLE payments DROP COLUMN currency;
