-- Orders whose customer is gone.
SELECT count(*) FROM orders AS o
WHERE o.customer_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.id = o.customer_id);
