-- Rows that are the same in both types are left alone, so a second fill does no harm.
UPDATE invoices SET total_new = total
WHERE id BETWEEN :first AND :last AND NOT (total_new <=> total);
