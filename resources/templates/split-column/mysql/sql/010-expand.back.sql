-- Everything that is in the new columns is in full_name too, so nothing is lost. IF EXISTS, because
-- each statement commits by itself: the step may have stopped half way.
DROP VIEW IF EXISTS order_labels_v2;
ALTER TABLE customers DROP COLUMN last_name, DROP COLUMN first_name, ALGORITHM=INSTANT;
