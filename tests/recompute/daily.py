"""Money day by day, recomputed from the charges: which bills come daily, which by the month, and what is not known.

What one vendor bills in one category is a stream. A stream with money on a third of the days its files cover is daily,
unless twenty days lie between any two of its days; the others are monthly. A silent day is zero where every file of every
running daily stream covers it, else it is not known. The series ends with the first stream that ends; a stream whose
files ended 45 days before the newest is over.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from facts import DAY, later, month

SILENCE, MONTHLY, LEAST_BAND = timedelta(45), timedelta(20), 0.25


@dataclass
class Series:
    """One currency: the days from the first on (`None` is not known), and what comes by the month."""

    currency: str
    start: date
    days: list
    monthly: dict
    months: dict
    bills_by_day: dict
    streams: set
    end: date = field(init=False)

    def __post_init__(self):
        self.end = self.start + timedelta(len(self.days))

    def known(self):
        return [value for value in self.days if value is not None]

    def on(self, day):
        """What is known of a day."""
        return self.days[(day - self.start).days] if self.start <= day < self.end else None

    def sum(self, window):
        return sum((value for at, value in enumerate(self.days) if value is not None and window[0] <= self.start + timedelta(at) < window[1]), Decimal(0))

    def bills(self, at):
        """The least, the median and the largest of the last three bills before the running month, where they came in even steps
        and this month is one of them; else of the last three months, zero where none came."""
        past = {start: amount for start, amount in sorted(self.monthly.items()) if start < month(self.end)}
        if not past:
            return [Decimal(0)] * 3
        count = lambda day: day.year * 12 + day.month
        when = [count(start) for start in past][-3:]
        gaps = {b - a for a, b in zip(when, when[1:])}
        even = len(gaps) == 1 and (len(when) == 3 or gaps <= {1, 12})
        if even and (count(at) - when[-1]) % gaps.pop():
            return [Decimal(0)] * 3
        known = min([*self.months, *past])
        before = [later(month(self.end), -back) for back in (1, 2, 3)]
        last = list(past.values())[-3:] if even else [past.get(start, Decimal(0)) for start in before if start >= known]
        rising = sorted(last)
        return [rising[0], (rising[(len(rising) - 1) // 2] + rising[len(rising) // 2]) / 2, rising[-1]]

    def is_open(self, at):
        """Whether the monthly bills of a month are still to come."""
        return later(at, 1) > self.end and at not in self.monthly


def covered(facts, name):
    """Days that files of one kind cover, joined where they touch: from the first charge to the last with an amount."""
    spans = []
    for file in sorted({charge.file for charge in facts.delivered if charge.kind == name}):
        of = [charge for charge in facts.delivered if charge.file == file]
        stated = [charge.day for charge in of if charge.billed is not None]
        spans += [(min(charge.day for charge in of), max(stated) + DAY)] if stated else []
    spans.sort()
    joined = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


class Stream:
    def __init__(self, charges, spans):
        self.days, self.spans = defaultdict(Decimal), spans
        for charge in charges:
            self.days[charge.day] += charge.billed
        self.first, self.last = min(self.days), max(self.days)
        self.end = max([end for _, end in spans] + [self.last + DAY])

    def covers(self, day):
        return day in self.days or any(start <= day < end for start, end in self.spans)

    def is_daily(self):
        span = [self.first + timedelta(at) for at in range((self.last - self.first).days + 1)]
        seen = sum(map(self.covers, span))
        days = sorted(self.days)
        is_close = any(later - day < MONTHLY for day, later in zip(days, days[1:]))
        return len(days) >= 2 and 3 * len(days) >= seen and is_close


def series(facts, charges):
    """The series of each currency among some charges, in alphabetical order."""
    spans = {kind: covered(facts, kind) for kind in {charge.kind for charge in facts.delivered}}
    found = []
    for currency in sorted({charge.currency for charge in charges if charge.billed is not None}):
        groups = defaultdict(list)
        for charge in charges:
            if charge.currency == currency and charge.billed is not None:
                groups[charge.provider, charge.category].append(charge)
        spans_of = lambda of: [span for kind in {charge.kind for charge in of} for span in spans[kind]]
        found.append(_one(currency, {key: Stream(of, spans_of(of)) for key, of in groups.items()}))
    return found


def _one(currency, streams):
    names = {key for key, stream in streams.items() if stream.is_daily()}
    daily = [streams[key] for key in names]
    months, monthly, bills = defaultdict(Decimal), defaultdict(Decimal), defaultdict(Decimal)
    for key, stream in streams.items():
        for day, amount in stream.days.items():
            months[month(day)] += amount
            if key not in names:
                monthly[month(day)] += amount
                bills[day] += amount
    rest = dict(monthly), dict(months), dict(bills), names
    if not daily:
        return Series(currency, later(max(months), 1), [], *rest)
    start, newest = min(stream.first for stream in daily), max(stream.end for stream in daily)
    end = min(stream.end for stream in daily if stream.end + SILENCE >= newest)
    days = [_day(daily, start + timedelta(at)) for at in range((end - start).days)]
    return Series(currency, start, days, *rest)


def _day(streams, day):
    running = [stream for stream in streams if stream.first <= day < stream.end]
    if not running or not all(stream.covers(day) for stream in running):
        return None
    return sum((stream.days.get(day, Decimal(0)) for stream in running), Decimal(0))


def filled(days):
    """Gaps take the value of a week before, else of the day before, else of the first known day."""
    values, known = [], [float(value) for value in days if value is not None]
    for at, value in enumerate(days):
        values.append(float(value) if value is not None else values[at - 7] if at >= 7 else values[-1] if values else known[0])
    return np.array(values)


def run_rate(days):
    """Mean of the last 28 known days, P10 and P90 of single days; the band at least a quarter of the mean to each side."""
    last = [float(value) for value in days if value is not None][-28:]
    if not last:
        return [0.0] * 3
    middle = float(np.mean(last))
    half = abs(middle) * LEAST_BAND
    low, high = np.quantile(last, [0.1, 0.9])
    return [min(float(low), middle - half), middle, max(float(high), middle + half)]
