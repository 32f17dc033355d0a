-- Windows line ends and a byte order mark
CREATE TABLE a (b TEXT);
INSERT INTO a VALUES ('line
break;');
;;
SELECT b FROM a -- last, without a semicolon
