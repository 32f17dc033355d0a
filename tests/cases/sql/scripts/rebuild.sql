/* The twelve steps of a table rebuild,
   with a semicolon here; and a quote ' there. */
PRAGMA foreign_keys = OFF;
CREATE TABLE "order" (id INTEGER PRIMARY KEY AUTOINCREMENT, [total;] REAL DEFAULT (1 + 2), note TEXT DEFAULT 'x;y');
CREATE TABLE item (id INTEGER PRIMARY KEY, "order" INTEGER REFERENCES "order" (id) ON DELETE CASCADE);
CREATE INDEX item_order ON item ("order" DESC);
CREATE VIEW totals AS SELECT id, [total;] AS total FROM "order";
BEGIN IMMEDIATE;
CREATE TABLE order_new (id INTEGER PRIMARY KEY AUTOINCREMENT, [total;] REAL NOT NULL DEFAULT 0, note TEXT);
INSERT INTO order_new (id, [total;], note) SELECT id, coalesce([total;], 0), note FROM "order";
DROP VIEW totals;
DROP TABLE "order";
ALTER TABLE order_new RENAME TO "order";
CREATE VIEW totals AS SELECT id, [total;] AS total FROM "order";
PRAGMA foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;
VACUUM;
