-- Everything that is in the new column is in total too, so nothing is lost.
ALTER TABLE invoices DROP COLUMN total_new;
