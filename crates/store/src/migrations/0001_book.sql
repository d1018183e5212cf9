-- Texts are numbered once; facts carry the numbers. Number 0 is the empty text.
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO word (id, text) VALUES (0, '');

-- Who sources say it was; 0 is nobody. All columns are words.
CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    ext INTEGER NOT NULL,
    email INTEGER NOT NULL,
    name INTEGER NOT NULL,
    UNIQUE (source, ext, email, name)
) STRICT;
INSERT INTO identity (id, source, ext, email, name) VALUES (0, 0, 0, 0, 0);

-- Sets of tags as `key:value key:value` in word numbers; 0 is the empty set.
CREATE TABLE tag_set (
    id INTEGER PRIMARY KEY,
    pairs TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO tag_set (id, pairs) VALUES (0, '');

-- Numbers of people, stable across rosters: `employee:17`, `email:ada@example.com`.
CREATE TABLE anchor (
    text TEXT PRIMARY KEY,
    person INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Identities that a user matched by hand.
CREATE TABLE alias (
    source INTEGER NOT NULL,
    ext INTEGER NOT NULL,
    email INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (source, ext, email)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    source INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    header TEXT NOT NULL,
    outcome TEXT NOT NULL,
    period_from INTEGER,
    period_to INTEGER,
    stored TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX import_live ON import (source, sha256) WHERE undone = 0 AND sha256 <> '';

-- The rows of one import in one fact table are consecutive.
CREATE TABLE import_range (
    import INTEGER NOT NULL REFERENCES import (id),
    kind INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
    import INTEGER NOT NULL REFERENCES import (id),
    number INTEGER NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (import, number)
) STRICT, WITHOUT ROWID;

-- Every version of every key that a live import brought.
CREATE TABLE version (
    family INTEGER NOT NULL,
    key BLOB NOT NULL,
    import INTEGER NOT NULL,
    id INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (family, key, import)
) STRICT, WITHOUT ROWID;

-- Which live imports delivered a scope; the newest one's rows are shown.
CREATE TABLE scope_claim (
    source INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    import INTEGER NOT NULL REFERENCES import (id),
    PRIMARY KEY (source, scope, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE charge (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    billing_month INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    service INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    account INTEGER NOT NULL,
    project INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    who INTEGER NOT NULL,
    cost_centre INTEGER NOT NULL,
    category INTEGER NOT NULL,
    correction INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    billed INTEGER,
    list INTEGER,
    effective INTEGER,
    estimated INTEGER,
    covered INTEGER NOT NULL,
    quantity INTEGER,
    unit INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    provisional INTEGER NOT NULL,
    tags INTEGER NOT NULL
) STRICT;

CREATE TABLE usage (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    who INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    project INTEGER NOT NULL,
    tokens INTEGER,
    requests INTEGER,
    active_days INTEGER,
    automated INTEGER NOT NULL,
    estimated INTEGER,
    currency INTEGER NOT NULL
) STRICT;

CREATE TABLE seat (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    product INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    who INTEGER NOT NULL,
    day INTEGER NOT NULL,
    assigned INTEGER,
    last_active INTEGER,
    tier INTEGER NOT NULL,
    state INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    person INTEGER NOT NULL,
    employee INTEGER NOT NULL,
    email INTEGER NOT NULL,
    logins INTEGER NOT NULL,
    name INTEGER NOT NULL,
    team INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    role INTEGER NOT NULL,
    seniority INTEGER NOT NULL,
    location INTEGER NOT NULL,
    cost_centre INTEGER NOT NULL,
    state INTEGER NOT NULL,
    starts INTEGER,
    ends INTEGER
) STRICT;

CREATE TABLE kpi (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    name INTEGER NOT NULL,
    team INTEGER NOT NULL,
    day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    unit INTEGER NOT NULL
) STRICT;

-- Roll-ups. A sum is kept as hi * 2^32 + lo, so that no sum of integers can overflow; `_n` counts the facts that carry it.
CREATE TABLE charge_by_model (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    service INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    category INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    provisional INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    billed_hi INTEGER NOT NULL, billed_lo INTEGER NOT NULL, billed_n INTEGER NOT NULL,
    list_hi INTEGER NOT NULL, list_lo INTEGER NOT NULL, list_n INTEGER NOT NULL,
    effective_hi INTEGER NOT NULL, effective_lo INTEGER NOT NULL, effective_n INTEGER NOT NULL,
    estimated_hi INTEGER NOT NULL, estimated_lo INTEGER NOT NULL, estimated_n INTEGER NOT NULL,
    quantity_hi INTEGER NOT NULL, quantity_lo INTEGER NOT NULL, quantity_n INTEGER NOT NULL,
    PRIMARY KEY (import, month, day, provider, service, model, token_class, tool, category, currency, unit, provisional)
) STRICT, WITHOUT ROWID;

CREATE TABLE charge_by_project (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    project INTEGER NOT NULL,
    cost_centre INTEGER NOT NULL,
    who INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    provisional INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    billed_hi INTEGER NOT NULL, billed_lo INTEGER NOT NULL, billed_n INTEGER NOT NULL,
    list_hi INTEGER NOT NULL, list_lo INTEGER NOT NULL, list_n INTEGER NOT NULL,
    effective_hi INTEGER NOT NULL, effective_lo INTEGER NOT NULL, effective_n INTEGER NOT NULL,
    estimated_hi INTEGER NOT NULL, estimated_lo INTEGER NOT NULL, estimated_n INTEGER NOT NULL,
    quantity_hi INTEGER NOT NULL, quantity_lo INTEGER NOT NULL, quantity_n INTEGER NOT NULL,
    PRIMARY KEY (import, month, day, provider, project, cost_centre, who, currency, unit, provisional)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_by_model (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    project INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    tokens_hi INTEGER NOT NULL, tokens_lo INTEGER NOT NULL, tokens_n INTEGER NOT NULL,
    requests_hi INTEGER NOT NULL, requests_lo INTEGER NOT NULL, requests_n INTEGER NOT NULL,
    estimated_hi INTEGER NOT NULL, estimated_lo INTEGER NOT NULL, estimated_n INTEGER NOT NULL,
    PRIMARY KEY (import, month, day, provider, tool, model, token_class, project, currency)
) STRICT, WITHOUT ROWID;

-- Settings, scenarios, initiatives, notes: JSON, every version kept; NULL is a deleted one.
CREATE TABLE document (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    json TEXT,
    PRIMARY KEY (kind, name, version)
) STRICT, WITHOUT ROWID;
