-- Rows that are the same under both names are left alone, so a second fill does no harm.
UPDATE products SET description = descr
WHERE id BETWEEN :first AND :last AND description IS NULL AND descr IS NOT NULL;
