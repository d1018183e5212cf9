"""How use takes hold, recomputed from activity, seats and roster (METRICS.md §5, §6, §14, §21)."""

import math
from collections import defaultdict
from datetime import timedelta

import numpy as np

import phase
import tables
from compare import Keyed
from facts import monday, month
from groups import FEW, HIDDEN, Table, is_few, rate, rates, suppressed, whole, whole_rate
from people import expected, windows

CUTS, BANDS = (25, 50, 75), ["Non-user", "Trialling", "Developing", "Established", "Champion"]
AFTER = (1, 4, 12)


class Looked:
    """Everybody of a window with what they did by hand on each day."""

    def __init__(self, facts, period):
        self.window, self.history = windows(facts, period)
        self.people = facts.people(self.window, self.history)
        self.stretches, present = facts.stretches(), {person.key for person in self.people}
        named = {use.who for use in facts.uses if use.who}
        holders = {seat.who for seat in facts.seats if seat.provider == "OpenAI"}
        self.known = named | (holders if named & present else set())
        self.lines = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for use in facts.uses:
            if use.who in present and not use.automated and use.day < self.window[1] and (use.tokens > 0 or use.requests > 0):
                of = self.lines[use.who][use.day]
                of[0] += use.requests
                of[1] += use.tokens
        # A day with tokens has the requests of its rows, told with the first class of each.
        for use in facts.uses:
            if use.who in self.lines and not use.automated and use.day in self.lines[use.who] and not (use.tokens > 0 or use.requests > 0):
                self.lines[use.who][use.day][0] += use.requests
        self.eligible, self.outside = expected(self.people, self.window)

    def away(self):
        """Of whom use is not expected."""
        return whole(self.outside, len(self.eligible) + sum(self.outside.values()))

    def watches(self, person, days):
        """Whether a source that knows the person saw every working day."""
        working = [day for day in (days[0] + timedelta(at) for at in range((days[1] - days[0]).days)) if day.weekday() < 5]
        return days[0] < days[1] and person.key in self.known and all(any(start <= day < end for start, end in self.stretches) for day in working)

    def done(self, person, days):
        """Active days and requests of some days; requests are none where nothing is told."""
        of = {day: line for day, line in self.lines.get(person.key, {}).items() if days[0] <= day < days[1]}
        return set(of), sum(line[0] for line in of.values()) if of else None


def score(looked, person, window, is_current):
    """S = 100·(0.5·F + 0.2·D + 0.3·B), weights of what is known only; none where nobody can tell."""
    days, requests = looked.done(person, window)
    seen = max(len(days), len(person.days) if is_current else 0)
    if not seen:
        silent = person.state == "zero" if is_current else looked.watches(person, window)
        return 0 if silent else None
    working = person.working_days(window)
    if not working:
        return None
    parts = [(0.5, min(1, seen / (0.6 * working))), (0.3, min(1, (1 if days else 0) / 4))]
    if requests is not None:
        parts.append((0.2, min(1, math.log(1 + requests / seen) / math.log(6))))
    return max(100 * sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts), 1e-12)


def band(points, factor=1.0):
    if points is None:
        return None
    return 0 if points == 0 else 1 + sum(points + 1e-9 >= cut * factor for cut in CUTS)


def settled(raw):
    """Up at once; down after two windows in a row below, to the higher of the two. What is not known begins anew."""
    held, before = None, None
    for now in raw:
        if held is None or now is None or now >= held:
            held = now
        elif before is not None and before < held:
            held = max(now, before)
        before = now
    return held


def bands(facts, period, document):
    looked, rows, kept, moved = Looked(facts, period), defaultdict(lambda: [0] * 6), 0, [0, 0]
    for person in looked.eligible:
        spans = [(looked.window[0] - timedelta(28 * back), looked.window[1] - timedelta(28 * back)) for back in range(5, -1, -1)]
        points = [score(looked, person, span, span == looked.window) for span in spans]
        raw = [band(one) for one in points]
        shown = settled(raw)
        rows[person.team][5 if shown is None else shown] += 1
        kept += shown is not None and raw[-1] is not None and shown > raw[-1]
        for at, factor in enumerate((0.9, 1.1)):
            moved[at] += band(points[-1], factor) != raw[-1]
    names = BANDS + ["unknown"]
    table = tables.Table({team: of for team, of in sorted(rows.items())}, len(names))
    told = tables.by_team(document["rows"], lambda row: [row["bands"].get(name) for name in names] + [row["all"]])
    cells = table.held(told)
    # Nobody is eligible: there are no columns.
    row = lambda team, of: {"team": team, "bands": dict(zip(names, of)) if rows else {}, "all": of[-1]}
    count = lambda people: whole(people, len(looked.eligible))
    return {"rows": Keyed([row(team, of) for team, of in cells.items()], ("team",)), "preset": "behaviour", "bands": BANDS, "kept_up": count(kept),
            "sensitivity": {"10-percent-lower": count(moved[0]), "10-percent-higher": count(moved[1])}, "outside": looked.away(), "gameable": False}


