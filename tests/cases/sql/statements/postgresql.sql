-- What PostgreSQL does with each statement; tests/model/sql/test_statement_facts.cpp says how to read this.

--: create table
-->
CREATE TABLE t (id int);

--: create table in a schema
-->
CREATE TABLE other.t (id int);

--: create table, name in capitals
-->
CREATE TABLE Orders (Id int);

--: create table, quoted name
-->
CREATE TABLE "Or""ders" (id int);

--: create table, name with a unicode escape
-->
CREATE TABLE U&"d\0061ta" (id int);

--: create table if not exists
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=applied
CREATE TABLE IF NOT EXISTS t (id int);

--: create table with a foreign key
CREATE TABLE u (id int PRIMARY KEY);
-->
CREATE TABLE t (id int REFERENCES u);

--: create table as
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE TABLE copy AS SELECT * FROM t;

--: create temporary table
--> before=cannot be told,after=cannot be told
CREATE TEMP TABLE t (id int);

--: create partition
CREATE TABLE p (id int) PARTITION BY LIST (id);
-->
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);

--: create table that inherits
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE TABLE c () INHERITS (t);

--: drop table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
DROP TABLE t;

--: drop two tables
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
-->
DROP TABLE t, u;

--: drop table of a schema
CREATE TABLE other.t (id int);
-->
DROP TABLE other.t;

--: drop table if exists
--> before=applied
DROP TABLE IF EXISTS t;

--: drop table cascade
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES u;
-->
DROP TABLE u CASCADE;

--: rename table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t RENAME TO v;

--: move table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t SET SCHEMA other;

--: add column
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD COLUMN c int;

--: add two columns
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD COLUMN c numeric(10, 2) DEFAULT 1, ADD d text;

--: add column if not exists
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=applied
ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;

--: add column that refers
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
-->
ALTER TABLE t ADD COLUMN c int REFERENCES u;

--: drop column
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t DROP COLUMN a;

--: drop column of a foreign key
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES u;
-->
ALTER TABLE t DROP COLUMN b;

--: rename column
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t RENAME COLUMN a TO Full_Name;

--: rename column without the word
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t RENAME a TO c;

--: type bigint
CREATE TABLE t (a int);
-->
ALTER TABLE t ALTER COLUMN a TYPE bigint;

--: type varchar(100)
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER COLUMN a TYPE varchar(100);

--: type character varying(20)
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER COLUMN a TYPE character varying(20);

--: type numeric(12,2)
CREATE TABLE t (a int);
-->
ALTER TABLE t ALTER COLUMN a TYPE numeric(12,2);

--: type numeric(5)
CREATE TABLE t (a int);
-->
ALTER TABLE t ALTER COLUMN a TYPE numeric(5);

--: type timestamp(3) with time zone
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER COLUMN a TYPE timestamp(3) with time zone USING NULL;

--: type char(5)
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER COLUMN a TYPE char(5);

--: type int8
CREATE TABLE t (a int);
-->
ALTER TABLE t ALTER COLUMN a TYPE int8;

--: type double precision
CREATE TABLE t (a int);
-->
ALTER TABLE t ALTER COLUMN a TYPE double precision;

--: type text[]
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER COLUMN a TYPE text[] USING NULL;

--: type float(24)
CREATE TABLE t (a int);
-->
ALTER TABLE t ALTER COLUMN a TYPE float(24);

--: type bit varying(8)
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER COLUMN a TYPE bit varying(8) USING NULL;

--: type of a domain
CREATE DOMAIN d AS text;
CREATE TABLE t (a text);
-->
ALTER TABLE t ALTER a SET DATA TYPE d;

--: set not null
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ALTER COLUMN a SET NOT NULL;

--: drop not null
CREATE TABLE t (a int NOT NULL);
-->
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;

--: set default, a number
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ALTER COLUMN b SET DEFAULT 5;

--: set default, a text
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ALTER COLUMN a SET DEFAULT 'new';

--: set default, a function
CREATE TABLE t (a timestamptz);
-->
ALTER TABLE t ALTER COLUMN a SET DEFAULT now();

--: set default, a keyword
CREATE TABLE t (a timestamptz);
-->
ALTER TABLE t ALTER COLUMN a SET DEFAULT CURRENT_TIMESTAMP;

--: set default, rewritten by the server
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> after=cannot be told
ALTER TABLE t ALTER COLUMN b SET DEFAULT 1 + 2;

--: drop default
CREATE TABLE t (a int DEFAULT 1);
-->
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;

--: statistics
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t ALTER COLUMN a SET STATISTICS 100;

--: storage
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL;

--: column options
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5);

--: fillfactor
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t SET (fillfactor = 70);

--: reset
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t RESET (fillfactor);

--: unlogged
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t SET UNLOGGED;

