-- What people used, by day: screens about people read this in place of every line of usage.
CREATE TABLE usage_by_person (
    import INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    tool INTEGER NOT NULL,
    who INTEGER NOT NULL,
    until INTEGER NOT NULL,
    automated INTEGER NOT NULL,
    active_days INTEGER NOT NULL,
    currency INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    tokens_hi INTEGER NOT NULL, tokens_lo INTEGER NOT NULL, tokens_n INTEGER NOT NULL,
    requests_hi INTEGER NOT NULL, requests_lo INTEGER NOT NULL, requests_n INTEGER NOT NULL,
    estimated_hi INTEGER NOT NULL, estimated_lo INTEGER NOT NULL, estimated_n INTEGER NOT NULL,
    input_hi INTEGER NOT NULL, input_lo INTEGER NOT NULL, input_n INTEGER NOT NULL,
    cached_hi INTEGER NOT NULL, cached_lo INTEGER NOT NULL, cached_n INTEGER NOT NULL,
    output_hi INTEGER NOT NULL, output_lo INTEGER NOT NULL, output_n INTEGER NOT NULL,
    PRIMARY KEY (import, month, day, provider, tool, who, until, automated, active_days, currency)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_by_person
SELECT import,
       CASE day WHEN 0 THEN 0 ELSE strftime('%s', day * 86400, 'unixepoch', 'start of month') / 86400 END,
       day, provider, tool, who, until, automated, coalesce(active_days, 0), currency, count(*),
       coalesce(sum(tokens >> 32), 0), coalesce(sum(tokens & 4294967295), 0), count(tokens),
       coalesce(sum(requests >> 32), 0), coalesce(sum(requests & 4294967295), 0), count(requests),
       coalesce(sum(estimated >> 32), 0), coalesce(sum(estimated & 4294967295), 0), count(estimated),
       coalesce(sum(tokens >> 32) FILTER (WHERE token_class IN (1, 4)), 0),
       coalesce(sum(tokens & 4294967295) FILTER (WHERE token_class IN (1, 4)), 0),
       count(tokens) FILTER (WHERE token_class IN (1, 4)),
       coalesce(sum(tokens >> 32) FILTER (WHERE token_class = 3), 0),
       coalesce(sum(tokens & 4294967295) FILTER (WHERE token_class = 3), 0),
       count(tokens) FILTER (WHERE token_class = 3),
       coalesce(sum(tokens >> 32) FILTER (WHERE token_class = 2), 0),
       coalesce(sum(tokens & 4294967295) FILTER (WHERE token_class = 2), 0),
       count(tokens) FILTER (WHERE token_class = 2)
FROM usage WHERE live = 1
GROUP BY import, day, provider, tool, who, until, automated, coalesce(active_days, 0), currency;
