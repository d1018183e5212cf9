"""Review flags and team ranks, recomputed from activity, budgets and KPI series (METRICS.md §7)."""

import math
from collections import defaultdict
from datetime import timedelta

import numpy as np

import signals
from compare import Any, Keyed, Near
from facts import DAY, monday
from outcomes import linked, mean
from groups import having, rate, rates, whole
from people import windows

SPAN, DRAWS = timedelta(91), 4_000
FLAGS = ["g1", "g2", "g3", "g4", "g5", "g6", "g7"]


def by_day(facts, reach, present):
    """What each person did by hand on each day."""
    days = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for use in facts.uses:
        if use.who in present and not use.automated and reach[0] <= use.day < reach[1]:
            of = days[use.who][use.day]
            of["requests"] += use.requests
            of["tokens"] += use.tokens
            of["output" if use.token_class == "output" else "input"] += use.tokens
    return days


def within(days, window):
    return [of for day, of in days.items() if window[0] <= day < window[1]]


def marks(facts, period):
    """By flag: of whom it can be told, and whether it is raised."""
    window, history = windows(facts, period)
    people = {person.key: person for person in facts.people(window, history)}
    days = by_day(facts, (window[1] - 2 * SPAN, window[1]), people)
    calls = {}
    for who, of in days.items():
        called = [day["requests"] for day in within(of, window) if day["requests"] > 0]
        if called:
            calls[who] = sum(called) / len(called)
    return people, {"g1": _volume(calls), "g3": _ratio(facts, days, window), "g5": _burn(facts, days, people, window),
                    "g6": _growth(facts, days, people, window), "g7": {who: rate > 2_000 for who, rate in calls.items()}}


def _volume(calls):
    """Robust z of ln(calls a day) > 3.5; nothing can be said where the middle half does not differ."""
    logs = {who: math.log(rate) for who, rate in calls.items()}
    middle = np.median(list(logs.values())) if logs else 0
    spread = np.median([abs(value - middle) for value in logs.values()]) if logs else 0
    return {who: 0.6745 * (value - middle) / spread > 3.5 for who, value in logs.items()} if spread > 0 else {}


