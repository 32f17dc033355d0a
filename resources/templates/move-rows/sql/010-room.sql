-- In the archive. What is not there cannot be read there: the application does not know of it yet.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    order_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    delivered_on TEXT NOT NULL,
    note TEXT
);
