-- The same table, with the column nullable again, and the triggers of version 1 back.
DROP VIEW refunded_payments;
CREATE TABLE payments_rebuilt (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    country TEXT NOT NULL REFERENCES country_currencies(country),
    cents INTEGER NOT NULL,
    paid_on TEXT NOT NULL,
    currency TEXT
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
CREATE TRIGGER payments_currency_on_insert AFTER INSERT ON payments
WHEN NEW.currency IS NULL
BEGIN
    UPDATE payments
    SET currency = (SELECT currency FROM country_currencies WHERE country = NEW.country)
    WHERE id = NEW.id;
END;
CREATE TRIGGER payments_currency_on_update AFTER UPDATE OF country ON payments
WHEN NEW.country IS NOT OLD.country AND NEW.currency IS OLD.currency
BEGIN
    UPDATE payments
    SET currency = (SELECT currency FROM country_currencies WHERE country = NEW.country)
    WHERE id = NEW.id;
END;
