-- A step of its own: the index is built while rows are read and written.
ALTER TABLE customers
    ADD INDEX customers_last_first (last_name, first_name), ALGORITHM=INPLACE, LOCK=NONE;
