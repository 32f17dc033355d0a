-- The archive has them all, as the step before has shown.
DELETE FROM deliveries
WHERE id BETWEEN :first AND :last AND delivered_on < {{cutoff}};
