-- The table is built anew in place, while rows are read and written; a row without a currency makes
-- it fail. It takes as long as the table is large, and replicas begin when it has ended.
ALTER TABLE payments MODIFY currency char(3) NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;
