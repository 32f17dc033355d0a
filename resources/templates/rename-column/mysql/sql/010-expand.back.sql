-- Everything that is in the new column is in descr too, so nothing is lost. IF EXISTS, because each
-- statement commits by itself: the step may have stopped half way.
DROP VIEW IF EXISTS stock_list_v2;
ALTER TABLE products DROP COLUMN description, ALGORITHM=INSTANT;
