-- Reads every row, while others read and write them.
ALTER TABLE payments VALIDATE CONSTRAINT payments_currency_required;
