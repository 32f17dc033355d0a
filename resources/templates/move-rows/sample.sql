-- The sample database of this plan: deliveries of four years, of which those before 2024 move. The
-- archive begins as an empty database.
--
--   sqlite3 sample.db < sample.sql
--
-- makes 20,000 deliveries. For another number, make the table sample_size first, on the same
-- connection:
--
--   CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL); INSERT INTO sample_size VALUES (2000);

CREATE TEMP TABLE IF NOT EXISTS sample_size(rows INTEGER NOT NULL);
INSERT INTO sample_size SELECT 20000 WHERE NOT EXISTS (SELECT 1 FROM sample_size);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    order_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    delivered_on TEXT NOT NULL,
    note TEXT
);

WITH RECURSIVE seq(n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < (SELECT rows FROM sample_size)
)
INSERT INTO deliveries(id, order_no, carrier, delivered_on, note)
SELECT n, printf('A-%06d', n), CASE n % 3 WHEN 0 THEN 'Post' WHEN 1 THEN 'Møller & Co' ELSE 'By hand' END,
    date('2021-01-01', (n * 31 % 1460) || ' days'),
    CASE WHEN n % 7 = 0 THEN 'left with a neighbor' END
FROM seq;

CREATE INDEX deliveries_day ON deliveries(delivered_on);
