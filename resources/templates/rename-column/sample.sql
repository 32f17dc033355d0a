-- The sample database of this plan: products whose column "descr" shall be called "description", the
-- stock that refers to them, an index and a view over the column, and the settings by which the
-- application is switched.
--
--   sqlite3 sample.db < sample.sql
--
-- makes 100,000 products. For another number, make the table sample_size first, on the same
-- connection:
--
--   CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL); INSERT INTO sample_size VALUES (2000);

CREATE TEMP TABLE IF NOT EXISTS sample_size(rows INTEGER NOT NULL);
INSERT INTO sample_size SELECT 100000 WHERE NOT EXISTS (SELECT 1 FROM sample_size);

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL,
    descr TEXT,
    cents INTEGER NOT NULL
);
CREATE TABLE stock (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products(id) ON DELETE CASCADE,
    warehouse TEXT NOT NULL,
    pieces INTEGER NOT NULL
);
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TEMP TABLE materials(n INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO materials(name) VALUES
    ('Oak'), ('Steel'), ('Wool'), ('Glass'), ('Cork'), ('Linen'), ('Brass'), ('Crème'), ('Ash'),
    ('Slate'), ('Copper');
CREATE TEMP TABLE things(n INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO things(name) VALUES
    ('table, 6 seats'), ('lamp "Nova"'), ('carpet'), ('vase'), ('coaster (set of 4)'),
    ('curtain'), ('doorknob'), ('brûlée dish'), ('baker''s peel'), ('roof tile'), ('kettle'),
    ('shelf'), ('frame');

-- Every tenth product has no description at all.
INSERT INTO products(id, sku, descr, cents)
WITH RECURSIVE numbers(i) AS (
    SELECT 1
    UNION ALL
    SELECT i + 1 FROM numbers WHERE i < (SELECT max(rows) FROM sample_size)
)
SELECT i, printf('SKU-%07d', i), CASE WHEN i % 10 = 0 THEN NULL ELSE m.name || ' ' || t.name END,
    i * 61 % 80000 + 199
FROM numbers
JOIN materials AS m ON m.n = i * 3 % 11 + 1
JOIN things AS t ON t.n = i * 5 % 13 + 1;

INSERT INTO stock(id, product_id, warehouse, pieces)
SELECT id, id, CASE id % 2 WHEN 0 THEN 'Rotterdam' ELSE 'Kraków' END, id * 7 % 400
FROM products
WHERE id % 4 <> 0;

CREATE UNIQUE INDEX products_sku ON products(sku);
CREATE INDEX products_descr ON products(descr);
CREATE INDEX stock_product ON stock(product_id);
CREATE VIEW stock_list AS
SELECT s.warehouse, p.sku, p.descr, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;

INSERT INTO settings(name, value) VALUES
    ('product.read', 'descr'),
    ('product.write', 'descr');
