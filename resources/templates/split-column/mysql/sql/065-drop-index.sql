-- A step of its own: an indexed column cannot be dropped without building the table anew.
ALTER TABLE customers DROP INDEX customers_full_name, ALGORITHM=INPLACE, LOCK=NONE;
