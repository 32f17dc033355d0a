-- The sample database of this plan: products whose column "descr" shall be called "description", the
-- stock that refers to them, an index and a view over the column, and the settings by which the
-- application is switched.
--
--   mariadb -e 'CREATE DATABASE shop CHARACTER SET utf8mb4'
--   mariadb --default-character-set=utf8mb4 shop < sample.sql
--
-- makes 5,000 products. For another number, change it at seq_1_to_5000 below.

CREATE TABLE products (
    id bigint PRIMARY KEY,
    sku varchar(20) NOT NULL,
    descr varchar(200),
    cents integer NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE stock (
    id bigint PRIMARY KEY,
    product_id bigint NOT NULL,
    warehouse varchar(50) NOT NULL,
    pieces integer NOT NULL,
    INDEX stock_product (product_id),
    CONSTRAINT stock_of_product FOREIGN KEY (product_id) REFERENCES products(id)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE settings (
    name varchar(100) PRIMARY KEY,
    value varchar(200) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- Every tenth product has no description at all.
INSERT INTO products(id, sku, descr, cents)
SELECT seq, concat('SKU-', lpad(seq, 7, '0')),
    if(seq % 10 = 0, NULL, concat(
        elt(seq * 3 % 11 + 1, 'Oak', 'Steel', 'Wool', 'Glass', 'Cork', 'Linen', 'Brass', 'Crème', 'Ash', 'Slate',
        'Copper'),
        ' ',
        elt(seq * 5 % 13 + 1, 'table, 6 seats', 'lamp "Nova"', 'carpet', 'vase', 'coaster (set of 4)', 'curtain',
        'doorknob', 'brûlée dish', 'baker''s peel', 'roof tile', 'kettle', 'shelf', 'frame'))),
    seq * 61 % 80000 + 199
FROM seq_1_to_5000;

INSERT INTO stock(id, product_id, warehouse, pieces)
SELECT id, id, if(id % 2 = 0, 'Rotterdam', 'Kraków'), id * 7 % 400
FROM products
WHERE id % 4 <> 0;

CREATE UNIQUE INDEX products_sku ON products(sku);
CREATE INDEX products_descr ON products(descr);
CREATE VIEW stock_list AS
SELECT s.warehouse, p.sku, p.descr, s.pieces
FROM stock AS s
JOIN products AS p ON p.id = s.product_id;

INSERT INTO settings(name, value) VALUES
    ('product.read', 'descr'),
    ('product.write', 'descr');