def keeps(looked, person, weeks):
    """Four full weeks in a row of two active working days; one missed week in four is forgiven; none where it is not known."""
    lines = looked.lines.get(person.key, {})
    if person.state == "unknown" and not lines:
        return None
    streak, since = 0, math.inf
    for week in reversed(weeks):
        span = week, week + timedelta(7)
        working = person.working_days(span)
        if not working:
            continue
        since += 1
        if sum(week <= day < span[1] and day.weekday() < 5 for day in lines) >= min(2, working):
            streak += 1
        elif not looked.watches(person, span):
            return True if streak >= 4 else None
        elif since >= 4:
            since = 0
        else:
            break
        if streak >= 4:
            return True
    return False


def _share(of):
    known = [one for one in of if one is not None]
    return rate(sum(known), len(known), len(of) - len(known))


def streaks(facts, period):
    looked, teams = Looked(facts, period), defaultdict(list)
    end = monday(looked.window[1])
    weeks = [end - timedelta(7 * back) for back in range(25, 0, -1)]
    for person in looked.eligible:
        teams[person.team].append(keeps(looked, person, weeks))
    every = _share([one for of in teams.values() for one in of])
    names = sorted(teams)
    rows = [{"team": team, "share": share} for team, share in zip(names, rates([_share(teams[team]) for team in names]))]
    return {"rows": Keyed([{"team": None, "share": whole_rate(every)}, *rows], ("team",)), "outside": looked.away()}


