-- The sample database of this plan: deliveries of four years, of which those before 2024 move. The
-- archive begins as an empty database.
--
--   createdb shop && createdb archive && psql --set ON_ERROR_STOP=1 -f sample.sql shop
--
-- makes 5,000 deliveries. For another number, change it at generate_series below.

CREATE TABLE deliveries (
    id bigint PRIMARY KEY,
    order_no text NOT NULL,
    carrier text NOT NULL,
    delivered_on date NOT NULL,
    note text
);

INSERT INTO deliveries(id, order_no, carrier, delivered_on, note)
SELECT n, 'A-' || lpad(n::text, 6, '0'),
    CASE n % 3 WHEN 0 THEN 'Post' WHEN 1 THEN 'Møller & Co' ELSE 'By hand' END,
    date '2021-01-01' + (n * 31 % 1460), CASE WHEN n % 7 = 0 THEN 'left with a neighbor' END
FROM generate_series(1, 5000) AS n;

CREATE INDEX deliveries_day ON deliveries(delivered_on);
