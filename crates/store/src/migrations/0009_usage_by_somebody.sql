-- Logs name nobody: their lines need no place among those of people.
DROP INDEX usage_by_who;
CREATE INDEX usage_by_who ON usage (who, day) WHERE who <> 0;
