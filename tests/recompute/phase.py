"""Phases, recomputed from declarations, weekly use and elasticity (METRICS.md §13)."""

import tomllib
from collections import defaultdict
from datetime import date, timedelta

import licences
import outcomes
from compare import Any, Keyed
from facts import monday
from people import used, windows

TENURE, LOW, HIGH, WEEKS = 90, 0.4, 0.6, 8


def declared(facts):
    path = facts.folder / "phases.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["phase"] if path.exists() else []
    day = lambda text: date.fromisoformat(text) if text else None
    return [entry | {"from": day(entry.get("from")), "until": day(entry["until"])} for entry in entries]


def phase(facts, period):
    """Explore below 90 days or 40 %; efficiency at 60 % in each of eight weeks and ε < 1; else transition. It ends when it ends."""
    window, history = windows(facts, period)
    people = facts.people(window, history)
    seen = first_seen(facts, history)
    whole = next((row["elasticity"] for row in outcomes.decoupling(facts, period)["rows"].rows
                  if row["team"] == "Whole company" and row["elasticity"] is not None), None)
    groups = defaultdict(list)
    for person in people:
        if person.unit:
            groups["unit", person.unit].append(person)
        for product in person.products:
            groups["tool", product].append(person)
    entries, day = declared(facts), window[1]
    of_licence = {one.product: one for one in licences.licences(facts, window, history)}
    names = set(groups) | {(kind, entry[kind]) for entry in entries for kind in ("unit", "tool") if kind in entry}
    rows = []
    for kind, name in names:
        use = lambda weeks: used(facts, groups[kind, name], (name, of_licence.get(name)) if kind == "tool" else (None, None), weeks, day, True)
        suggested = _suggested(groups[kind, name], use, (day, seen, whole)) if (kind, name) in groups else None
        of = [entry for entry in entries if entry.get(kind) == name and (entry["from"] is None or entry["from"] <= day)]
        rows.append({"of": kind, "name": name, "suggested": suggested, "why": Any()} | _standing(of, day))
    return {"rows": Keyed(rows, ("of", "name"))}


def _standing(begun, day):
    """What holds, else what was declared last and has ended; of two alike the one further down the file."""
    order = list(enumerate(begun))
    last = max(order, key=lambda one: (day < one[1]["until"], one[1]["until"], one[0]), default=(0, None))[1]
    holds = [one for one in order if day < one[1]["until"]]
    now = max(holds, key=lambda one: (one[1]["from"] or date.min, one[0]), default=(0, None))[1]
    return {"declared": now["phase"] if now else None, "owner": last["owner"] if last else "", "until": str(last["until"]) if last else None,
            "past_end": bool(last) and last["until"] <= day}


def first_seen(facts, _history):
    """The first day of anybody: use by hand, or what a seat says of its holder."""
    found = {}
    for use in facts.uses:
        if use.who and not use.automated and (use.tokens > 0 or use.requests > 0):
            found[use.who] = min(use.day, found.get(use.who, use.day))
    for seat in facts.seats:
        if seat.last:
            found[seat.who] = min(seat.last, found.get(seat.who, seat.last))
    return found


def _suggested(people, use, known):
    day, seen, elasticity = known
    since = [at for person in people for at in (person.entitled, seen.get(person.key)) if at]
    if since and (day - min(since)).days < TENURE:
        return "explore"
    end = monday(day)
    weeks = [end - timedelta(7 * back) for back in range(12, 0, -1)]
    made = use(weeks)
    share = made["headline"].get("fraction")
    if made["hidden"] or share is None:
        return None
    if share < LOW:
        return "explore"
    shares = [week["rate"].get("fraction") for week in made["weeks"][-WEEKS:]]
    high = all(of is not None and of >= HIGH for of in shares)
    return "efficiency" if high and elasticity is not None and elasticity < 1 else "transition"


METRICS = {"phase": phase}
