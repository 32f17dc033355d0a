-- The old values go in batches and can come back in batches. Dropping the column at once would take
-- them all together, and bringing them back would lock all rows.
UPDATE invoices SET total_old = NULL
WHERE id BETWEEN :first AND :last AND total_old IS NOT NULL;
