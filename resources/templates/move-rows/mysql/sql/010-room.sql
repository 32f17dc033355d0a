-- In the archive. What is not there cannot be read there: the application does not know of it yet.
CREATE TABLE deliveries (
    id bigint PRIMARY KEY,
    order_no varchar(40) NOT NULL,
    carrier varchar(40) NOT NULL,
    delivered_on date NOT NULL,
    note varchar(200)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
