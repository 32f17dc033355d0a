-- The sample database of this plan: payments without a currency, the refunds that refer to them, a
-- view over them, and the settings by which the application is switched.
--
--   sqlite3 sample.db < sample.sql
--
-- makes 100,000 payments. For another number, make the table sample_size first, on the same
-- connection:
--
--   CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL); INSERT INTO sample_size VALUES (2000);

CREATE TEMP TABLE IF NOT EXISTS sample_size(rows INTEGER NOT NULL);
INSERT INTO sample_size SELECT 100000 WHERE NOT EXISTS (SELECT 1 FROM sample_size);

CREATE TABLE country_currencies (
    country TEXT PRIMARY KEY,
    currency TEXT NOT NULL
);
CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    country TEXT NOT NULL REFERENCES country_currencies(country),
    cents INTEGER NOT NULL,
    paid_on TEXT NOT NULL
);
CREATE TABLE refunds (
    id INTEGER PRIMARY KEY,
    payment_id INTEGER NOT NULL REFERENCES payments(id) ON DELETE CASCADE,
    cents INTEGER NOT NULL,
    reason TEXT
);
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

INSERT INTO country_currencies(country, currency) VALUES
    ('DE', 'EUR'), ('FR', 'EUR'), ('IE', 'EUR'), ('PL', 'PLN'), ('SE', 'SEK'), ('CH', 'CHF'),
    ('GB', 'GBP');
CREATE TEMP TABLE countries(n INTEGER PRIMARY KEY, code TEXT NOT NULL);
INSERT INTO countries(code) SELECT country FROM country_currencies ORDER BY country;

INSERT INTO payments(id, reference, country, cents, paid_on)
WITH RECURSIVE numbers(i) AS (
    SELECT 1
    UNION ALL
    SELECT i + 1 FROM numbers WHERE i < (SELECT max(rows) FROM sample_size)
)
SELECT i, printf('P-%08d', i), c.code, i * 97 % 90000 + 100,
    date('2019-01-01', '+' || (i * 29 % 2400) || ' days')
FROM numbers
JOIN countries AS c ON c.n = i * 5 % 7 + 1;

INSERT INTO refunds(id, payment_id, cents, reason)
SELECT id / 20, id, cents / 2, CASE id % 3 WHEN 0 THEN 'damaged' WHEN 1 THEN 'late' END
FROM payments
WHERE id % 20 = 0;

CREATE UNIQUE INDEX payments_reference ON payments(reference);
CREATE INDEX payments_country ON payments(country);
CREATE INDEX refunds_payment ON refunds(payment_id);
CREATE VIEW refunded_payments AS
SELECT p.reference, p.country, p.cents, r.cents AS refunded
FROM payments AS p
JOIN refunds AS r ON r.payment_id = p.id;

INSERT INTO settings(name, value) VALUES
    ('currency.read', 'country'),
    ('currency.write', 'trigger');
