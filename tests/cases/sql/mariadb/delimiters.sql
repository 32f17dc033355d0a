-- What the mysql program makes of this, ours must make too.
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(50)); # a comment; here
INSERT INTO t VALUES (1, 'a\';b'), (2, "x;\"y"), (3, 'it''s;'); INSERT INTO t VALUES (4, '-- no comment;');
INSERT INTO t VALUES (5, 2--1);
/*!40101 INSERT INTO t VALUES (6, 'run; everywhere') */;
/*M!100100 INSERT INTO t VALUES (7, 'run; on MariaDB') */;
INSERT INTO t VALUES (8, 'x') /* , (9, 'never; */;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=CURRENT_USER*/ /*!50003 TRIGGER three AFTER DELETE ON t FOR EACH ROW BEGIN
    SET @a = 1; -- ;
END */;;
delimiter ;
DELIMITER //
CREATE PROCEDURE second()
BEGIN
    SELECT 'a//b'; /* // */
    SELECT 1;
END//
SELECT 3; SELECT 4//
CREATE PROCEDURE third() BEGIN SELECT 1; END;
//
delimiter $$
CREATE PROCEDURE fourth() BEGIN IF 1 THEN SELECT 1; END IF; END$$
DELIMITER ;
DROP PROCEDURE second; SELECT 5;
