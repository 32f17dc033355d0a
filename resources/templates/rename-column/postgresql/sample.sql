-- The sample database of this plan: products whose column "descr" shall be called "description", the
-- stock that refers to them, an index and a view over the column, and the settings by which the
-- application is switched.
--
--   createdb shop && psql --set ON_ERROR_STOP=1 -f sample.sql shop
--
-- makes 5,000 products. For another number, change it at generate_series below.

CREATE TABLE products (
    id bigint PRIMARY KEY,
    sku text NOT NULL,
    descr text,
    cents integer NOT NULL
);
CREATE TABLE stock (
    id bigint PRIMARY KEY,
    product_id bigint NOT NULL REFERENCES products(id) ON DELETE CASCADE,
    warehouse text NOT NULL,
    pieces integer NOT NULL
);
CREATE TABLE settings (
    name text PRIMARY KEY,
    value text NOT NULL
);

-- Every tenth product has no description at all.
INSERT INTO products(id, sku, descr, cents)
SELECT i, 'SKU-' || lpad(i::text, 7, '0'),
    CASE WHEN i % 10 <> 0 THEN
        (ARRAY['Oak', 'Steel', 'Wool', 'Glass', 'Cork', 'Linen', 'Brass', 'Crème', 'Ash', 'Slate',
        'Copper'])[i * 3 % 11 + 1]
        || ' ' ||
        (ARRAY['table, 6 seats', 'lamp "Nova"', 'carpet', 'vase', 'coaster (set of 4)', 'curtain',
        'doorknob', 'brûlée dish', 'baker''s peel', 'roof tile', 'kettle', 'shelf', 'frame'])[i * 5 % 13 + 1]
    END,
    i * 61 % 80000 + 199
FROM generate_series(1, 5000) AS i;

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
