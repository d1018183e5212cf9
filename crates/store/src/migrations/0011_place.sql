-- The place of an import in the order of deliveries, where that is not its number: the place of the one it came in for.
ALTER TABLE import ADD COLUMN place INTEGER;
