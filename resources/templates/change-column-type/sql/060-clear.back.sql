-- The triggers still write the old column, so nothing is missed between two batches.
UPDATE invoices SET total_old = CAST(total AS TEXT)
WHERE id BETWEEN :first AND :last AND total_old IS NOT CAST(total AS TEXT);
