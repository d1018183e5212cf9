-- What a user keeps beside the bills. Prices and rates are words: exact decimal text, no digit lost.
CREATE TABLE contract (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    number INTEGER NOT NULL,
    product INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    seats INTEGER,
    unit_price INTEGER,
    per INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    starts INTEGER,
    ends INTEGER,
    notice INTEGER,
    minimum INTEGER,
    commitment INTEGER,
    auto_renew INTEGER,
    decision INTEGER NOT NULL,
    owner INTEGER NOT NULL
) STRICT;

CREATE TABLE headcount (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    people INTEGER
) STRICT;

CREATE TABLE payroll (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    cost INTEGER,
    currency INTEGER NOT NULL
) STRICT;

CREATE TABLE budget (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    name INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    value INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    amount INTEGER,
    currency INTEGER NOT NULL
) STRICT;

CREATE TABLE survey (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    question INTEGER NOT NULL,
    team INTEGER NOT NULL,
    day INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    answers INTEGER
) STRICT;

CREATE TABLE price (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model INTEGER NOT NULL,
    class INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    region INTEGER NOT NULL,
    above INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    starts INTEGER,
    source INTEGER NOT NULL
) STRICT;

CREATE TABLE rate (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    day INTEGER NOT NULL,
    base INTEGER NOT NULL,
    quote INTEGER NOT NULL,
    rate INTEGER NOT NULL,
    source INTEGER NOT NULL
) STRICT;
