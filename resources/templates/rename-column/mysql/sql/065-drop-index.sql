-- A step of its own: an indexed column cannot be dropped without building the table anew.
ALTER TABLE products DROP INDEX products_descr, ALGORITHM=INPLACE, LOCK=NONE;
