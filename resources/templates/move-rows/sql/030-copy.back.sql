-- The shop still has them all.
DELETE FROM deliveries WHERE id BETWEEN :first AND :last;
