"""Holds a JSON document of the program against what was recomputed, field by field.

Money is equal or it is not; floats may differ by rounding (1e-9). Nothing is skipped but the members of WORDS.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

# Members that hold sentences, not figures.
WORDS = {"finding", "explain", "notes", "problems", "metric", "unit", "filters", "note", "what", "words", "missing", "conflicts", "refused", "not_told", "flag_words", "formula"}
RELATIVE = 1e-9


@dataclass
class Near:
    """A number that may be off by so much, with the reason beside its use."""

    value: float
    by: float


@dataclass
class Keyed:
    """Rows in any order, known by some of their members."""

    rows: list
    keys: tuple


class Any:
    """Anything will do here; a check of its own (CHECKS) holds it."""


@dataclass
class Tally:
    """What one comparison came to."""

    figures: int = 0
    differences: list = field(default_factory=list)

    def differ(self, path, expected, actual):
        self.differences.append((path, expected, actual))


def cents(value, digits=2):
    """An estimate computed with floats and then rounded to minor units: right within half a unit and float noise."""
    unit = 10.0**-digits
    return Near(float(value), unit / 2 + abs(value) * 1e-12 + unit / 1e4)


def compare(expected, actual, tally, path=""):
    """Adds to the tally what differs."""
    if isinstance(expected, dict):
        _members(expected, actual, tally, path)
    elif isinstance(expected, Keyed):
        _keyed(expected, actual, tally, path)
    elif isinstance(expected, (list, tuple)):
        _items(expected, actual, tally, path)
    else:
        tally.figures += 1
        if not _same(expected, actual):
            tally.differ(path, expected, actual)


def _members(expected, actual, tally, path):
    if not isinstance(actual, dict):
        tally.differ(path, expected, actual)
        return
    for key in sorted((set(expected) | set(actual)) - WORDS):
        if key not in expected:
            tally.differ(f"{path}.{key}", "<not recomputed>", actual[key])
        elif key not in actual:
            tally.differ(f"{path}.{key}", expected[key], "<missing>")
        else:
            compare(expected[key], actual[key], tally, f"{path}.{key}")


def _items(expected, actual, tally, path):
    if not isinstance(actual, list) or len(actual) != len(expected):
        tally.differ(path, f"{len(expected)} rows: {expected!r:.300}", f"{actual!r:.300}")
        return
    for at, (left, right) in enumerate(zip(expected, actual)):
        compare(left, right, tally, f"{path}[{at}]")


def _keyed(expected, actual, tally, path):
    if not isinstance(actual, list):
        tally.differ(path, expected.rows, actual)
        return
    left, right = (_named(rows, expected.keys) for rows in (expected.rows, actual))
    for key in sorted(set(left) | set(right), key=str):
        place = f"{path}[{' '.join(str(part) for part in key)}]"
        if key in left and key in right:
            compare(left[key], right[key], tally, place)
        else:
            tally.differ(place, left.get(key, "<no row>"), right.get(key, "<no row>"))


def _named(rows, keys):
    """Rows by name; of several of one name by their order too."""
    seen, found = Counter(), {}
    for row in rows:
        name = tuple(_plain(row.get(key)) for key in keys)
        seen[name] += 1
        found[name + ((str(seen[name]),) if seen[name] > 1 else ())] = row
    return found


def _plain(value):
    """A name as text; amounts without zeros behind."""
    text = str(value)
    try:
        return format(Decimal(text).normalize() + 0, "f") if "." in text or isinstance(value, (Decimal, int)) else text
    except ArithmeticError:
        return text


def _same(expected, actual):
    if isinstance(expected, Any):
        return True
    if isinstance(expected, Near):
        number = _number(actual)
        return number is not None and abs(number - expected.value) <= expected.by
    if isinstance(expected, Decimal):
        return isinstance(actual, str) and Decimal(actual) == expected
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        return actual is expected or actual == expected
    number = _number(actual)
    if number is None or isinstance(actual, bool):
        return False
    if isinstance(expected, int):
        return number == expected
    return math.isclose(number, float(expected), rel_tol=RELATIVE, abs_tol=RELATIVE)


def _number(value):
    try:
        return float(value) if not isinstance(value, (bool, dict)) and value is not None else None
    except ValueError:
        return None
