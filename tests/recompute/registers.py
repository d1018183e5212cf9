"""What people keep beside the figures, recomputed from TOML files, surveys and KPI series (METRICS.md §9, §14 to §16)."""

import tomllib
from collections import defaultdict
from datetime import date
from decimal import Decimal

import numpy as np

from compare import Any, Keyed, Near
from facts import DAY, GONE, first, later, month
from outcomes import mean, tokens_by_month
from groups import DOMINANT, HIDDEN, K, Table, rate, rates
from people import windows

UNMEASURED, DRAWS, HAIRCUT, FLAT = 90, 20_000, 0.4, 0.1


def document(facts, name):
    path = facts.folder / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def opportunities(facts, period):
    """In order of priority within a currency, what is retired last. Priority = P10 · p ÷ effort; realisation = realised ÷ P50; cycle = days from idea to live."""
    today = windows(facts, period)[0][1]
    rows = [_item(item, today) for item in document(facts, "register.toml").get("opportunity", [])]
    order = lambda row: (row["item"]["state"] == "retired", row["item"]["currency"], -row["priority"], row["item"]["name"])
    return {"rows": [row | {"item": Any()} for row in sorted(rows, key=order)]}


def _item(item, today):
    number = lambda text: None if text is None else Decimal(text)
    live, measured = (date.fromisoformat(item[key]) if key in item else None for key in ("live", "measured"))
    review = None
    if live and item["state"] != "retired":
        days = (today - max(filter(None, (live, measured)))).days
        review = f"live and not measured for {days} days" if days >= UNMEASURED else None
    p10, p50 = Decimal(item["forecast"]["p10"]), Decimal(item["forecast"]["p50"])
    realised = number(item.get("realised"))
    return {"priority": float(p10 * Decimal(str(item["success"])) / Decimal(item["effort-cost"])),
            "realisation": float(realised / p50) if realised is not None and p50 else None,
            "cycle_days": (live - date.fromisoformat(item["idea"])).days if live else None, "reuse": len(set(item["units"])),
            "hours_a_month": item["times-a-month"] * item["minutes"] * item["people"] / 60, "review": review, "item": item}


def judged(facts, period):
    """Every assessment of somebody present, with the level and what is required of each dimension."""
    requirements = document(facts, "rubric.toml").get("requirement", [])
    present = {person.key: person for person in facts.people(*windows(facts, period))}
    staff = {row["Work Email"]: row for row in facts.roster_on(windows(facts, period)[0][1] - DAY)}
    for one in document(facts, "assessments.toml").get("assessment", []):
        row = staff.get(one["person"], GONE)
        if row["Employee #"] in present:
            wanted = (row["Job Title"], "")
            needed = next((line["levels"] for role in wanted for line in requirements if line.get("role", "") == role), None)
            if needed:
                yield {"who": row["Employee #"], "team": row["Team"], "day": one["day"], "rater": one["rater"],
                       "levels": {name: (one["levels"].get(name, 0), need) for name, need in needed.items()}}


def level(one):
    return min(have for have, _ in one["levels"].values())


def rubric(facts, period):
    people = defaultdict(list)
    for one in judged(facts, period):
        people[one["who"]].append(one)
    teams = defaultdict(list)
    for of in people.values():
        teams[of[-1]["team"]].append(of)
    names = sorted(teams)
    made = [_team(team, teams[team]) for team in names]
    table = Table([one["levels"] for one in made], "unseen")
    words = {"hidden": f"fewer than {K}"} if len(people) < K else HIDDEN
    rows = [{"team": team} | words if at in table.rows_gone else _levels(one, table, at) for at, (team, one) in enumerate(zip(names, made))]
    return {"rows": Keyed(rows, ("team",)), **_raters(people)}


def _levels(one, table, at):
    """Levels that may be shown; the slope where those judged twice may be counted."""
    twice = rates([rate(one["judged_twice"], one["people"], 0)], "unseen")[0]
    levels = [table.cell(at, level) for level in range(4)]
    if "hidden" in twice:
        return one | {"levels": levels, "judged_twice": twice, "slope_a_quarter": None}
    return one | {"levels": levels}


def _team(team, people):
    levels, gaps, slopes = [0] * 4, 0, []
    for of in people:
        best = next(rater for rater in ("manager", "peer", "self") if any(one["rater"] == rater for one in of))
        same = sorted((one for one in of if one["rater"] == best), key=lambda one: one["day"])
        start, last = same[0], same[-1]
        levels[level(last)] += 1
        gaps += max(need - have for have, need in last["levels"].values())
        days = (date.fromisoformat(last["day"]) - date.fromisoformat(start["day"])).days
        if days:
            slopes.append((level(last) - level(start)) / (days / (365.25 / 4)))
    return {"team": team, "people": len(people), "levels": levels, "gap_sum": gaps, "judged_twice": len(slopes),
            "slope_a_quarter": float(np.mean(slopes)) if slopes else None}


