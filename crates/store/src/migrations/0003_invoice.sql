-- Invoices and credit notes as documents: what they say is JSON among the words, `amounts` the money that tells two
-- versions of one invoice apart.
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    issuer INTEGER NOT NULL,
    number INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    amounts INTEGER NOT NULL,
    document INTEGER NOT NULL
) STRICT;
