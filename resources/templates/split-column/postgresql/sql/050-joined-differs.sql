-- Names that do not come back when their parts are joined again: two spaces in the middle, a space
-- at an end, one word only.
SELECT count(*) FROM customers
WHERE first_name || ' ' || last_name IS DISTINCT FROM full_name;
