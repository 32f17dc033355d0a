-- The first word is the first name, all that follows is the last name. Rows that the triggers have
-- split already are left alone, so a second fill does no harm.
UPDATE customers SET
    first_name = substring_index(full_name, ' ', 1),
    last_name = trim(substr(full_name, char_length(substring_index(full_name, ' ', 1)) + 2))
WHERE id BETWEEN :first AND :last AND first_name IS NULL;
