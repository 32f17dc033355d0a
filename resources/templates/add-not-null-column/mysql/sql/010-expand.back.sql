-- The currency follows from the country, so nothing is lost that could not be made again.
ALTER TABLE payments DROP COLUMN currency, ALGORITHM=INSTANT;
