-- A step of its own: the index is built while rows are read and written.
ALTER TABLE products ADD INDEX products_description (description), ALGORITHM=INPLACE, LOCK=NONE;
