-- The rows stay the same: version 2 writes old deliveries no more.
DROP TRIGGER IF EXISTS deliveries_fence_delete;
DROP TRIGGER IF EXISTS deliveries_fence_update;
DROP TRIGGER IF EXISTS deliveries_fence_insert;
