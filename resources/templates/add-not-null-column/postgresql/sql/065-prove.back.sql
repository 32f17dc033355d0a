-- What is proven cannot be forgotten: the constraint is made anew as it was.
ALTER TABLE payments DROP CONSTRAINT payments_currency_required;
ALTER TABLE payments
    ADD CONSTRAINT payments_currency_required CHECK (currency IS NOT NULL) NOT VALID;
