DROP TRIGGER products_carry_description ON products;
DROP FUNCTION products_carry_description();
