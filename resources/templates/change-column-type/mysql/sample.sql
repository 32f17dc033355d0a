-- The sample database of this plan: invoices whose total, in cents, is an integer that will soon be
-- too small, and their lines. An invoice that is still open has no total.
--
--   mariadb -e 'CREATE DATABASE shop CHARACTER SET utf8mb4'
--   mariadb --default-character-set=utf8mb4 shop < sample.sql
--
-- makes 5,000 invoices. For another number, change it at seq_1_to_5000 below.

CREATE TABLE invoices (
    id bigint PRIMARY KEY,
    customer varchar(100) NOT NULL,
    total integer,
    issued_on date NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE invoice_lines (
    id bigint PRIMARY KEY,
    invoice_id bigint NOT NULL,
    cents integer NOT NULL,
    INDEX lines_invoice (invoice_id),
    CONSTRAINT lines_of_invoice FOREIGN KEY (invoice_id) REFERENCES invoices(id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO invoices(id, customer, total, issued_on)
SELECT seq, concat('Customer ', seq * 7 % 900), if(seq % 25 = 0, NULL, seq * 429481 % 2147483000),
    date_add('2018-01-01', INTERVAL seq * 31 % 2500 DAY)
FROM seq_1_to_5000;

INSERT INTO invoice_lines(id, invoice_id, cents)
SELECT seq, seq * 3 % 5000 + 1, seq * 131 % 50000 + 99
FROM seq_1_to_5000;

CREATE INDEX invoices_issued ON invoices(issued_on);