AXES = {"seat": 0, "permission": 0, "use-case": 0, "workload-fit": 0, "rubric": 1, "training": 1, "success": 1, "breadth": 1, "survey": 2,
        "voluntary-use": 2, "trust": 2}
PLACED = ["fix access", "teach", "relevance and trust", "pair", "champion", "not enough evidence"]


def diagnosis(facts, period):
    """Each axis the mean of at least two fresh items, one of them not read off use; cut at 50, access first."""
    window, history = windows(facts, period)
    present = {person.key: person for person in facts.people(window, history)}
    number = {row["Work Email"]: who for _, rows in facts.rosters for who, row in rows.items()}
    items = defaultdict(list)
    for item in document(facts, "evidence.toml").get("item", []):
        if number[item["person"]] in present:
            items[number[item["person"]]].append((item["sign"], item["score"], date.fromisoformat(item["day"])))
    judged_of = defaultdict(list)
    for one in judged(facts, period):
        if one["rater"] != "self":
            judged_of[one["who"]].append(one)
    for who, of in items.items():
        if present[who].products:
            of.append(("seat", 100, window[1]))
        best = [one for one in judged_of[who] if one["rater"] == "manager"] or judged_of[who]
        if best:
            last = max(best, key=lambda one: one["day"])
            of.append(("rubric", 100 * level(last) / 3, date.fromisoformat(last["day"])))
    teams, expired = defaultdict(lambda: [0] * 6), 0
    for who, of in items.items():
        fresh = [item for item in of if 0 <= (window[1] - item[2]).days < 90]
        expired += len(of) - len(fresh)
        teams[present[who].team][_place(fresh)] += 1
    names = sorted(teams)
    table = Table([teams[team] for team in names], "unseen")
    words = {"hidden": f"fewer than {K}"} if sum(table.sizes) < K else HIDDEN
    shown = lambda at: dict(zip(PLACED, (table.cell(at, place) for place in range(6))))
    rows = [{"team": team} | (words if at in table.rows_gone else {"people": table.sizes[at], "placed": shown(at)})
            for at, team in enumerate(names)]
    return {"rows": Keyed(rows, ("team",)), "expired_items": expired}


def _place(items):
    axes = []
    for axis in range(3):
        of = [(sign, value) for sign, value, _ in items if AXES[sign] == axis]
        told = len(of) >= 2 and any(sign not in ("breadth", "voluntary-use") for sign, _ in of)
        axes.append(float(np.mean([value for _, value in of])) if told else None)
    access, skill, will = axes
    if access is None:
        return 5
    if access < 50:
        return 0
    if skill is None or will is None:
        return 5
    return {(False, True): 1, (True, False): 2, (False, False): 3, (True, True): 4}[skill >= 50, will >= 50]


def _raters(people):
    """Linearly weighted κ of manager and peer over dimensions; self less manager; both from k people on."""
    pairs, both, deltas = [], 0, []
    for of in people.values():
        last = lambda rater: max((one for one in of if one["rater"] == rater), key=lambda one: one["day"], default=None)
        manager, peer, own = last("manager"), last("peer"), last("self")
        if manager and own:
            deltas.append(level(own) - level(manager))
        if manager and peer:
            both += 1
            pairs += [(have, peer["levels"][name][0]) for name, (have, _) in manager["levels"].items()]
    delta = {"mean": float(np.mean(deltas)), "people": len(deltas)} if len(deltas) >= K else None
    return {"agreement": _kappa(pairs) if both >= K else None, "self_less_manager": delta}


def _kappa(pairs):
    table = np.zeros((4, 4))
    for a, b in pairs:
        table[a, b] += 1
    table /= table.sum()
    weights = np.abs(np.subtract.outer(np.arange(4), np.arange(4))) / 3
    expected = (weights * np.outer(table.sum(1), table.sum(0))).sum()
    return {"pairs": len(pairs), "kappa": float(1 - (weights * table).sum() / expected)} if expected else None


def value_premium(facts, _period):
    """VP = (V_t ÷ V_0) ÷ (U_t ÷ U_0) − 1 over people or teams that are there at both ends."""
    asked = [("people", True, panel_waves(facts)), ("teams", True, survey_waves(facts)), ("teams", False, kpi_waves(facts))]
    rows = [_panel(facts, (of, reported), name, waves) for of, reported, every in asked for name, waves in every.items()]
    return {"rows": Keyed([row for row in rows if row], ("value", "of", "reported"))}


