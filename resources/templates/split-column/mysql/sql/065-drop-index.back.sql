ALTER TABLE customers
    ADD INDEX customers_full_name (full_name_hidden), ALGORITHM=INPLACE, LOCK=NONE;
