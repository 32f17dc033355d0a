CREATE TABLE begin (end TEXT, trigger TEXT, temp TEXT, explain TEXT, key TEXT, "create" TEXT);
CREATE TRIGGER end AFTER INSERT ON begin BEGIN UPDATE begin SET end = 'end;' WHERE end IS NULL; SELECT end FROM begin; END;
CREATE TEMP TRIGGER temp AFTER DELETE ON begin BEGIN DELETE FROM begin WHERE trigger = OLD.end; END;
INSERT INTO begin (end, trigger) VALUES (NULL, ';');
SELECT end, trigger FROM begin; DELETE FROM begin;
DROP TRIGGER end; DROP TRIGGER temp.temp; DROP TABLE begin;