def panel_waves(facts):
    """Answers by question, day and person; of two on one day the later counts."""
    waves = defaultdict(lambda: defaultdict(dict))
    for row in facts.rows("panel.csv"):
        if row["Value"]:
            waves[row["Question"]][first(row["Date"])][facts.person(email=row["Email"])] = float(row["Value"])
    return {question: of for question, of in waves.items() if len(of) > 1}


def survey_waves(facts):
    """Share of positive answers by question, day and team."""
    counts = defaultdict(lambda: [0, 0])
    for row in facts.rows("survey.csv"):
        if row["Team"]:
            of = counts[row["Question"], first(row["Date"]), row["Team"]]
            of[0] += int(row["Count"]) if row["Answer"] == "yes" else 0
            of[1] += int(row["Count"])
    waves = defaultdict(lambda: defaultdict(dict))
    for (question, day, team), (yes, every) in counts.items():
        if every:
            waves[question][day][team] = yes / every
    return {question: of for question, of in waves.items() if len(of) > 1}


def kpi_waves(facts):
    """Means of quarters that are over, of KPIs kept for several teams."""
    waves, teams = defaultdict(lambda: defaultdict(dict)), defaultdict(set)
    for (kpi, team), points in facts.kpis.items():
        if team:
            teams[kpi].add(team)
            for start in {date(day.year, (day.month - 1) // 3 * 3 + 1, 1) for day, _ in points}:
                end = later(start, 3)
                if end - DAY < facts.data[1]:
                    waves[kpi][end - DAY][team] = mean(points, (start, end))
    return {kpi: of for kpi, of in waves.items() if len(teams[kpi]) > 1 and of}


def _panel(facts, kind, name, waves):
    of, reported = kind
    start, last = min(waves), max(waves)
    if start == last:
        return None
    before, after = waves[start], waves[last]
    used = [_used(facts, day, of) for day in (start, last)]
    members = [(value, after[one], used[0][one], used[1].get(one, 0)) for one, value in before.items()
               if one in after and value > 0 and used[0].get(one, 0) > 0]
    hides = lambda count: of == "people" and 0 < count < K
    fewest = max(int(facts.settings.get("value-premium.fewest", 20)), K if of == "people" else 0)
    table, premium = np.array(members, dtype=float), None
    sums = table.sum(0) if members else np.zeros(4)
    most = max(table.max(0)[at] / sums[at] for at in range(4) if sums[at]) if members else 0
    if len(members) >= fewest and not (of == "people" and most > DOMINANT):
        premium = _premium(table, reported, hides)
    left = sum(one not in after for one in before)
    return {"value": name, "reported": reported, "of": of, "from": str(start), "to": str(last), "members": None if hides(len(members)) else len(members),
            "leavers": None if hides(left) else left, "premium": premium}


def _used(facts, day, of):
    """Tokens by team or person of the three months up to a day's month."""
    end, found = later(month(day), 1), defaultdict(int)
    for at, teams in tokens_by_month(facts).items():
        if later(end, -3) <= at < end:
            for team, people in teams.items():
                for person, tokens in people.items():
                    found[team if of == "teams" else person] += tokens
    return found


def _premium(members, reported, hides):
    v0, v1, u0, u1 = members.sum(0)
    if not u1:
        return None
    value, use = v1 / v0, u1 / u0
    drawn = members[np.random.default_rng(7).integers(0, len(members), (DRAWS, len(members)))].sum(1)
    drawn = drawn[drawn[:, 3] > 0]
    premiums = (drawn[:, 1] / drawn[:, 0]) / (drawn[:, 3] / drawn[:, 2]) - 1
    flat = members[np.abs(members[:, 3] / members[:, 2] - 1) <= FLAT + 1e-9]
    hidden = hides(len(flat)) or hides(len(members) - len(flat))
    return {"value_growth": value - 1, "use_growth": use - 1, "raw": value / use - 1, "low": _end(premiums, 0.05), "high": _end(premiums, 0.95),
            "after_haircut": (value - HAIRCUT) / use - 1 if reported else None, "flat_members": None if hidden else len(flat),
            "flat": float(np.median(flat[:, 1] / flat[:, 0] - 1)) if len(flat) and not hidden else None}


def _end(values, p):
    """The end of an interval of 2,000 draws: within five standard errors of a quantile, read off those beside it."""
    error = 5 * (p * (1 - p) / 2_000) ** 0.5
    low, at, high = np.quantile(values, [max(0, p - error), p, min(1, p + error)])
    return Near(float(at), float(max(high - at, at - low)) * 1.2 + 1e-9 * max(1, abs(at)))


METRICS = {"opportunities": opportunities, "rubric": rubric, "diagnosis": diagnosis, "value-premium": value_premium}
