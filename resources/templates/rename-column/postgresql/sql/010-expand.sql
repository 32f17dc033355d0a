-- The column under its new name stands beside the old one: a plain RENAME COLUMN would break
-- version 1 at that very moment. The table is locked for a moment only.
ALTER TABLE products ADD COLUMN description text;
CREATE VIEW stock_list_v2 AS
SELECT s.warehouse, p.sku, p.description, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;
