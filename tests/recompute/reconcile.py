"""Invoices against charges and usage, recomputed from e-invoices, bills and prices (METRICS.md §19)."""

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from compare import Keyed
from facts import DAY, SCALE, later, month
from models import Prices, spelled
from money import half_even

SPACE = {"cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
         "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"}
PERCENT = Fraction(3, 100)


class Stated:
    """What an invoice says."""

    def __init__(self, path):
        root = ET.parse(path).getroot()
        text = lambda where: root.findtext(where, None, SPACE)
        money = lambda where: Decimal(text(where)) if text(where) else None
        self.number, self.currency = text("cbc:ID"), text("cbc:DocumentCurrencyCode")
        self.issuer = text(".//cac:AccountingSupplierParty//cac:PartyLegalEntity/cbc:RegistrationName")
        self.total, self.net = money("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"), money("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount")
        self.tax = money("cac:TaxTotal/cbc:TaxAmount")
        self.allowances, self.extra = money("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount"), money("cac:LegalMonetaryTotal/cbc:ChargeTotalAmount")
        part = lambda line, where: line.findtext(where, None, SPACE)
        self.lines = [(part(line, "cac:Item/cbc:Name"), Decimal(part(line, "cbc:InvoicedQuantity")), Decimal(part(line, "cbc:LineExtensionAmount")))
                      for line in root.findall("cac:InvoiceLine", SPACE)]
        start, end = text("cac:InvoicePeriod/cbc:StartDate"), text("cac:InvoicePeriod/cbc:EndDate")
        issued = date.fromisoformat(text("cbc:IssueDate"))
        self.days = (date.fromisoformat(start), date.fromisoformat(end) + DAY) if start else (issued, issued + DAY)

    def months(self):
        """Those it states; without, its own and the one before."""
        at, found = month(self.days[0]), []
        if (self.days[1] - self.days[0]).days == 1:
            found.append(later(at, -1))
        while at < self.days[1]:
            found.append(at)
            at = later(at, 1)
        return found


def invoices(facts):
    return [Stated(path) for path in sorted(facts.folder.glob("invoice-*.xml"))]


def billed_twice(facts):
    """Invoices of one issuer, currency, days, net and lines under several numbers: all but one are billed again."""
    said = defaultdict(set)
    for one in invoices(facts):
        said[one.issuer, one.currency, one.days, one.net, tuple(one.lines)].add(one.number)
    return [{"issuer": issuer, "currency": currency, "from": str(days[0]), "to": str(days[1]), "invoices": sorted(numbers), "amount": net * (len(numbers) - 1)}
            for (issuer, currency, days, net, _), numbers in said.items() if len(numbers) > 1]


def billed_by(facts, stated):
    """Charges of its number, else those of its issuer in its months; the vendor; and the days they lie in."""
    of = [c for c in facts.charges if c.currency == stated.currency and c.billed is not None]
    named = [c for c in of if c.invoice == stated.number]
    if named:
        return named, min(c.provider for c in named), (min(c.day for c in named), max(c.day for c in named) + DAY)
    plain = lambda text: re.sub("[^0-9a-z]", "", text.lower())
    vendors = sorted({c.provider for c in of if plain(stated.issuer).startswith(plain(c.provider)) and month(c.day) in stated.months()})
    if not vendors:
        return [], None, None
    mine = [c for c in of if c.provider == vendors[0] and month(c.day) in stated.months()]
    months = [month(c.day) for c in mine]
    return mine, vendors[0], (min(months), later(max(months), 1))


def reconciliation(facts, _period):
    rows = [row for stated in invoices(facts) if (row := _taken_apart(facts, stated))]
    return {"rows": Keyed(rows, ("invoice", "currency"))}


def _taken_apart(facts, stated):
    """billed = Σ tokens × price + differences within 3 % or a cent + credits + seats + tax + unexplained."""
    charges, provider, days = billed_by(facts, stated)
    if not charges:
        return None
    of = lambda *kinds: sum((c.billed for c in charges if c.category in kinds), Decimal(0))
    credits = of("credit")
    if stated.extra is not None or stated.allowances is not None:
        credits = (stated.extra or 0) - (stated.allowances or 0)
    models = _models(facts, [c for c in charges if c.category not in ("purchase", "credit", "tax")], (provider, days, stated.currency))
    usage = sum((model["priced"] for model in models if model["priced"] is not None), Decimal(0))
    rounding = sum((model["difference"] for model in models if model["ok"]), Decimal(0))
    tax = stated.tax if stated.tax is not None else of("tax")
    total = stated.total if stated.total is not None else stated.net
    seats = of("purchase")
    unexplained = total - usage - rounding - credits - seats - tax
    return {"invoice": stated.number, "issuer": stated.issuer, "currency": stated.currency, "total": total,
            "steps": {"tokens × price": usage, "tier and rounding": rounding, "credits": credits, "seats": seats, "tax": tax, "unexplained": unexplained},
            "tolerance": _tolerance(total, stated.currency), "ok": abs(unexplained) <= _tolerance(total, stated.currency), "models": Keyed(models, ("model",))}


def _tolerance(amount, currency):
    """The larger of 0.01 and 3 %: the most that may stay open, so cut off and not rounded up."""
    scale = 10 ** SCALE[currency]
    return max(Decimal("0.01"), Decimal(int(Fraction(abs(amount)) * PERCENT * scale)) / scale)


def _models(facts, charges, asked):
    """Billed by model, beside the tokens that the vendor's usage states in those days at the prices of each day."""
    provider, days, currency = asked
    prices, billed, tokens, priced = Prices(facts), defaultdict(Decimal), defaultdict(int), {}
    name_of = lambda model: prices.names.get(spelled(model), model)
    for charge in charges:
        billed[name_of(charge.model)] += charge.billed
    for use in facts.uses:
        if use.provider == provider and days[0] <= use.day < days[1]:
            name, found = name_of(use.model), prices.price(use.model, use.token_class, use.day)
            tokens[name] += use.tokens
            is_priced = found and prices.currency(use.model) == currency
            if use.tokens:
                before = priced.get(name, Fraction(0))
                priced[name] = None if before is None or not is_priced else before + found[0] * use.tokens
    rows = []
    for name in {*billed, *tokens}:
        sum_ = priced.get(name)
        worth = half_even(sum_, currency) if sum_ is not None else None
        difference = None if worth is None else billed[name] - worth
        rows.append({"model": name, "billed": billed[name], "tokens": Decimal(tokens[name]) if name in tokens else None, "priced": worth, "difference": difference,
                     "ok": difference is not None and abs(difference) <= _tolerance(billed[name], currency)})
    return rows


METRICS = {"reconciliation": reconciliation}
