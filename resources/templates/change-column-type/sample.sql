-- The sample database of this plan: invoices whose total, in cents, is a text of digits, and their
-- lines. An invoice that is still open has no total.
--
--   sqlite3 sample.db < sample.sql
--
-- makes 50,000 invoices. For another number, make the table sample_size first, on the same
-- connection:
--
--   CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL); INSERT INTO sample_size VALUES (2000);

CREATE TEMP TABLE IF NOT EXISTS sample_size(rows INTEGER NOT NULL);
INSERT INTO sample_size SELECT 50000 WHERE NOT EXISTS (SELECT 1 FROM sample_size);

CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,
    customer TEXT NOT NULL,
    total TEXT,
    issued_on TEXT NOT NULL
);
CREATE TABLE invoice_lines (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoices(id) ON DELETE CASCADE,
    cents INTEGER NOT NULL
);

WITH RECURSIVE seq(n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < (SELECT rows FROM sample_size)
)
INSERT INTO invoices(id, customer, total, issued_on)
SELECT n, 'Customer ' || (n * 7 % 900),
    CASE WHEN n % 25 <> 0 THEN CAST(n * 429481 % 2147483000 AS TEXT) END,
    date('2018-01-01', (n * 31 % 2500) || ' days')
FROM seq;

INSERT INTO invoice_lines(id, invoice_id, cents)
SELECT id, id * 3 % (SELECT rows FROM sample_size) + 1, id * 131 % 50000 + 99 FROM invoices;

CREATE INDEX lines_invoice ON invoice_lines(invoice_id);
CREATE INDEX invoices_issued ON invoices(issued_on);
