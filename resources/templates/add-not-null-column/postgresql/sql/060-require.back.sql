ALTER TABLE payments DROP CONSTRAINT payments_currency_required;
