DROP TRIGGER IF EXISTS deliveries_fence_delete ON deliveries;
DROP TRIGGER IF EXISTS deliveries_fence_update ON deliveries;
DROP TRIGGER IF EXISTS deliveries_fence_insert ON deliveries;
DROP FUNCTION IF EXISTS deliveries_fence();
