CREATE TABLE t (a, b, "c""d", `e``f`, [g h], "i;j");
SELECT x'3b3B', X'', 0x3B, 1e5, 1.5E-3, .5, 5., 'it''s;', 'a--b', 'a/*b', "i;j" FROM t;
SELECT 1--;
;
SELECT 1 - -1, 3/*;*//2, 1<<2, 3>>1, 'a'||';', NOT 1!=2, 1<>2, 1==1, ~5, 5%2, 5&1|2;
SELECT json('{"a;": 1}') -> 'a;', json('{"a": 1}') ->> '$.a';
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT group_concat(i, ';') FROM n;
INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING; UPDATE t SET a = 2 WHERE rowid = 1 RETURNING a;
EXPLAIN QUERY PLAN SELECT CASE a WHEN 1 THEN 'one' ELSE CASE b WHEN 2 THEN 'two' END END FROM t;
SELECT '-- no comment', '/* no comment */' /* a comment '; */, "c""d" FROM t
