-- What MariaDB does with each statement; tests/model/sql/test_statement_facts.cpp says how to read this.

--: create table
-->
CREATE TABLE t (id INT);

--: create table as
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
CREATE TABLE c AS SELECT * FROM t;

--: create table like
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
CREATE TABLE c LIKE t;

--: create table if not exists
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=applied
CREATE TABLE IF NOT EXISTS t (a INT);

--: create or replace table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
CREATE OR REPLACE TABLE t (z INT);

--: create temporary table
--> before=cannot be told,after=cannot be told
CREATE TEMPORARY TABLE t (a INT);

--: create table that fails
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> fails,before=applied
CREATE TABLE t (a INT);

--: create table in an executable comment
--> before=cannot be told,after=cannot be told
/*!40101 CREATE TABLE t (a INT) */;

--: create table for MariaDB
-->
/*M! CREATE TABLE t (a INT) */;

--: drop table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
DROP TABLE t;

--: drop two tables
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TABLE u (id INT PRIMARY KEY);
-->
DROP TABLE t, u;

--: drop temporary table
CREATE TEMPORARY TABLE t (a INT);
--> before=cannot be told,after=cannot be told
DROP TEMPORARY TABLE t;

--: rename table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
RENAME TABLE t TO v;

--: swap tables
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TABLE t_new LIKE t;
-->
RENAME TABLE t TO t_old, t_new TO t;

--: exchange tables
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TABLE u (id INT PRIMARY KEY);
--> before=cannot be told,after=cannot be told
RENAME TABLE t TO x, u TO t, x TO u;

--: rename table by alter
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t RENAME TO v;

--: rename table by alter without TO
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t RENAME v;

--: alter a temporary table
CREATE TEMPORARY TABLE t (a INT);
--> after=not applied
ALTER TABLE t ADD COLUMN c INT;

--: add column
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ADD COLUMN c INT NOT NULL DEFAULT 0 AFTER a, ALGORITHM=INSTANT, LOCK=NONE;

--: add columns in parentheses
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ADD (c INT, d VARCHAR(10));

--: add column if not exists
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=applied
ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT;

--: add column with a limit on waiting
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t WAIT 5 ADD COLUMN c INT;

--: drop column
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t DROP COLUMN a;

--: rename column
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t RENAME COLUMN a TO c;

--: change column
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t CHANGE a c VARCHAR(60);

--: change column, same name
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t CHANGE COLUMN a a VARCHAR(60);

--: modify to BIGINT
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a BIGINT;

--: modify to INT UNSIGNED
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a INT UNSIGNED;

--: modify to INT(5)
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a INT(5);

--: modify to DECIMAL(10,2)
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a DECIMAL(10,2);

--: modify to NUMERIC
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a NUMERIC;

--: modify to BOOLEAN
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a BOOLEAN;

--: modify to DOUBLE PRECISION
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a DOUBLE PRECISION;

--: modify to BIGINT(20) UNSIGNED
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a BIGINT(20) UNSIGNED;

--: modify to CHAR
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a CHAR;

--: modify to TEXT
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a TEXT;

--: modify to DATETIME(3)
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a DATETIME(3);

--: modify to ENUM('a','b')
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a ENUM('a','b');

--: modify to VARCHAR(100)
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a VARCHAR(100);

--: modify to INTEGER
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a INTEGER;

--: modify to TINYINT
CREATE TABLE t (a DATE);
-->
ALTER TABLE t MODIFY COLUMN a TINYINT;

--: modify to YEAR
CREATE TABLE t (a INT);
-->
ALTER TABLE t MODIFY COLUMN a YEAR;

--: modify to not null
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t MODIFY a VARCHAR(50) NOT NULL;

--: modify the default
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t MODIFY b INT NOT NULL DEFAULT 5;

--: modify to a text default
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t MODIFY a VARCHAR(50) DEFAULT 'it''s';

--: modify to a function default
CREATE TABLE t (a DATETIME);
-->
ALTER TABLE t MODIFY a DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP;

--: modify the comment
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
ALTER TABLE t MODIFY a VARCHAR(50) COMMENT 'x';

--: modify type and comment
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> after=cannot be told
ALTER TABLE t MODIFY a VARCHAR(70) COMMENT 'x';

--: set default
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ALTER COLUMN b SET DEFAULT 9;

--: drop default
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ALTER COLUMN b DROP DEFAULT;

--: engine
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ENGINE=Aria;

--: table comment
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
ALTER TABLE t COMMENT = 'x';

--: create index
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
CREATE INDEX i ON t (a);

--: create unique index
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
CREATE UNIQUE INDEX i ON t (a) ALGORITHM=NOCOPY LOCK=NONE;

--: create index that fails
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 1);
--> fails,after=not applied
CREATE UNIQUE INDEX i ON t (a);

--: add index
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ADD INDEX i (a), ADD UNIQUE KEY j (a, b);

--: drop index
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE INDEX i ON t (a);
-->
DROP INDEX i ON t;

--: drop index by alter
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE INDEX i ON t (a);
-->
ALTER TABLE t DROP INDEX i;

--: rename index
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE INDEX i ON t (a);
-->
ALTER TABLE t RENAME INDEX i TO j;

--: add primary key
CREATE TABLE t (a INT);
-->
ALTER TABLE t ADD PRIMARY KEY (a);

--: drop primary key
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t DROP PRIMARY KEY;

--: add unique constraint
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);

--: add check
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0);

--: drop check
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0);
-->
ALTER TABLE t DROP CONSTRAINT k;

