-- In the archive. What is not there cannot be read there: the application does not know of it yet.
CREATE TABLE deliveries (
    id bigint PRIMARY KEY,
    order_no text NOT NULL,
    carrier text NOT NULL,
    delivered_on date NOT NULL,
    note text
);
