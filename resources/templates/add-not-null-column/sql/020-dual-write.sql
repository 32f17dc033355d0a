-- Version 1 knows nothing of the currency: its rows get the one of their country from now on.
-- Version 2 writes the currency itself, and the trigger stands back.
CREATE TRIGGER payments_currency_on_insert AFTER INSERT ON payments
WHEN NEW.currency IS NULL
BEGIN
    UPDATE payments
    SET currency = (SELECT currency FROM country_currencies WHERE country = NEW.country)
    WHERE id = NEW.id;
END;
CREATE TRIGGER payments_currency_on_update AFTER UPDATE OF country ON payments
WHEN NEW.country IS NOT OLD.country AND NEW.currency IS OLD.currency
BEGIN
    UPDATE payments
    SET currency = (SELECT currency FROM country_currencies WHERE country = NEW.country)
    WHERE id = NEW.id;
END;
