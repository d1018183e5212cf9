-- Where charges of more than one day end: few of many, of which the book's last day is asked.
CREATE INDEX charge_long ON charge_row (day, until, live) WHERE until > day + 1;
