-- The sample database of this plan: deliveries of four years, of which those before 2024 move. The
-- archive begins as an empty database.
--
--   mariadb -e 'CREATE DATABASE shop CHARACTER SET utf8mb4; CREATE DATABASE archive CHARACTER SET utf8mb4'
--   mariadb --default-character-set=utf8mb4 shop < sample.sql
--
-- makes 5,000 deliveries. For another number, change it at seq_1_to_5000 below.

CREATE TABLE deliveries (
    id bigint PRIMARY KEY,
    order_no varchar(40) NOT NULL,
    carrier varchar(40) NOT NULL,
    delivered_on date NOT NULL,
    note varchar(200)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

INSERT INTO deliveries(id, order_no, carrier, delivered_on, note)
SELECT seq, concat('A-', lpad(seq, 6, '0')),
    CASE seq % 3 WHEN 0 THEN 'Post' WHEN 1 THEN 'Møller & Co' ELSE 'By hand' END,
    date_add('2021-01-01', INTERVAL seq * 31 % 1460 DAY),
    CASE WHEN seq % 7 = 0 THEN 'left with a neighbor' END
FROM seq_1_to_5000;

CREATE INDEX deliveries_day ON deliveries(delivered_on);
