-- What SQLite does with each statement; tests/model/sql/test_statement_facts.cpp says how to read this.

--: create table
-->
CREATE TABLE t (a);

--: drop table, in other case
CREATE TABLE t (a);
-->
DROP TABLE main.T;

--: rename table
CREATE TABLE t (a);
-->
ALTER TABLE t RENAME TO u;

--: add column
CREATE TABLE t (a);
-->
ALTER TABLE t ADD COLUMN b INT;

--: drop column
CREATE TABLE t (a, b);
-->
ALTER TABLE t DROP COLUMN B;

--: rename column
CREATE TABLE t (a, b);
-->
ALTER TABLE t RENAME COLUMN b TO c;

--: create index
CREATE TABLE t (a, b);
-->
CREATE INDEX IF NOT EXISTS i ON t (a);

--: drop index
CREATE TABLE t (a, b);
CREATE INDEX i ON t (a);
-->
DROP INDEX i;

--: create view
-->
CREATE VIEW v AS SELECT 1;

--: drop view
CREATE VIEW v AS SELECT 1;
-->
DROP VIEW v;

--: create trigger
CREATE TABLE t (a, b);
-->
CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;

--: drop trigger
CREATE TABLE t (a, b);
CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
-->
DROP TRIGGER g;

--: insert
CREATE TABLE t (a, b);
-->before=cannot be told,after=cannot be told
INSERT INTO t VALUES (1, 2);
