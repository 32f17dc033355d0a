-- A write to a delivery that is being copied would be missing in the archive: it is refused, and says why.
CREATE OR REPLACE TRIGGER deliveries_fence_insert BEFORE INSERT ON deliveries FOR EACH ROW
BEGIN
    IF NEW.delivered_on < {{cutoff}} THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'old deliveries move to the archive';
    END IF;
END;
CREATE OR REPLACE TRIGGER deliveries_fence_update BEFORE UPDATE ON deliveries FOR EACH ROW
BEGIN
    IF OLD.delivered_on < {{cutoff}} OR NEW.delivered_on < {{cutoff}} THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'old deliveries move to the archive';
    END IF;
END;
CREATE OR REPLACE TRIGGER deliveries_fence_delete BEFORE DELETE ON deliveries FOR EACH ROW
BEGIN
    IF OLD.delivered_on < {{cutoff}} THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'old deliveries move to the archive';
    END IF;
END;