def _ratio(facts, days, window):
    """Input to output above the nearest-rank P99 of the role."""
    job = {row["Employee #"]: row["Job Title"] for row in facts.roster_on(window[1] - DAY)}
    roles = defaultdict(dict)
    for who, of in days.items():
        read, made = (sum(day[name] for day in within(of, window)) for name in ("input", "output"))
        if read > 0 and made > 0:
            roles[job.get(who, "")][who] = read / made
    found = {}
    for of in roles.values():
        rising = sorted(of.values())
        limit = rising[max(1, -(-len(rising) * 99 // 100)) - 1]
        found |= {who: value > limit for who, value in of.items()}
    return found


def _burn(facts, days, people, window):
    """Twice one's usual day in the last three working days of a budget that was burnt at its end, where that can be told."""
    found = {}
    for budget in signals.of_book(facts):
        span, name, value = budget.window, budget.row["Dimension"], budget.row["Value"]
        ours = name in ("", "team") and window[0] < span[1] <= window[1] and span[0] >= window[1] - 2 * SPAN
        spike = signals.ending(budget)["spike"] if ours else None
        for who, person in people.items() if spike is not None else ():
            burst = _burst(days[who], span) if who in days and (not name or value == person.team) else None
            if burst is not None:
                found[who] = found.get(who, False) or (burst and spike > 0)
    return found


def _burst(of, span):
    last = signals.working(span)[-3:]
    if not last:
        return None
    inside_span = {day: value["tokens"] for day, value in of.items() if span[0] <= day < span[1]}
    usual = [tokens for day, tokens in inside_span.items() if day < last[0] and tokens > 0]
    end = sum(tokens for day, tokens in inside_span.items() if day >= last[0])
    return end > 3 * 2 * np.median(usual) if len(usual) >= 5 else None


def _growth(facts, days, people, window):
    """Tokens of 91 days up by half over the 91 before, while no KPI of the team rose."""
    now, before = (window[1] - SPAN, window[1]), (window[1] - 2 * SPAN, window[1] - SPAN)
    risen = {}
    for (kpi, team), _ in linked(facts):
        old, new = (mean(facts.kpis[kpi, team], of) for of in (before, now))
        if old is not None and new is not None:
            risen[team] = risen.get(team, False) or new > old
    found = {}
    for who, of in days.items():
        up = risen.get(people[who].team, risen.get(""))
        old, new = (sum(day["tokens"] for day in within(of, span)) for span in (before, now))
        if up is not None and old > 0:
            found[who] = new * 100 >= old * 150 and not up
    return found


def asked_about(found):
    """Whoever has two flags."""
    everybody = {who for of in found.values() for who in of}
    return everybody, {who for who in everybody if sum(of.get(who, False) for of in found.values()) >= 2}


def review_flags(facts, period):
    people, found = marks(facts, period)
    everybody, asked = asked_about(found)
    every = lambda value: whole(value, len(everybody))
    rows = []
    for flag in FLAGS:
        of = found.get(flag, {})
        rows.append({"flag": flag, "of": every(len(of)) if of else 0, "raised": whole(sum(of.values()), len(of)) if of else None})
    teams = defaultdict(list)
    for who in everybody:
        teams[people[who].team].append(who)
    return {"rows": rows, "teams": Keyed(_teams(sorted(teams.items()), found, asked), ("team",)),
            "asked_about": {"people": every(len(asked)), "of": every(len(everybody))}}


def _teams(teams, found, asked):
    """Of each team, who is asked about and who has each flag; each by itself beside those who have not."""
    count = lambda has: having([(sum(map(has, of)), len(of)) for _, of in teams])
    worth = count(lambda who: who in asked)
    flags = {flag: count(lambda who: found.get(flag, {}).get(who, False)) for flag in FLAGS}
    rows = []
    for at, (team, _) in enumerate(teams):
        people = worth[at][1]
        shown = {"people": people, "asked_about": worth[at][0], "flags": {flag: of[at][0] for flag, of in flags.items()}}
        rows.append({"team": team} | (people if isinstance(people, dict) else shown))
    return rows


def team_ranking(facts, period):
    """Teams by their share of people with a habit, without those whom two flags leave out; off unless turned on."""
    if facts.settings.get("ranking.on") != "true":
        return {"rows": [{"on": False}]}
    people, found = marks(facts, period)
    asked, teams = asked_about(found)[1], defaultdict(list)
    end = monday(windows(facts, period)[0][1])
    for who, person in people.items():
        if person.state in ("active", "zero") and who not in asked and person.team:
            weeks = sum(end - timedelta(84) <= week < end for week in person.weeks)
            teams[person.team].append(float(weeks >= 9))
    names = sorted(teams)
    cells = rates([rate(int(sum(teams[team])), len(teams[team]), 0) for team in names])
    shown = {team: teams[team] for team, one in zip(names, cells) if "hidden" not in one}
    hidden = [{"team": team} | one for team, one in zip(names, cells) if "hidden" in one]
    return {"rows": Keyed(_ranks(shown), ("team",)), "by": "habit", "hidden": Keyed(hidden, ("team",))}


def _ranks(teams):
    """Ranks with the 5th to 95th percentile of a bootstrap of our own; theirs may be five standard errors off."""
    random, rates = np.random.default_rng(7), {team: float(np.mean(of)) for team, of in teams.items()}
    rank = lambda team, of: 1 + sum(other > of[team] for other in of.values())
    drawn = [{team: random.binomial(len(of), np.mean(of)) / len(of) for team, of in teams.items()} for _ in range(DRAWS if teams else 0)]
    rows = []
    for team, of in teams.items():
        own = rank(team, rates)
        ranks = [rank(team, one) for one in drawn]
        low, high = _end(ranks, 0.05, lambda at: min(at, own)), _end(ranks, 0.95, lambda at: max(at, own))
        rows.append({"team": team, "people": len(of), "numerator": sum(of), "denominator": float(len(of)), "rank": own,
                     "rank_low": low, "rank_high": high, "group": Any()})
    return rows


def _end(ranks, p, limit):
    error = 5 * (p * (1 - p) / 2_000) ** 0.5
    ends = [limit(float(np.quantile(ranks, q, method=how))) for q, how in ((max(0, p - error), "lower"), (min(1, p + error), "higher"))]
    return Near(sum(ends) / 2, abs(ends[1] - ends[0]) / 2 + 1e-9)


def groups(document):
    """Teams whose intervals touch share a group."""
    rows = [row for row in document["rows"] if "rank_low" in row]
    reach, group = 0, 0
    for row in sorted(rows, key=lambda row: (row["rank_low"], row["rank_high"], row["team"])):
        group += row["rank_low"] > reach
        reach = max(reach, row["rank_high"])
        yield f"group of {row['team']}", group, row["group"]


METRICS = {"review-flags": review_flags, "team-ranking": team_ranking}
CHECKS = {"team-ranking": groups}
