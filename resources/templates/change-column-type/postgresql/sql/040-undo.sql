-- The whole expansion goes while nobody reads it yet. total was written throughout.
DROP TRIGGER invoices_carry_total ON invoices;
DROP FUNCTION invoices_carry_total();
ALTER TABLE invoices DROP COLUMN total_new;
