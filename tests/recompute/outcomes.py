"""What tokens came with, recomputed from activity and KPI series (METRICS.md §7)."""

import math
from collections import defaultdict
from datetime import date
from decimal import Decimal

import numpy as np
from scipy import stats

from compare import Keyed
from facts import later, month
from groups import DOMINANT, DOMINATED, suppressed
from people import few

LEAST, FALL, FEWEST = 0.05, 0.2, 4


def linked(facts):
    """KPI series of a team: those an initiative declares, else the only one of the team."""
    declared = {(one["scenario"]["benefit"]["kpi"], one["scenario"]["benefit"].get("team", "")) for one in facts.initiatives}
    teams = [team for _, team in facts.kpis]
    for key in facts.kpis:
        if key in declared or teams.count(key[1]) == 1:
            yield key, key in declared


def tokens_by_month(facts):
    """Tokens by month, team and person; a key or a stranger belongs to no team."""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for use in facts.uses:
        found[month(use.day)][facts.staff(use.who, use.day)["Team"]][use.who or ""] += use.tokens
    return found


def quarters(months, end):
    """Complete quarters: data reaches their end and each of their months has usage."""
    starts = sorted({date(at.year, (at.month - 1) // 3 * 3 + 1, 1) for at in months})
    return [(at, later(at, 3)) for at in starts if later(at, 3) <= end and all(later(at, n) in months for n in range(3))]


def cell(people):
    """People with tokens, the share of the largest, and all tokens. A key is nobody."""
    named = [tokens for who, tokens in people.items() if who and not who.startswith("key") and tokens > 0]
    total = sum(people.values())
    return len(named), max(named) / total if named and total else None, total


def shown(months, quarter, team):
    """Tokens of a team in a quarter, or why they are hidden."""
    teams = defaultdict(lambda: defaultdict(int))
    for at, of in months.items():
        if quarter[0] <= at < quarter[1]:
            for name, people in of.items():
                for who, tokens in people.items():
                    teams[name if team else ""][who] += tokens
    cells = [(name, *cell(people)) for name, people in sorted(teams.items())]
    if not team:
        count, largest, total = cells[0][1:] if cells else (0, None, 0)
        why = few(count) or (DOMINATED if count and largest and largest > DOMINANT else None)
        return (None, why) if why else (total, None)
    for name, total, why in suppressed(cells):
        if name == team:
            return (None, why) if why else (total, None)
    return 0, None


def mean(points, window):
    values = [value for day, value in points if window[0] <= day < window[1]]
    return float(np.mean(values)) if values else None


def elasticity(before, after):
    if not before or not after or min(*before, *after) <= 0:
        return None
    tokens, outcome = math.log(after[0] / before[0]), math.log(after[1] / before[1])
    return outcome / tokens if abs(tokens) >= math.log(1 + LEAST) else None


def decoupling(facts, _period):
    months = {at: {team: dict(people) for team, people in of.items()} for at, of in tokens_by_month(facts).items()}
    rows = [_link(facts, months, key, declared) for key, declared in linked(facts)]
    return {"rows": Keyed(rows, ("team", "kpi"))}


def _link(facts, months, key, declared):
    (kpi, team), points, rows, pairs = key, facts.kpis[key], [], []
    for quarter in quarters(months, facts.data[1]):
        tokens, why = shown(months, quarter, team)
        outcome = mean(points, quarter)
        pairs.append((tokens, outcome) if tokens and outcome and outcome > 0 else None)
        change = elasticity(pairs[-2], pairs[-1]) if len(pairs) > 1 else None
        rows.append({"from": str(quarter[0]), "to": str(quarter[1]), "tokens": Decimal(tokens) if tokens else None, "outcome": outcome,
                     "elasticity": change, "hidden": why})
    both = [pair for pair in pairs if pair]
    return {"team": team or "Whole company", "kpi": kpi, "declared_by_initiative": declared, "quarters": rows,
            "elasticity": elasticity(both[0], both[-1]) if both else None, "alarm": _alarm(facts, months, team, points, rows)}


def _alarm(facts, months, team, points, rows):
    """Spearman(tokens, outcome) over shown months before and after a ranking went live."""
    live = facts.settings.get("decoupling.ranking-live")
    if not live:
        return None
    shown_months = [at for at in sorted(months) if any(row["tokens"] and row["from"] <= str(at) < row["to"] for row in rows)]
    of = lambda at: sum(sum(people.values()) for name, people in months[at].items() if not team or name == team)
    pairs = [(at, of(at), mean(points, (at, later(at, 1)))) for at in shown_months]
    sides = [[(t, o) for at, t, o in pairs if o is not None and (str(at) >= live) == after] for after in (False, True)]
    if min(map(len, sides)) < FEWEST:
        return None
    values = [float(stats.spearmanr(*zip(*side)).statistic) for side in sides]
    if any(math.isnan(value) for value in values):
        return None
    return {"spearman_before": values[0], "spearman_after": values[1], "months_before": len(sides[0]), "months_after": len(sides[1]),
            "raised": values[0] - values[1] >= FALL - 1e-12}


METRICS = {"decoupling": decoupling}
