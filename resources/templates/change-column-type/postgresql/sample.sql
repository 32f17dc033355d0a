-- The sample database of this plan: invoices whose total, in cents, is an integer that will soon be
-- too small, and their lines. An invoice that is still open has no total.
--
--   createdb shop && psql --set ON_ERROR_STOP=1 -f sample.sql shop
--
-- makes 5,000 invoices. For another number, change it at generate_series below.

CREATE TABLE invoices (
    id bigint PRIMARY KEY,
    customer text NOT NULL,
    total integer,
    issued_on date NOT NULL
);
CREATE TABLE invoice_lines (
    id bigint PRIMARY KEY,
    invoice_id bigint NOT NULL REFERENCES invoices(id) ON DELETE CASCADE,
    cents integer NOT NULL
);

INSERT INTO invoices(id, customer, total, issued_on)
SELECT i, 'Customer ' || i * 7 % 900, CASE WHEN i % 25 <> 0 THEN (i * 429481 % 2147483000)::integer END,
    date '2018-01-01' + i * 31 % 2500
FROM generate_series(1, 5000) AS i;

INSERT INTO invoice_lines(id, invoice_id, cents)
SELECT i, i * 3 % 5000 + 1, i * 131 % 50000 + 99
FROM generate_series(1, 5000) AS i;

CREATE INDEX lines_invoice ON invoice_lines(invoice_id);
CREATE INDEX invoices_issued ON invoices(issued_on);
