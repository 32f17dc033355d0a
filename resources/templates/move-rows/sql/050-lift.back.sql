-- A write to a delivery that is being copied would be missing in the archive: it is refused, and says why.
CREATE TRIGGER deliveries_fence_insert BEFORE INSERT ON deliveries
WHEN NEW.delivered_on < {{cutoff}}
BEGIN
    SELECT RAISE(ABORT, 'old deliveries move to the archive');
END;
CREATE TRIGGER deliveries_fence_update BEFORE UPDATE ON deliveries
WHEN OLD.delivered_on < {{cutoff}} OR NEW.delivered_on < {{cutoff}}
BEGIN
    SELECT RAISE(ABORT, 'old deliveries move to the archive');
END;
CREATE TRIGGER deliveries_fence_delete BEFORE DELETE ON deliveries
WHEN OLD.delivered_on < {{cutoff}}
BEGIN
    SELECT RAISE(ABORT, 'old deliveries move to the archive');
END;
