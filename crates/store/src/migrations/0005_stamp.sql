-- Files as the system described them when an import read them: one of the same size and time since is not read again.
-- `place` is a number made of the path, so that no path is kept.
CREATE TABLE stamp (
    place INTEGER PRIMARY KEY,
    bytes INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    import INTEGER NOT NULL REFERENCES import (id)
) STRICT;
