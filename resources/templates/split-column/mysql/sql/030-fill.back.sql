-- full_name still holds every name; the parts can be made again at any time.
UPDATE customers SET first_name = NULL, last_name = NULL
WHERE id BETWEEN :first AND :last AND first_name IS NOT NULL;
