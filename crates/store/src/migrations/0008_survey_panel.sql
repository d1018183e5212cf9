-- Panels: answers of the same people at several times, as numbers. 0 is nobody, as in other tables.
ALTER TABLE survey ADD COLUMN who INTEGER NOT NULL DEFAULT 0;
ALTER TABLE survey ADD COLUMN value INTEGER;
