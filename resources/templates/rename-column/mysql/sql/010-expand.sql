-- The column under its new name stands beside the old one: a plain RENAME COLUMN would break
-- version 1 at that very moment. ALGORITHM=INSTANT changes the description of the table alone, and
-- fails at once where that is not possible.
ALTER TABLE products ADD COLUMN description varchar(200), ALGORITHM=INSTANT;
CREATE OR REPLACE VIEW stock_list_v2 AS
SELECT s.warehouse, p.sku, p.description, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;
