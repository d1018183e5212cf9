-- Whose a list of seats is, where it says so or the user did; nothing for lists of before.
ALTER TABLE seat ADD COLUMN account INTEGER NOT NULL DEFAULT 0;

-- Sums by account, too: a project is of one account nearly always, and so is a file, so that there are hardly more rows.
DROP TABLE charge_by_model;
CREATE TABLE charge_by_model (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    account INTEGER NOT NULL,
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
    PRIMARY KEY (import, month, day, provider, account, service, model, token_class, tool, category, currency, unit, provisional)
) STRICT, WITHOUT ROWID;

INSERT INTO charge_by_model
SELECT import,
       CASE day WHEN 0 THEN 0 ELSE strftime('%s', day * 86400, 'unixepoch', 'start of month') / 86400 END,
       day, provider, account, service, model, token_class, tool, category, currency, unit, provisional, count(*),
       coalesce(sum(billed >> 32), 0), coalesce(sum(billed & 4294967295), 0),
       count(CASE WHEN covered = 1 AND billed = 0 THEN NULL ELSE billed END),
       coalesce(sum(list >> 32), 0), coalesce(sum(list & 4294967295), 0),
       count(CASE WHEN covered = 1 AND list = 0 THEN NULL ELSE list END),
       coalesce(sum(effective >> 32), 0), coalesce(sum(effective & 4294967295), 0),
       count(CASE WHEN covered = 1 AND effective = 0 THEN NULL ELSE effective END),
       coalesce(sum(estimated >> 32), 0), coalesce(sum(estimated & 4294967295), 0),
       count(CASE WHEN covered = 1 AND estimated = 0 THEN NULL ELSE estimated END),
       coalesce(sum(quantity >> 32), 0), coalesce(sum(quantity & 4294967295), 0),
       count(CASE WHEN covered = 1 AND quantity = 0 THEN NULL ELSE quantity END)
FROM charge WHERE live = 1
GROUP BY import, day, provider, account, service, model, token_class, tool, category, currency, unit, provisional;

DROP TABLE charge_by_project;
CREATE TABLE charge_by_project (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    account INTEGER NOT NULL,
    project INTEGER NOT NULL,
    cost_centre INTEGER NOT NULL,
    who INTEGER NOT NULL,
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
    PRIMARY KEY (import, month, day, provider, account, project, cost_centre, who, category, currency, unit, provisional)
) STRICT, WITHOUT ROWID;

INSERT INTO charge_by_project
SELECT import,
       CASE day WHEN 0 THEN 0 ELSE strftime('%s', day * 86400, 'unixepoch', 'start of month') / 86400 END,
       day, provider, account, project, cost_centre, who, category, currency, unit, provisional, count(*),
       coalesce(sum(billed >> 32), 0), coalesce(sum(billed & 4294967295), 0),
       count(CASE WHEN covered = 1 AND billed = 0 THEN NULL ELSE billed END),
       coalesce(sum(list >> 32), 0), coalesce(sum(list & 4294967295), 0),
       count(CASE WHEN covered = 1 AND list = 0 THEN NULL ELSE list END),
       coalesce(sum(effective >> 32), 0), coalesce(sum(effective & 4294967295), 0),
       count(CASE WHEN covered = 1 AND effective = 0 THEN NULL ELSE effective END),
       coalesce(sum(estimated >> 32), 0), coalesce(sum(estimated & 4294967295), 0),
       count(CASE WHEN covered = 1 AND estimated = 0 THEN NULL ELSE estimated END),
       coalesce(sum(quantity >> 32), 0), coalesce(sum(quantity & 4294967295), 0),
       count(CASE WHEN covered = 1 AND quantity = 0 THEN NULL ELSE quantity END)
FROM charge WHERE live = 1
GROUP BY import, day, provider, account, project, cost_centre, who, category, currency, unit, provisional;
