-- The sample database of this plan: payments without a currency, the refunds that refer to them, a
-- view over them, and the settings by which the application is switched.
--
--   mariadb -e 'CREATE DATABASE shop CHARACTER SET utf8mb4'
--   mariadb --default-character-set=utf8mb4 shop < sample.sql
--
-- makes 5,000 payments. For another number, change it at seq_1_to_5000 below.

CREATE TABLE country_currencies (
    country char(2) PRIMARY KEY,
    currency char(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE payments (
    id bigint PRIMARY KEY,
    reference varchar(20) NOT NULL,
    country char(2) NOT NULL,
    cents integer NOT NULL,
    paid_on date NOT NULL,
    INDEX payments_country (country),
    CONSTRAINT payments_of_country FOREIGN KEY (country) REFERENCES country_currencies(country)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE refunds (
    id bigint PRIMARY KEY,
    payment_id bigint NOT NULL,
    cents integer NOT NULL,
    reason varchar(100),
    INDEX refunds_payment (payment_id),
    CONSTRAINT refunds_of_payment FOREIGN KEY (payment_id) REFERENCES payments(id)
        ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE settings (
    name varchar(100) PRIMARY KEY,
    value varchar(200) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO country_currencies(country, currency) VALUES
    ('DE', 'EUR'), ('FR', 'EUR'), ('IE', 'EUR'), ('PL', 'PLN'), ('SE', 'SEK'), ('CH', 'CHF'),
    ('GB', 'GBP');

INSERT INTO payments(id, reference, country, cents, paid_on)
SELECT seq, concat('P-', lpad(seq, 8, '0')),
    elt(seq * 5 % 7 + 1, 'CH', 'DE', 'FR', 'GB', 'IE', 'PL', 'SE'), seq * 97 % 90000 + 100,
    date_add('2019-01-01', INTERVAL seq * 29 % 2400 DAY)
FROM seq_1_to_5000;

INSERT INTO refunds(id, payment_id, cents, reason)
SELECT id DIV 20, id, cents DIV 2, CASE id % 3 WHEN 0 THEN 'damaged' WHEN 1 THEN 'late' END
FROM payments
WHERE id % 20 = 0;

CREATE UNIQUE INDEX payments_reference ON payments(reference);
CREATE VIEW refunded_payments AS
SELECT p.reference, p.country, p.cents, r.cents AS refunded
FROM payments AS p
JOIN refunds AS r ON r.payment_id = p.id;

INSERT INTO settings(name, value) VALUES
    ('currency.read', 'country'),
    ('currency.write', 'trigger');
