"""What models cost and what another would have cost, recomputed from usage, bills, prices and pilots (METRICS.md §12)."""

import tomllib
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import licences
from compare import Keyed
from facts import first
from money import half_even, inside
from people import windows

# Tokeniser 0.9 to 1.1, and 0.7 to 1.5 of what is written.
TOKENISER = [Fraction(9, 10), Fraction(1), Fraction(11, 10)]
VERBOSITY = [Fraction(7, 10), Fraction(1), Fraction(3, 2)]
PAIRS = 30
# Tokens in one unit of a bill.
UNITS = {"tokens": 1, "1K tokens": 1000}


def spelled(model):
    """The one spelling of a model: small letters, dashes for dots."""
    return model.lower().replace(".", "-")


class Prices:
    """The user's own list: of a model, class and tier the latest price that has begun."""

    def __init__(self, facts):
        self.rows = defaultdict(lambda: defaultdict(list))
        self.currencies, self.names = defaultdict(set), {}
        for row in facts.rows("prices.csv"):
            name = spelled(row["Model"])
            self.rows[name][row["Class"], row["Tier"]].append((first(row["From"]), Fraction(Decimal(row["Price per million"])) / 10**6))
            self.currencies[name].add(row["Currency"])
            self.names[name] = row["Model"]

    def currency(self, model):
        """The one currency of a model's prices."""
        of = self.currencies.get(spelled(model), set())
        return next(iter(of)) if len(of) == 1 else None

    def of(self, use, model=None):
        """The price of a line of usage, or of another model under the same terms."""
        return self.price(model or use.model, use.token_class, use.day, use.tier)

    def price(self, model, kind, day, tier):
        """The price in force and the class it is of: input stands in for what is read from the cache, no tier for another."""
        for name in (kind, "input") if kind == "cache-read" else (kind,):
            begun = [one for one in self.rows.get(spelled(model), {}).get((name, tier), []) if one[0] <= day]
            if begun:
                return max(begun)[1], name
        return None


def spent_tokens(charges):
    """Tokens that bills count themselves; none where a line counts none, or lines count in different units."""
    if any(charge.unit not in UNITS or charge.quantity is None for charge in charges) or len({charge.unit for charge in charges}) > 1:
        return None
    return sum(Fraction(charge.quantity) * UNITS[charge.unit] for charge in charges)


def model_mix(facts, window):
    """Paid per million = Σ money ÷ Σ tokens of the bill itself, else of the usage; cache share = cache reads ÷ all input."""
    tokens, bills, estimated, prices = defaultdict(int), defaultdict(list), defaultdict(Fraction), Prices(facts)
    for use in facts.uses:
        # A row is told with its first class of token; a class without tokens is not there.
        if window[0] <= use.day < window[1] and (use.tokens or use.token_class == "input"):
            tokens[spelled(use.model), use.token_class] += use.tokens
            found, currency = prices.of(use), prices.currency(use.model)
            if found and currency:
                estimated[spelled(use.model), use.token_class, currency] += found[0] * use.tokens
    for charge in inside(facts, window):
        if charge.model and charge.billed is not None:
            bills[spelled(charge.model), charge.token_class, charge.currency].append(charge)
    rows = []
    for model, kind, currency in {*bills, *estimated}:
        lines, count = bills.get((model, kind, currency), []), tokens.get((model, kind))
        money = sum((line.billed for line in lines), Decimal(0)) if lines else None
        told = estimated.get((model, kind, currency))
        guess = None if told is None else half_even(told, currency)
        own = spent_tokens(lines) if lines else None
        rows.append({"model": model, "token_class": kind, "currency": currency, "tokens": None if count is None else Decimal(count), "billed": money, "estimated": guess,
                     "paid_per_million": _price(kind, money, own if own is not None else count, currency), "estimated_per_million": _price(kind, guess, count, currency)})
    told = {row["model"] + "/" + row["token_class"] for row in rows}
    rows += [{"model": model, "token_class": kind, "currency": None, "tokens": Decimal(count)} | dict.fromkeys(("billed", "estimated", "paid_per_million", "estimated_per_million"))
             for (model, kind), count in tokens.items() if f"{model}/{kind}" not in told]
    shares = [{"model": model, "cache_share": share} for model in {model for model, _ in tokens} if (share := _cache(tokens, model))["denominator"]]
    whole = [sum(one["cache_share"][name] for one in shares) for name in ("numerator", "denominator")]
    return {"rows": Keyed(rows, ("model", "token_class", "currency")), "cache_by_model": Keyed(shares, ("model",)), "cache_share": _rate(*whole)}


def _price(kind, money, tokens, currency):
    return half_even(Fraction(money) * 10**6 / tokens, currency) if kind and money is not None and tokens else None


def _cache(tokens, model):
    of = lambda kind: tokens.get((model, kind), 0)
    return _rate(of("cache-read"), of("cache-read") + of("input") + of("cache-write"))


def _rate(numerator, denominator):
    return {"numerator": numerator, "denominator": denominator, "unknown": 0, "fraction": numerator / denominator if denominator else None}


def pilots(facts):
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(facts.folder.glob("pilot-*.toml"))]


class Usage:
    """Usage of a period that is paid by the token, by model."""

    def __init__(self, facts, period, window):
        bought = licences.licences(facts, window[0], window[1])
        self.is_seat = any(one.provider == "OpenAI" and licences.likeness(one.product, "OpenAI API") is not None for one in bought)
        self.uses = [use for use in facts.uses if period[0] <= use.day < period[1]]

    def cells(self, model):
        """Tokens by day, project and class; those of seats apart."""
        of = [use for use in self.uses if spelled(use.model) == spelled(model)]
        return ([], sum(use.tokens for use in of)) if self.is_seat else (of, 0)


