DROP TRIGGER IF EXISTS invoices_total_on_update;
DROP TRIGGER IF EXISTS invoices_total_on_insert;
