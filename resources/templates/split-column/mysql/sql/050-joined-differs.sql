-- Names that do not come back when their parts are joined again: two spaces in the middle, a space
-- at an end, one word only. BINARY, because = overlooks capitals, accents and spaces at the end.
SELECT count(*) FROM customers
WHERE NOT (BINARY concat(first_name, ' ', last_name) <=> BINARY full_name);
