UPDATE invoices SET total_new = NULL
WHERE id BETWEEN :first AND :last AND total_new IS NOT NULL;
