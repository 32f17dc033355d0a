-- Each statement commits by itself: the step may have stopped half way, with one trigger left.
DROP TRIGGER IF EXISTS payments_currency_on_update;
DROP TRIGGER IF EXISTS payments_currency_on_insert;
CREATE TRIGGER payments_currency_on_insert BEFORE INSERT ON payments FOR EACH ROW
BEGIN
    IF NEW.currency IS NULL THEN
        SET NEW.currency
            = (SELECT c.currency FROM country_currencies AS c WHERE c.country = NEW.country);
    END IF;
END;
CREATE TRIGGER payments_currency_on_update BEFORE UPDATE ON payments FOR EACH ROW
BEGIN
    IF NOT (NEW.country <=> OLD.country) AND NEW.currency <=> OLD.currency THEN
        SET NEW.currency
            = (SELECT c.currency FROM country_currencies AS c WHERE c.country = NEW.country);
    END IF;
END;
