DROP TRIGGER invoices_carry_total ON invoices;
DROP FUNCTION invoices_carry_total();
