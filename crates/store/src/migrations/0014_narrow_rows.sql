-- Most values of a charge repeat in combination: what was billed, and whose it is. Each combination is kept once (or a few
-- times, which does no harm); a row has its numbers. Queries read views of the same names and columns as the tables before.
CREATE TABLE charge_what (
    id INTEGER PRIMARY KEY,
    provider INTEGER NOT NULL,
    service INTEGER NOT NULL,
    sku INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    category INTEGER NOT NULL,
    correction INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    covered INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    provisional INTEGER NOT NULL
) STRICT;
CREATE TABLE charge_whose (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    project INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    who INTEGER NOT NULL,
    cost_centre INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    tags INTEGER NOT NULL
) STRICT;
CREATE TABLE charge_row (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    billing_month INTEGER NOT NULL,
    what INTEGER NOT NULL,
    whose INTEGER NOT NULL,
    billed INTEGER,
    list INTEGER,
    effective INTEGER,
    estimated INTEGER,
    quantity INTEGER
) STRICT;
CREATE TABLE usage_what (
    id INTEGER PRIMARY KEY,
    provider INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    project INTEGER NOT NULL,
    automated INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    terms INTEGER NOT NULL
) STRICT;
CREATE TABLE usage_row (
    id INTEGER PRIMARY KEY,
    live INTEGER NOT NULL,
    import INTEGER NOT NULL,
    tab INTEGER NOT NULL,
    line INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    who INTEGER NOT NULL,
    what INTEGER NOT NULL,
    tokens INTEGER,
    requests INTEGER,
    active_days INTEGER,
    estimated INTEGER
) STRICT;

INSERT INTO charge_what (provider, service, sku, model, token_class, category, correction, currency, covered, unit, provisional)
SELECT DISTINCT provider, service, sku, model, token_class, category, correction, currency, covered, unit, provisional
FROM charge;
INSERT INTO charge_whose (account, project, tool, who, cost_centre, invoice, tags)
SELECT DISTINCT account, project, tool, who, cost_centre, invoice, tags FROM charge;
INSERT INTO usage_what (provider, tool, model, token_class, project, automated, currency, terms)
SELECT DISTINCT provider, tool, model, token_class, project, automated, currency, terms FROM usage;

CREATE INDEX found_what ON charge_what
    (sku, service, provider, model, token_class, category, correction, currency, covered, unit, provisional);
CREATE INDEX found_whose ON charge_whose (tags, project, account, who, tool, cost_centre, invoice);
CREATE INDEX found_used ON usage_what (model, token_class, project, tool, provider, automated, currency, terms);
INSERT INTO charge_row
SELECT c.id, c.live, c.import, c.tab, c.line, c.scope, c.day, c.until, c.billing_month, w.id, o.id,
       c.billed, c.list, c.effective, c.estimated, c.quantity
FROM charge c
CROSS JOIN charge_what w INDEXED BY found_what
    ON w.sku = c.sku AND w.service = c.service AND w.provider = c.provider AND w.model = c.model
    AND w.token_class = c.token_class AND w.category = c.category AND w.correction = c.correction
    AND w.currency = c.currency AND w.covered = c.covered AND w.unit = c.unit AND w.provisional = c.provisional
CROSS JOIN charge_whose o INDEXED BY found_whose
    ON o.tags = c.tags AND o.project = c.project AND o.account = c.account AND o.who = c.who AND o.tool = c.tool
    AND o.cost_centre = c.cost_centre AND o.invoice = c.invoice;
INSERT INTO usage_row
SELECT u.id, u.live, u.import, u.tab, u.line, u.scope, u.day, u.until, u.who, w.id,
       u.tokens, u.requests, u.active_days, u.estimated
FROM usage u
CROSS JOIN usage_what w INDEXED BY found_used
    ON w.model = u.model AND w.token_class = u.token_class AND w.project = u.project AND w.tool = u.tool
    AND w.provider = u.provider AND w.automated = u.automated AND w.currency = u.currency AND w.terms = u.terms;
DROP INDEX found_what;
DROP INDEX found_whose;
DROP INDEX found_used;
DROP TABLE charge;
DROP TABLE usage;
CREATE INDEX usage_by_who ON usage_row (who, day) WHERE who <> 0;

-- The sign before a number keeps rows the outer loop, whatever is asked of a combination; one that is not asked for is not
-- looked up.
CREATE VIEW charge AS
SELECT r.id, r.live, r.import, r.tab, r.line, r.scope, r.day, r.until, r.billing_month, w.provider, w.service, w.sku,
       w.model, w.token_class, o.account, o.project, o.tool, o.who, o.cost_centre, w.category, w.correction, w.currency,
       r.billed, r.list, r.effective, r.estimated, w.covered, r.quantity, w.unit, o.invoice, w.provisional, o.tags
FROM charge_row r
LEFT JOIN charge_what w ON w.id = +r.what
LEFT JOIN charge_whose o ON o.id = +r.whose;
CREATE VIEW usage AS
SELECT r.id, r.live, r.import, r.tab, r.line, r.scope, r.day, r.until, r.who, w.provider, w.tool, w.model,
       w.token_class, w.project, r.tokens, r.requests, r.active_days, w.automated, r.estimated, w.currency, w.terms
FROM usage_row r
LEFT JOIN usage_what w ON w.id = +r.what;

-- What was said about a file before is asked for every file that comes in.
CREATE INDEX import_digest ON import (sha256);
