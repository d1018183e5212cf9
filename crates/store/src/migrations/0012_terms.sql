-- What usage was served under: tier, region, length of requests, how long a cache is kept. The empty text is standard.
ALTER TABLE usage ADD COLUMN terms INTEGER NOT NULL DEFAULT 0;

ALTER TABLE usage_by_model RENAME TO without_terms;
CREATE TABLE usage_by_model (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    model INTEGER NOT NULL,
    token_class INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    project INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    tokens_hi INTEGER NOT NULL, tokens_lo INTEGER NOT NULL, tokens_n INTEGER NOT NULL,
    requests_hi INTEGER NOT NULL, requests_lo INTEGER NOT NULL, requests_n INTEGER NOT NULL,
    estimated_hi INTEGER NOT NULL, estimated_lo INTEGER NOT NULL, estimated_n INTEGER NOT NULL,
    PRIMARY KEY (import, month, day, provider, tool, model, token_class, terms, project, currency)
) STRICT, WITHOUT ROWID;
INSERT INTO usage_by_model
SELECT import, month, day, provider, tool, model, token_class, 0, project, currency, facts,
       tokens_hi, tokens_lo, tokens_n, requests_hi, requests_lo, requests_n, estimated_hi, estimated_lo, estimated_n
FROM without_terms;
DROP TABLE without_terms;