def repriced(prices, cells, models):
    """Exact sums of tokens that have a price of both: now, low, mid, high; by project and in all; and what has none."""
    sums, unpriced, stand_ins = defaultdict(lambda: [0, Fraction(0), Fraction(0), Fraction(0), Fraction(0)]), 0, set()
    for use in cells:
        now, then = (prices.of(use, model) for model in models)
        if use.tokens == 0:
            continue
        if not now or not then:
            unpriced += use.tokens
            continue
        if then[1] != use.token_class:
            stand_ins.add((use.token_class, then[1]))
        kappa = [token * (more if use.token_class == "output" else 1) for token, more in zip(TOKENISER, VERBOSITY)]
        for task in (None, use.project):
            of = sums[task]
            of[0] += use.tokens
            for at, part in enumerate([now[0], *(then[0] * k for k in kappa)], 1):
                of[at] += part * use.tokens
    return sums, unpriced, stand_ins


def repricing(facts, period):
    window = windows(facts, period)
    usage, prices = Usage(facts, period, window), Prices(facts)
    used = Counter()
    for use in usage.uses:
        used[use.model] += use.tokens
    ranked = sorted((model for model in used if used[model] > 0), key=lambda model: (-used[model], model))
    source = next((model for model in ranked if prices.rows.get(spelled(model))), ranked[0] if ranked else "")
    cells, seats = usage.cells(source)
    target = _cheapest(prices, cells, source, ranked)
    sums, unpriced, stand_ins = {}, 0, set()
    currency = prices.currency(source) if cells else prices.currency(target)
    if target and cells and currency and currency == prices.currency(target):
        sums, unpriced, stand_ins = repriced(prices, cells, (source, target))
    rows = [_row(task, sums[task], currency) for task in sorted(sums, key=lambda task: (task is not None, task or ""))]
    made = {"rows": rows, "from_model": source, "to_model": target, "label": "price-only counterfactual", "unpriced_tokens": Decimal(unpriced),
            "seat_tokens": Decimal(seats), "by": "project" if cells else "tool",
            "stand_ins": Keyed([{"class": kind, "priced_as": of} for kind, of in stand_ins], ("class",))}
    return made | _judged(facts, prices, (source, target, currency), (sums.get(None), cells), window)


def _cheapest(prices, cells, source, ranked):
    """Of the others in use whose every token has a price, the one with the least middle cost."""
    costs = []
    for model in ranked:
        if spelled(model) != spelled(source) and prices.currency(model) and prices.currency(model) == prices.currency(source) and cells:
            sums, unpriced, _ = repriced(prices, cells, (source, model))
            if not unpriced and None in sums:
                costs.append((half_even(sums[None][3], prices.currency(model)), model))
    return min(costs)[1] if costs else ""


def _row(task, sums, currency):
    actual, *other = [half_even(part, currency) for part in sums[1:]]
    saved = [actual - part for part in reversed(other)]
    return {"task": task, "currency": currency, "tokens": Decimal(sums[0]), "actual": actual} | dict(zip(("low", "mid", "high"), other)) | dict(
        zip(("saving_low", "saving_mid", "saving_high"), saved))


def _judged(facts, prices, names, known, window):
    """Potential until a pilot of thirty pairs is attached, then validated, then realised by bills since the switch."""
    (source, target, currency), (all_, cells) = names, known
    of = [one for one in pilots(facts) if spelled(one["from-model"]) == spelled(source) and spelled(one["to-model"]) == spelled(target)]
    enough = [one for one in of if one["pairs"] >= PAIRS]
    made = {"standing": "potential", "realised": None, "pilot": None, "decision": None}
    if not enough:
        return made
    pilot = max(enough, key=lambda one: (one.get("day", ""), one["pairs"], one["name"]))
    made["pilot"] = {"task": "", "source": "", "day": None, "switched": None} | pilot
    if all_ is None:
        return made
    made["standing"], tasks = "validated", sum(use.requests for use in cells)
    success = [pilot["success-from"] / pilot["pairs"], pilot["success-to"] / pilot["pairs"]]
    if tasks:
        cost = [float(half_even(all_[at], currency)) / tasks for at in (1, 3)]
        made["decision"] = {"cost": cost, "success": success, "per_success": [c / s if s else None for c, s in zip(cost, success)],
                            "break_even": (cost[0] - cost[1]) / (success[0] - success[1]) if success[0] > success[1] else None}
    switched = next((one["switched"] for one in of if "switched" in one), None)
    if switched:
        saved = _saved(facts, prices, (source, target, currency), (date.fromisoformat(switched), window[0][1]))
        made |= {} if saved is None else {"realised": saved, "standing": "realised"}
    return made


def _saved(facts, prices, names, days):
    """What the other model's tokens would have cost at the old prices, less what is billed for it."""
    source, target, currency = names
    billed = [c.billed for c in facts.charges if spelled(c.model) == spelled(target) and days[0] <= c.day < days[1] and c.currency == currency and c.billed is not None]
    if sum(billed, Decimal(0)) <= 0 or currency != _most_billed(facts):
        return None
    worth = Fraction(0)
    for use in facts.uses:
        found = prices.of(use, source)
        if spelled(use.model) == spelled(target) and days[0] <= use.day < days[1] and found:
            worth += found[0] * use.tokens
    return half_even(worth, currency) - sum(billed)


def _most_billed(facts):
    """The currency of most charges that state an amount."""
    count = Counter(charge.currency for charge in facts.charges if charge.billed is not None)
    most = max(count.values())
    return min(currency for currency, of in count.items() if of == most)


METRICS = {"model-mix": model_mix, "repricing": repricing}