--: logged
CREATE UNLOGGED TABLE t (id int);
-->
ALTER TABLE t SET LOGGED;

--: owner
CREATE ROLE whimbrel_owner;
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t OWNER TO whimbrel_owner;
--<
DROP TABLE t;
DROP ROLE whimbrel_owner;

--: row security
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ENABLE ROW LEVEL SECURITY;

--: no row security
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
-->
ALTER TABLE t DISABLE ROW LEVEL SECURITY;

--: forced row security
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t FORCE ROW LEVEL SECURITY;

--: replica identity
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t REPLICA IDENTITY FULL;

--: cluster on
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t CLUSTER ON t_pkey;

--: inherit
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE c (LIKE t);
-->
ALTER TABLE c INHERIT t;

--: no inherit
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE c () INHERITS (t);
-->
ALTER TABLE c NO INHERIT t;

--: add check
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0);

--: add check not valid
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0) NOT VALID;

--: add check without a name
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ALTER TABLE t ADD CHECK (b > 0);

--: validate check
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0) NOT VALID;
-->
ALTER TABLE t VALIDATE CONSTRAINT k;

--: add foreign key
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
-->
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u (id);

--: add foreign key not valid
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
-->
ALTER TABLE ONLY t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u NOT VALID;

--: add foreign key without a name
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
-->
ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES u;

--: validate foreign key
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u NOT VALID;
-->
ALTER TABLE t VALIDATE CONSTRAINT k;

--: add unique
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b);

--: add unique without a name
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD UNIQUE (a, b);

--: add unique using index
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE UNIQUE INDEX i ON t (a);
-->
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;

--: add primary key
CREATE TABLE t (a int);
-->
ALTER TABLE t ADD PRIMARY KEY (a);

--: add exclude
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING btree (a WITH =);

--: drop constraint
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t DROP CONSTRAINT t_pkey;

--: drop foreign key
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u;
-->
ALTER TABLE t DROP CONSTRAINT k;

--: drop constraint if exists
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=applied
ALTER TABLE t DROP CONSTRAINT IF EXISTS k;

--: rename constraint
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
ALTER TABLE t RENAME CONSTRAINT t_pkey TO k;

--: create index
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE INDEX i ON t (a);

--: create unique index
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE UNIQUE INDEX i ON public.t USING btree (a) WHERE b > 0;

--: create index without a name
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
CREATE INDEX ON t (a);

--: create index concurrently
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE INDEX CONCURRENTLY i ON t (a);

--: create unique index concurrently
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);

--: create index concurrently that fails
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
INSERT INTO t VALUES (1, 'x'), (2, 'x');
--> fails,after=in part
CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);

--: drop index
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE INDEX i ON t (a);
-->
DROP INDEX i;

--: drop index concurrently
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE INDEX i ON t (a);
-->
DROP INDEX CONCURRENTLY i;

--: drop index concurrently of a schema
CREATE TABLE other.t (a int);
CREATE INDEX i ON other.t (a);
-->
DROP INDEX CONCURRENTLY IF EXISTS other.i;

--: rename index
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE INDEX i ON t (a);
-->
ALTER INDEX i RENAME TO j;

--: rename index of a schema
CREATE TABLE other.t (a int);
CREATE INDEX i ON other.t (a);
-->
ALTER INDEX other.i RENAME TO j;

--: reindex index
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
REINDEX INDEX t_pkey;

--: reindex table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
REINDEX TABLE t;

--: reindex table concurrently
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
REINDEX TABLE CONCURRENTLY t;

--: reindex index concurrently in options
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
REINDEX (VERBOSE, CONCURRENTLY) INDEX t_pkey;

--: reindex with concurrently switched off
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
REINDEX (CONCURRENTLY false) TABLE t;

--: reindex a table of the name database
CREATE TABLE database (id int);
--> before=cannot be told,after=cannot be told
REINDEX TABLE database;

--: reindex schema
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
REINDEX SCHEMA public;

--: vacuum
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
VACUUM t;

--: vacuum full
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
VACUUM (FULL, ANALYZE) t;

--: analyze
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
ANALYZE t;

--: cluster table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
CLUSTER t USING t_pkey;

--: cluster all
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
CLUSTER;

--: cluster all, said more
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
CLUSTER VERBOSE;

--: discard all
--> before=cannot be told,after=cannot be told
DISCARD ALL;

--: discard plans
--> before=cannot be told,after=cannot be told
DISCARD PLANS;

--: alter system
--> before=cannot be told,after=cannot be told
ALTER SYSTEM RESET work_mem;

--: create database
-->
CREATE DATABASE whimbrel_made;
--<
DROP DATABASE whimbrel_made;

--: drop database
CREATE DATABASE whimbrel_made;
-->
DROP DATABASE whimbrel_made;

