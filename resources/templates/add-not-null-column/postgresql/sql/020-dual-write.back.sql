DROP TRIGGER payments_give_currency ON payments;
DROP FUNCTION payments_give_currency();
