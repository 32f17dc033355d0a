-- SQLite cannot add NOT NULL to a column that is there, so the table is built anew. Foreign keys are
-- off meanwhile (outside the transaction), or dropping the old table would delete every refund.
DROP TRIGGER payments_currency_on_update;
DROP TRIGGER payments_currency_on_insert;
DROP VIEW refunded_payments;
CREATE TABLE payments_rebuilt (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    country TEXT NOT NULL REFERENCES country_currencies(country),
    cents INTEGER NOT NULL,
    paid_on TEXT NOT NULL,
    currency TEXT NOT NULL
);
INSERT INTO payments_rebuilt(id, reference, country, cents, paid_on, currency)
SELECT id, reference, country, cents, paid_on, currency
FROM payments
ORDER BY id;
DROP TABLE payments;
ALTER TABLE payments_rebuilt RENAME TO payments;
CREATE UNIQUE INDEX payments_reference ON payments(reference);
CREATE INDEX payments_country ON payments(country);
CREATE VIEW refunded_payments AS
SELECT p.reference, p.country, p.cents, r.cents AS refunded
FROM payments AS p
JOIN refunds AS r ON r.payment_id = p.id;
