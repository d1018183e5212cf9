-- Charges (kind 0) or usage (1) that is kept but not counted, on account of an answer given when `by` came in: that of
-- one import, vendor and, for charges, currency in a stretch of days. Facts that such a hold covers have `live = 2`.
CREATE TABLE hold (
    import INTEGER NOT NULL REFERENCES import (id),
    by INTEGER NOT NULL REFERENCES import (id),
    kind INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    first INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (import, by, kind, provider, currency, first, until)
) STRICT, WITHOUT ROWID;

-- One file may be live twice where a newer reader reads it differently; the older reading is then held.
DROP INDEX import_live;
CREATE INDEX import_file ON import (source, sha256);