--: database in a comment and a body
-->
/* DROP DATABASE x; VACUUM */ CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN /* DROP DATABASE x; */ PERFORM 1; END $f$;

--: tablespace that is not there
--> fails,before=cannot be told,after=cannot be told
DROP TABLESPACE whimbrel_nowhere;

--: attach partition
CREATE TABLE p (id int) PARTITION BY LIST (id);
CREATE TABLE q (id int);
-->
ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1);

--: detach partition
CREATE TABLE p (id int) PARTITION BY LIST (id);
CREATE TABLE q (id int);
ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1);
-->
ALTER TABLE p DETACH PARTITION q;

--: detach partition concurrently
CREATE TABLE p (id int) PARTITION BY LIST (id);
CREATE TABLE q (id int);
ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1);
-->
ALTER TABLE p DETACH PARTITION q CONCURRENTLY;

--: create view
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE VIEW v AS SELECT * FROM t;

--: create or replace view that is there
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE VIEW v AS SELECT 1 AS a;
--> before=cannot be told,after=cannot be told
CREATE OR REPLACE VIEW v AS SELECT 1 AS a, 2 AS b;

--: create or replace view that is not
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> after=cannot be told
CREATE OR REPLACE VIEW v AS SELECT 1 AS a;

--: create materialized view
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE MATERIALIZED VIEW v AS SELECT * FROM t;

--: refresh
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE MATERIALIZED VIEW v AS SELECT * FROM t;
--> before=cannot be told,after=cannot be told
REFRESH MATERIALIZED VIEW v;

--: refresh concurrently
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE MATERIALIZED VIEW v AS SELECT * FROM t;
CREATE UNIQUE INDEX ON v (id);
--> before=cannot be told,after=cannot be told
REFRESH MATERIALIZED VIEW CONCURRENTLY v;

--: drop view
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE VIEW v AS SELECT * FROM t;
-->
DROP VIEW v;

--: drop materialized view
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE MATERIALIZED VIEW v AS SELECT * FROM t;
-->
DROP MATERIALIZED VIEW v;

--: rename view
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE VIEW v AS SELECT * FROM t;
-->
ALTER VIEW v RENAME TO w;

--: create trigger
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;
END $$;
-->
CREATE TRIGGER g BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();

--: create constraint trigger
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;
END $$;
-->
CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

--: drop trigger
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;
END $$;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-->
DROP TRIGGER g ON t;

--: rename trigger
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;
END $$;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-->
ALTER TRIGGER g ON t RENAME TO h;

--: disable trigger
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;
END $$;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-->
ALTER TABLE t DISABLE TRIGGER g;

--: enable trigger
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW;
END $$;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DISABLE TRIGGER g;
-->
ALTER TABLE t ENABLE TRIGGER g;

--: create function
-->
CREATE FUNCTION f(a int, b text DEFAULT ';') RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT a';

--: create function with an atomic body
-->
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a > 1 THEN a ELSE 2 END; END;

--: create or replace function, another body
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-->
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT 2$$;

--: drop function
CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
-->
DROP FUNCTION f(int, text);

--: drop function that has another beside it
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1';
-->
DROP FUNCTION f(int);

--: drop function by its name
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-->
DROP FUNCTION f;

--: create procedure
-->
CREATE PROCEDURE f() LANGUAGE sql AS $$ SELECT 1 $$;

--: drop procedure
CREATE PROCEDURE f() LANGUAGE sql AS $$ SELECT 1 $$;
-->
DROP PROCEDURE IF EXISTS f();

--: create sequence
-->
CREATE SEQUENCE s START 5;

--: drop sequence
CREATE SEQUENCE s;
-->
DROP SEQUENCE s;

--: rename sequence
CREATE SEQUENCE s;
-->
ALTER SEQUENCE s RENAME TO q;

--: change sequence
CREATE SEQUENCE s;
--> before=cannot be told,after=cannot be told
ALTER SEQUENCE s RESTART 7;

--: create enum
-->
CREATE TYPE e AS ENUM ('a', 'b');

--: create domain
-->
CREATE DOMAIN d AS int CHECK (VALUE > 0);

--: drop type
CREATE TYPE e AS ENUM ('a');
-->
DROP TYPE e;

--: drop domain
CREATE DOMAIN d AS int;
-->
DROP DOMAIN d;

--: rename type
CREATE TYPE e AS ENUM ('a');
-->
ALTER TYPE e RENAME TO f;

--: add enum value
CREATE TYPE e AS ENUM ('a');
-->
ALTER TYPE e ADD VALUE 'b''c' AFTER 'a';

--: rename enum value
CREATE TYPE e AS ENUM ('a');
-->
ALTER TYPE e RENAME VALUE 'a' TO 'b';

