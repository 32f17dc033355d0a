-- Version 1 knows nothing of the currency: its rows get the one of their country from now on.
-- Version 2 writes the currency itself, and the triggers stand back.
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