--: add foreign key
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TABLE u (id INT PRIMARY KEY);
-->
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u (id);

--: add foreign key without a name
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TABLE u (id INT PRIMARY KEY);
-->
ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES u (id);

--: drop foreign key
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TABLE u (id INT PRIMARY KEY);
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES u (id);
-->
ALTER TABLE t DROP FOREIGN KEY k;

--: create view
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
CREATE VIEW v AS SELECT * FROM t;

--: create or replace view
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE VIEW v AS SELECT * FROM t;
--> before=cannot be told,after=cannot be told
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v AS SELECT a FROM t;

--: drop view
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE VIEW v AS SELECT * FROM t;
-->
DROP VIEW v;

--: create trigger
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
-->
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.b > 1 THEN SET NEW.b = 1; END IF; END;

--: drop trigger
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 1;
-->
DROP TRIGGER g;

--: create function
-->
CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC BEGIN DECLARE y INT DEFAULT 0; WHILE y < x DO SET y = y + 1; END WHILE; RETURN CASE WHEN y > 3 THEN 1 ELSE y END; END;

--: drop function
CREATE FUNCTION f() RETURNS INT RETURN 1;
-->
DROP FUNCTION f;

--: create procedure
-->
CREATE PROCEDURE p() this_loop: LOOP LEAVE this_loop; END LOOP;

--: alter procedure
CREATE PROCEDURE p() SELECT 1;
--> before=cannot be told,after=cannot be told
ALTER PROCEDURE p COMMENT 'x';

--: drop procedure
CREATE PROCEDURE p() SELECT 1;
-->
DROP PROCEDURE IF EXISTS p;

--: create event
-->
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN SELECT 1; SELECT 2; END;

--: drop event
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;
-->
DROP EVENT e;

--: create sequence
-->
CREATE SEQUENCE s;

--: drop sequence
CREATE SEQUENCE s;
-->
DROP SEQUENCE s;

--: create schema
-->
CREATE DATABASE whimbrel_made;
--<
DROP DATABASE whimbrel_made;

--: drop schema
CREATE SCHEMA whimbrel_made;
-->
DROP SCHEMA whimbrel_made;

--: create user
--> before=cannot be told,after=cannot be told
CREATE USER whimbrel_u;
--<
DROP USER whimbrel_u;

--: create role
--> before=cannot be told,after=cannot be told
CREATE ROLE whimbrel_r;
--<
DROP ROLE whimbrel_r;

--: grant
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE USER whimbrel_u@localhost;
-->
GRANT SELECT, INSERT ON t TO whimbrel_u@localhost;
--<
DROP USER whimbrel_u@localhost;

--: revoke
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
CREATE USER whimbrel_u@localhost;
GRANT SELECT ON t TO whimbrel_u@localhost;
-->
REVOKE SELECT ON t FROM 'whimbrel_u'@'localhost';
--<
DROP USER whimbrel_u@localhost;

--: grant on a schema
CREATE USER whimbrel_u@localhost;
--> before=cannot be told,after=cannot be told
GRANT SELECT ON *.* TO whimbrel_u@localhost;
--<
DROP USER whimbrel_u@localhost;

--: truncate
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
TRUNCATE TABLE t;

--: analyze table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
ANALYZE TABLE t;

--: analyze a query
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
ANALYZE SELECT * FROM t;

--: check table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
CHECK TABLE t;

--: checksum table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
CHECKSUM TABLE t;

--: optimize table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
OPTIMIZE LOCAL TABLE t;

--: repair table
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
REPAIR TABLE t;

--: flush
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
FLUSH TABLES t;

--: lock tables
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
LOCK TABLES t WRITE;
--<
UNLOCK TABLES;

--: autocommit
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
SET autocommit = 1;

--: set password
CREATE USER whimbrel_u@localhost;
--> before=cannot be told,after=cannot be told
SET PASSWORD FOR whimbrel_u@localhost = PASSWORD('x');
--<
DROP USER whimbrel_u@localhost;

--: setting
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
SET lock_wait_timeout = 2;

--: variable
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
SET @a = 1;

--: insert
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
INSERT INTO t VALUES (1, 'a;b\'c', 2) -- ; 
;

--: update
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
UPDATE t SET a = 'x' # ;
;

--: delete
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
DELETE FROM t;

--: replace
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
REPLACE INTO t VALUES (1, 'a', 2);

--: call
CREATE PROCEDURE p() SET @a = 1;
--> before=cannot be told,after=cannot be told
CALL p();

--: block of commands
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), b INT NOT NULL DEFAULT 3);
--> before=cannot be told,after=cannot be told
BEGIN NOT ATOMIC DECLARE x INT DEFAULT 1; IF x = 1 THEN INSERT INTO t VALUES (1, 'a', 2); END IF; END;

--: index dropped and added in one go
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50), INDEX i (a));
--> before=cannot be told,after=cannot be told
ALTER TABLE t DROP INDEX i, ADD INDEX i (a, id);

--: primary key dropped and added in one go
CREATE TABLE t (id INT PRIMARY KEY, a INT);
-->
ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a), ADD COLUMN b INT;

--: column added and table renamed in one go
CREATE TABLE t (id INT PRIMARY KEY);
-->
ALTER TABLE t ADD COLUMN a INT, RENAME TO u;

--: name that begins with a digit
CREATE TABLE t (id INT PRIMARY KEY);
-->
ALTER TABLE t ADD COLUMN 2fa INT;
