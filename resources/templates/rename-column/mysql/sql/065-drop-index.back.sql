ALTER TABLE products ADD INDEX products_descr (descr_retired), ALGORITHM=INPLACE, LOCK=NONE;
