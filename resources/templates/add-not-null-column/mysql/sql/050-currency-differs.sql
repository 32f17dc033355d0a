SELECT count(*)
FROM payments AS p
LEFT JOIN country_currencies AS c ON c.country = p.country
WHERE NOT (p.currency <=> c.currency);
