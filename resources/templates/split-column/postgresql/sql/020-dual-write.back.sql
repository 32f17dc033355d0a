DROP TRIGGER customers_carry_names ON customers;
DROP FUNCTION customers_carry_names();
