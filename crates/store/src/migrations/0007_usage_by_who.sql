-- Models and projects under a filter by team or unit: no roll-up has people beside models, so lines are read.
CREATE INDEX usage_by_who ON usage (who, day);
