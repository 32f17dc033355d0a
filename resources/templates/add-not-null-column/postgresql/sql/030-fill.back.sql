UPDATE payments SET currency = NULL
WHERE id BETWEEN :first AND :last AND currency IS NOT NULL;
