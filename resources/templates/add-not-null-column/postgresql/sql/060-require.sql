-- NOT VALID: holds for every row that is written from now on, and looks at none that is there. The
-- table is locked for a moment only.
ALTER TABLE payments
    ADD CONSTRAINT payments_currency_required CHECK (currency IS NOT NULL) NOT VALID;
