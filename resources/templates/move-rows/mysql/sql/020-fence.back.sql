DROP TRIGGER IF EXISTS deliveries_fence_delete;
DROP TRIGGER IF EXISTS deliveries_fence_update;
DROP TRIGGER IF EXISTS deliveries_fence_insert;
