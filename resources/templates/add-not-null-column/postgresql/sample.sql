-- The sample database of this plan: payments without a currency, the refunds that refer to them, a
-- view over them, and the settings by which the application is switched.
--
--   createdb shop && psql --set ON_ERROR_STOP=1 -f sample.sql shop
--
-- makes 5,000 payments. For another number, change it at generate_series below.

CREATE TABLE country_currencies (
    country text PRIMARY KEY,
    currency text NOT NULL
);
CREATE TABLE payments (
    id bigint PRIMARY KEY,
    reference text NOT NULL,
    country text NOT NULL REFERENCES country_currencies(country),
    cents integer NOT NULL,
    paid_on date NOT NULL
);
CREATE TABLE refunds (
    id bigint PRIMARY KEY,
    payment_id bigint NOT NULL REFERENCES payments(id) ON DELETE CASCADE,
    cents integer NOT NULL,
    reason text
);
CREATE TABLE settings (
    name text PRIMARY KEY,
    value text NOT NULL
);

INSERT INTO country_currencies(country, currency) VALUES
    ('DE', 'EUR'), ('FR', 'EUR'), ('IE', 'EUR'), ('PL', 'PLN'), ('SE', 'SEK'), ('CH', 'CHF'),
    ('GB', 'GBP');

INSERT INTO payments(id, reference, country, cents, paid_on)
SELECT i, 'P-' || lpad(i::text, 8, '0'),
    (ARRAY['CH', 'DE', 'FR', 'GB', 'IE', 'PL', 'SE'])[i * 5 % 7 + 1], i * 97 % 90000 + 100,
    date '2019-01-01' + i * 29 % 2400
FROM generate_series(1, 5000) AS i;

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
