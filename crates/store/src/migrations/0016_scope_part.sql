-- What an import delivered of each scope, by fact table and month of the roll-ups: how many facts, the sum of their
-- fingerprints, first and last row. A later delivery that has just the same need not look at the rows. Imports of older
-- versions have nothing here.
CREATE TABLE scope_part (
    import INTEGER NOT NULL REFERENCES import (id),
    scope INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    month INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    telling INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import, scope, kind, month)
) STRICT, WITHOUT ROWID;
