CREATE TABLE account (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, balance INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0)) STRICT;
CREATE TABLE audit (at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, what TEXT, account INTEGER, old INTEGER, new INTEGER, PRIMARY KEY (account, at, what)) WITHOUT ROWID;
CREATE TRIGGER account_insert AFTER INSERT ON account BEGIN INSERT INTO audit (what, account, new) VALUES ('insert', NEW.id, NEW.balance); END;
CREATE TRIGGER account_update AFTER UPDATE OF balance ON account WHEN OLD.balance IS NOT NEW.balance BEGIN
  INSERT INTO audit (what, account, old, new)
    SELECT CASE WHEN NEW.balance > OLD.balance THEN 'credit;' ELSE 'debit;' END, NEW.id, OLD.balance, NEW.balance
    WHERE NEW.id IN (SELECT id FROM account);
  DELETE FROM audit WHERE at < datetime('now', '-1 year');
END;
CREATE VIEW summary (account, changes) AS SELECT account, count(*) FROM audit GROUP BY account HAVING count(*) > 0;
CREATE TRIGGER summary_delete INSTEAD OF DELETE ON summary BEGIN DELETE FROM audit WHERE account = OLD.account; END;
INSERT INTO account (owner, balance) VALUES ('a', 1), ('b', 2);
UPDATE account SET balance = balance + 1;
DELETE FROM summary WHERE account = 1;
ANALYZE; REINDEX; PRAGMA integrity_check;
