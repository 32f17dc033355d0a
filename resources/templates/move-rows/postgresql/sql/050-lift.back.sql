-- A write to a delivery that is being copied would be missing in the archive: it is refused, and says why.
CREATE FUNCTION deliveries_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'old deliveries move to the archive';
END
$$;
CREATE TRIGGER deliveries_fence_insert BEFORE INSERT ON deliveries FOR EACH ROW
    WHEN (NEW.delivered_on < {{cutoff}}) EXECUTE FUNCTION deliveries_fence();
CREATE TRIGGER deliveries_fence_update BEFORE UPDATE ON deliveries FOR EACH ROW
    WHEN (OLD.delivered_on < {{cutoff}} OR NEW.delivered_on < {{cutoff}})
    EXECUTE FUNCTION deliveries_fence();
CREATE TRIGGER deliveries_fence_delete BEFORE DELETE ON deliveries FOR EACH ROW
    WHEN (OLD.delivered_on < {{cutoff}}) EXECUTE FUNCTION deliveries_fence();
