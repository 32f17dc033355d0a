SET lock_timeout = '2s';
CREATE TYPE order_state AS ENUM ('new', 'paid; not sent', 'sent');
ALTER TYPE order_state ADD VALUE IF NOT EXISTS 'lost' AFTER 'sent';
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state order_state NOT NULL DEFAULT 'new',
    total numeric(12, 2) CHECK (total >= 0), -- never; below
    tags text[] DEFAULT '{a;b}'::text[],
    placed timestamp with time zone DEFAULT now()
) PARTITION BY RANGE (placed);
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_state ON orders USING btree (state) INCLUDE (total) WHERE state <> 'sent';
ALTER TABLE orders ADD CONSTRAINT total_small CHECK (total < 1e6) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT total_small;
WITH moved AS (DELETE FROM orders WHERE state = 'lost' RETURNING *) INSERT INTO lost SELECT * FROM moved;
MERGE INTO orders o USING incoming i ON o.id = i.id WHEN MATCHED THEN UPDATE SET total = i.total WHEN NOT MATCHED THEN INSERT VALUES (i.id);
CREATE TRIGGER keep BEFORE UPDATE OF total ON orders FOR EACH ROW WHEN (OLD.total IS DISTINCT FROM NEW.total) EXECUTE FUNCTION keep();
GRANT SELECT (id, total), UPDATE ON orders TO reader WITH GRANT OPTION;
COMMENT ON COLUMN public.orders.total IS 'In cents; no';
SELECT tags[1:2], placed::date, '{"a": 1}'::jsonb ? 'a', total % 2, +1 FROM orders;
SELECT count(*) FILTER (WHERE total > 1) OVER (ORDER BY id) FROM orders;
VACUUM (ANALYZE) orders;
REINDEX (VERBOSE) TABLE CONCURRENTLY orders;
