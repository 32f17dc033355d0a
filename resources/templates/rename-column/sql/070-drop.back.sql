-- SQLite adds columns at the end only, so the table is built anew with the retired column where it
-- stood. Foreign keys are off meanwhile, or dropping the table would delete the stock.
DROP VIEW stock_list_v2;
CREATE TABLE products_rebuilt (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL,
    descr_retired TEXT,
    cents INTEGER NOT NULL,
    description TEXT
);
INSERT INTO products_rebuilt(id, sku, descr_retired, cents, description)
SELECT id, sku, description, cents, description
FROM products
ORDER BY id;
DROP TABLE products;
ALTER TABLE products_rebuilt RENAME TO products;
CREATE UNIQUE INDEX products_sku ON products(sku);
CREATE INDEX products_description ON products(description);
CREATE VIEW stock_list_v2 AS
SELECT s.warehouse, p.sku, p.description, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;