def journeys(facts, looked):
    """Of everybody who began: the month, and of each ended week since whether they were active."""
    found, first = [], phase.first_seen(facts, looked.history)
    for person in looked.people:
        days = [day for day in [*looked.lines.get(person.key, {}), first.get(person.key)] if day and day < looked.window[1]]
        if person.state == "not-entitled" or not days:
            continue
        begin = monday(min(days))
        active = {monday(day) for day in looked.lines.get(person.key, {})} | person.weeks
        weeks = [begin + timedelta(7 * at) for at in range((monday(looked.window[1]) - begin).days // 7)]
        known = lambda week: True if week in active else False if looked.watches(person, (week, week + timedelta(7))) else None
        found.append((month(min(days)), [known(week) for week in weeks]))
    return found


def habit(weeks):
    """The week in which the habit first held: the last four, from the twelfth on nine of twelve."""
    count = lambda start, at: sum(week is True for week in weeks[start: at + 1])
    return next((at for at in range(3, len(weeks)) if (count(at - 3, at) == 4 if at < 12 else count(at - 11, at) >= 9)), None)


def _retained(weeks, after):
    ended = [of[after] for of in weeks if len(of) > after]
    return _share(ended) if ended else None


def cohorts(facts, period):
    looked = Looked(facts, period)
    every, groups = journeys(facts, looked), defaultdict(list)
    for at, weeks in every:
        groups[at].append(weeks)
    months = sorted(groups)
    sizes = suppressed([(at, len(groups[at]), None, len(groups[at])) for at in months])
    columns = [_column([groups[at] for at in months], after) for after in AFTER]
    names = [f"week-{after}" for after in AFTER]
    rows = [{"month": str(at), "people": size if why is None else {"hidden": why}, "retention": dict(zip(names, (column[n] for column in columns)))}
            for n, (at, size, why) in enumerate(sizes)]
    all_weeks = [weeks for _, weeks in every]
    kept = {name: whole_rate(share) if (share := _retained(all_weeks, after)) else None for name, after in zip(names, AFTER)}
    reached = [at for weeks in all_weeks if (at := habit(weeks)) is not None]
    long = [weeks for weeks in all_weeks if len(weeks) >= 4]
    known = [weeks for weeks in long if habit(weeks) is not None or None not in weeks]
    of_habit = rate(len(reached), len(known), len(long) - len(known))
    back = [True in weeks[at + 4:] for weeks in all_weeks
            if (at := next((at for at in range(len(weeks) - 3) if all(week is False for week in weeks[at: at + 4])), None)) is not None]
    returned = rate(sum(back), len(back), 0)
    middle = sorted(reached)[(len(reached) - 1) // 2] if reached else None
    return {"rows": Keyed([{"month": None, "people": whole(len(every), len(every)), "retention": kept}, *rows], ("month",)),
            "habit": whole_rate(of_habit), "median_weeks_to_habit": None if middle is None else whole(middle, len(reached)),
            "returned": whole_rate(returned)}


def _column(cohorts, after):
    """One week of all cohorts; those whose week has not ended are a part of their cohort too."""
    shares = [_retained(of, after) for of in cohorts]
    counted = [share or rate(0, 0, 0) for share in shares]
    parts = [[share["numerator"], share["denominator"] - share["numerator"], share["unknown"], len(of) - share["denominator"] - share["unknown"]]
             for share, of in zip(counted, cohorts)]
    table = Table(parts, "whole")
    words = FEW if is_few(sum(table.sizes)) else HIDDEN
    return [None if share is None else share if table.is_open(at) else words for at, share in enumerate(shares)]


def adoption_grid(facts, period, document):
    """active ÷ (active + zero) per tool and team; zero needs a source of the tool's vendor that knows the person."""
    looked = Looked(facts, period)
    seen = defaultdict(list)
    for seat in facts.seats:
        if seat.last:
            seen[seat.who].append(seat)
    by_lines = {"OpenAI API": {"OpenAI"}} if any(looked.lines.get(person.key) for person in looked.people) else {}
    of_seat = lambda seat: "OpenAI API" if seat.provider == "OpenAI" and by_lines else seat.product
    tools = {tool: set(vendors) for tool, vendors in by_lines.items()}
    for person in looked.eligible:
        for seat in seen[person.key]:
            tools.setdefault(of_seat(seat), set()).add(seat.provider)
    names = sorted(tools)
    rates = defaultdict(lambda: {tool: [0, 0, 0] for tool in names})
    for person in looked.eligible:
        used = {of_seat(seat) for seat in seen[person.key] if looked.window[0] <= seat.last < looked.window[1]}
        used |= {"OpenAI API"} if looked.done(person, looked.window)[0] else set()
        for tool in names:
            of = rates[person.team][tool]
            if tool in used:
                of[0], of[1] = of[0] + 1, of[1] + 1
            elif "OpenAI" in tools[tool] and looked.watches(person, looked.window):
                of[1] += 1
            else:
                of[2] += 1
    table = tables.Table({team: [of[tool][1] for tool in names] for team, of in sorted(rates.items())}, len(names), has_rows=False)
    told = defaultdict(dict)
    for row in document["rows"]:
        told[row["team"]][row["tool"]] = row["adoption"]
    held = table.held({team: [of.get(tool) for tool in names] for team, of in told.items()},
                      {team: [rate(*of[tool]) for tool in names] for team, of in rates.items()}
                      | {None: [rate(*(sum(of[tool][at] for of in rates.values()) for at in range(3))) for tool in names]})
    rows = [{"team": team, "tool": tool, "adoption": cell} for team, of in held.items() for tool, cell in zip(names, of)]
    return {"rows": Keyed(rows, ("team", "tool")), "outside": looked.away()}


def regularity(facts, period):
    looked, rows = Looked(facts, period), []
    people = [person for person in looked.people if person.state != "not-entitled"]
    for at in range((looked.history[1] - looked.history[0]).days):
        day = looked.history[0] + timedelta(at)
        active = [person.key for person in people if day in looked.lines.get(person.key, {})]
        covered = any(start <= day < end for start, end in looked.stretches)
        watched = sum(person.key in active or (covered and person.key in looked.known) for person in people)
        if watched or rows:
            of_day = rates([rate(len(active), watched, 0)], "unseen")[0]
            rows.append({"day": str(day), "watched": whole(watched, watched),
                         "active": None if not watched else of_day if "hidden" in of_day else len(active)})
    medians = []
    for weekday in range(7):
        counts = sorted(row["active"] for at, row in enumerate(rows) if isinstance(row["active"], int) and _weekday(row) == weekday)
        # Of an even number the lower middle one: a number of people.
        medians.append(counts[(len(counts) - 1) // 2] if counts else None)
    return {"rows": rows, "median_by_weekday": medians}


def _weekday(row):
    return int(np.datetime64(row["day"]).astype("datetime64[D]").astype(int) + 3) % 7


METRICS = {"streaks": streaks, "cohorts": cohorts, "regularity": regularity}
FOLLOWING = {"bands": bands, "adoption-grid": adoption_grid}
