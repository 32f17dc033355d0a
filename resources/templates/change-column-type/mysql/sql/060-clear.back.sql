-- The triggers still write the old column, so nothing is missed between two batches.
UPDATE invoices SET total_old = total
WHERE id BETWEEN :first AND :last AND total BETWEEN -2147483648 AND 2147483647
    AND NOT (total_old <=> total);
