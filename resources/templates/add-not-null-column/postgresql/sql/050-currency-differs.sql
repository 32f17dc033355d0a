SELECT count(*)
FROM payments AS p
LEFT JOIN country_currencies AS c ON c.country = p.country
WHERE p.currency IS DISTINCT FROM c.currency;