--: create schema
-->
CREATE SCHEMA whimbrel_s;
--<
DROP SCHEMA whimbrel_s;

--: drop schema
CREATE SCHEMA whimbrel_s;
-->
DROP SCHEMA whimbrel_s;

--: rename schema
CREATE SCHEMA whimbrel_s;
-->
ALTER SCHEMA whimbrel_s RENAME TO whimbrel_r;
--<
DROP SCHEMA whimbrel_r;

--: create policy
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE POLICY y ON t USING (b > 0);

--: drop policy
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE POLICY y ON t USING (b > 0);
-->
DROP POLICY y ON t;

--: create rule
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
-->
CREATE RULE r AS ON DELETE TO t DO ALSO (INSERT INTO u VALUES (1); INSERT INTO u VALUES (2));

--: drop rule
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
-->
DROP RULE r ON t;

--: create statistics
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE STATISTICS s ON a, b FROM t;

--: drop statistics
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE STATISTICS s ON a, b FROM t;
-->
DROP STATISTICS s;

--: create publication
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
CREATE PUBLICATION whimbrel_p FOR TABLE t;
--<
DROP PUBLICATION whimbrel_p;

--: create role
-->
CREATE ROLE whimbrel_r;
--<
DROP ROLE whimbrel_r;

--: drop role
CREATE ROLE whimbrel_r;
-->
DROP ROLE whimbrel_r;

--: comment on a table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
COMMENT ON TABLE t IS 'It''s a table';

--: comment on a column
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
COMMENT ON COLUMN public.t.a IS 'a column';

--: no comment
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
COMMENT ON TABLE t IS 'x';
-->
COMMENT ON TABLE t IS NULL;

--: comment on a constraint
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
COMMENT ON CONSTRAINT t_pkey ON t IS 'key';

--: comment on a type
CREATE TYPE e AS ENUM ('a');
-->
COMMENT ON TYPE e IS 'x';

--: grant
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE ROLE whimbrel_r;
-->
GRANT SELECT, INSERT ON t TO whimbrel_r;
--<
DROP OWNED BY whimbrel_r;
DROP ROLE whimbrel_r;

--: grant all
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE ROLE whimbrel_r;
-->
GRANT ALL PRIVILEGES ON TABLE t TO whimbrel_r WITH GRANT OPTION;
--<
DROP OWNED BY whimbrel_r;
DROP ROLE whimbrel_r;

--: grant to everybody
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
-->
GRANT SELECT ON t TO PUBLIC;

--: grant on a schema
CREATE ROLE whimbrel_r;
-->
GRANT USAGE ON SCHEMA other TO whimbrel_r;
--<
DROP OWNED BY whimbrel_r;
DROP ROLE whimbrel_r;

--: revoke
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE ROLE whimbrel_r;
GRANT SELECT ON t TO whimbrel_r;
-->
REVOKE SELECT ON t FROM whimbrel_r;
--<
DROP OWNED BY whimbrel_r;
DROP ROLE whimbrel_r;

--: grant a role
CREATE ROLE whimbrel_r;
CREATE ROLE whimbrel_q;
--> before=cannot be told,after=cannot be told
GRANT whimbrel_r TO whimbrel_q;
--<
DROP ROLE whimbrel_q, whimbrel_r;

--: lock table
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
--> before=cannot be told,after=cannot be told
LOCK TABLE t, u IN SHARE ROW EXCLUSIVE MODE;

--: insert
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
CREATE TABLE u (id int PRIMARY KEY);
--> before=cannot be told,after=cannot be told
INSERT INTO t SELECT 1, 'a', 2 FROM u;

--: update
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
UPDATE t SET a = 'x';

--: delete
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
DELETE FROM t;

--: truncate
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
TRUNCATE t;

--: select for update
CREATE TABLE t (id int PRIMARY KEY, a text, b int);
--> before=cannot be told,after=cannot be told
SELECT * FROM t FOR UPDATE;

--: setting
--> before=cannot be told,after=cannot be told
SET lock_timeout = '2s';

--: do block
--> before=cannot be told,after=cannot be told
DO $$ BEGIN PERFORM 1; END $$;

--: constraint dropped and added in one go
CREATE TABLE t (id int PRIMARY KEY, b int);
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0);
--> before=cannot be told,after=cannot be told
ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (b > 1);

--: block that commits
CREATE TABLE t (id int PRIMARY KEY);
--> before=cannot be told,after=cannot be told
DO LANGUAGE plpgsql $b$ BEGIN FOR i IN 1..3 LOOP INSERT INTO t VALUES (i); COMMIT; END LOOP; END $b$;

--: block that speaks of commits
--> before=cannot be told,after=cannot be told
DO $$ BEGIN RAISE LOG 'COMMIT;'; /* COMMIT; */ END $$;
