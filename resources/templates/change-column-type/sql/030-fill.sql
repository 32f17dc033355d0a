-- Rows that are the same in both types are left alone, so a second fill does no harm.
UPDATE invoices SET total_new = CAST(total AS INTEGER)
WHERE id BETWEEN :first AND :last AND total_new IS NOT CAST(total AS INTEGER);
