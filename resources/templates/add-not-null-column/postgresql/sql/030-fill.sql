-- Rows that have a currency already are left alone, so a second fill does no harm.
UPDATE payments
SET currency = (SELECT c.currency FROM country_currencies AS c WHERE c.country = payments.country)
WHERE id BETWEEN :first AND :last AND currency IS NULL;
