-- The old values go in batches and can come back in batches.
UPDATE invoices SET total_old = NULL
WHERE id BETWEEN :first AND :last AND total_old IS NOT NULL;
