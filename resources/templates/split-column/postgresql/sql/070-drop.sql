-- PostgreSQL only forgets the column: the table is locked for a moment, and no row is touched.
ALTER TABLE customers DROP COLUMN full_name_hidden;
