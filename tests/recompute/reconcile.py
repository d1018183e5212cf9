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
        # What a credit note states lowers what is owed.
        self.is_credit = root.tag.endswith("}CreditNote")
        text = lambda where: root.findtext(where, None, SPACE)
        money = lambda where: Decimal(text(where)) * (-1 if self.is_credit else 1) if text(where) else None
        self.number, self.currency = text("cbc:ID"), text("cbc:DocumentCurrencyCode")
        self.issuer = text(".//cac:AccountingSupplierParty//cac:PartyLegalEntity/cbc:RegistrationName")
        self.total, self.net = money("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"), money("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount")
        self.tax = money("cac:TaxTotal/cbc:TaxAmount")
        self.allowances, self.extra = money("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount"), money("cac:LegalMonetaryTotal/cbc:ChargeTotalAmount")
        self.corrects = {one.text for one in root.findall("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", SPACE)}
        part = lambda line, where: line.findtext(where, None, SPACE)
        self.lines = [(part(line, "cac:Item/cbc:Name"), Decimal(part(line, "cbc:InvoicedQuantity")), Decimal(part(line, "cbc:LineExtensionAmount")))
                      for line in root.findall("cac:InvoiceLine", SPACE)]
        start, end = text("cac:InvoicePeriod/cbc:StartDate"), text("cac:InvoicePeriod/cbc:EndDate")
        issued = date.fromisoformat(text("cbc:IssueDate"))
        self.issued = issued
        self.days = (date.fromisoformat(start), date.fromisoformat(end) + DAY) if start else (issued, issued + DAY)

    def months(self):
        """Choices of months: those it states; without, the one before its own, and its own."""
        own = month(self.days[0])
        if (self.days[1] - self.days[0]).days == 1:
            return [{later(own, -1)}, {own}]
        found = []
        while own < self.days[1]:
            found.append(own)
            own = later(own, 1)
        return [set(found)]

    def issues_for(self, provider):
        plain = lambda text: re.sub("[^0-9a-z]", "", text.lower())
        return plain(self.issuer).startswith(plain(provider))

    def claims(self, charge):
        return charge.invoice.lower() == self.number.lower() and charge.currency == self.currency and self.issues_for(charge.provider)


def invoices(facts):
    return [Stated(path) for path in sorted(facts.folder.glob("invoice-*.xml"))]


def billed_twice(facts):
    """Invoices of one issuer, currency, days, net and lines under several numbers: all but one are billed again, less the
    credit notes that name one of them."""
    said, every = defaultdict(set), invoices(facts)
    for one in every:
        if not one.is_credit:
            said[one.issuer, one.currency, one.days, one.net, tuple(one.lines)].add(one.number)
    back = lambda issuer, currency, numbers: sum((one.net for one in every if one.is_credit and (one.issuer, one.currency) == (issuer, currency)
                                                  and one.corrects & numbers), Decimal(0))
    return [{"issuer": issuer, "currency": currency, "from": str(days[0]), "to": str(days[1]), "invoices": sorted(numbers),
             "amount": max(Decimal(0), net * (len(numbers) - 1) + back(issuer, currency, numbers))}
            for (issuer, currency, days, net, _), numbers in said.items() if len(numbers) > 1]


def linked(facts):
    """Invoices with the charges they bill and the days of these: those of its number and issuer, else what no number claims
    of its issuer's months; who shares such months, together. A credit note never bills whole months."""
    of = [c for c in facts.charges if c.billed is not None]
    every = [one for _, one in sorted(enumerate(invoices(facts)), key=lambda one: (one[1].issued, one[0]), reverse=True)]
    claimed = {id(c): one for one in every for c in of if one.claims(c)}
    free, shares = [c for c in of if id(c) not in claimed], []
    for one in every:
        mine = [c for c in of if claimed.get(id(c)) is one]
        if any(c.category != "tax" for c in mine):
            yield [one], mine, (min(c.day for c in mine), max(c.day for c in mine) + DAY)
        elif places := set() if one.is_credit else _places(one, free):
            met = [share for share in shares if share[1] & places]
            shares = [share for share in shares if not share[1] & places]
            shares.append((sum((share[0] for share in met), []) + [one], places.union(*(share[1] for share in met))))
    for together, places in shares:
        mine = [c for c in free if _place(c) in places]
        months = [month(c.day) for c in mine]
        yield sorted(together, key=every.index), mine, (min(months), later(max(months), 1))


def _place(charge):
    return charge.provider, charge.currency, month(charge.day)


def _places(stated, free):
    """Of its choices of months the first that agrees with it, else the first that has charges."""
    mine = lambda months: [c for c in free if c.currency == stated.currency and c.category != "tax" and month(c.day) in months and stated.issues_for(c.provider)]
    choices = [charges for charges in map(mine, stated.months()) if charges]
    agrees = [charges for charges in choices if abs(stated.net - sum(c.billed for c in charges)) <= 1]
    return {_place(c) for c in (agrees or choices or [[]])[0]}


def reconciliation(facts, _period):
    return {"rows": Keyed([_taken_apart(facts, *of) for of in linked(facts)], ("invoice", "currency"))}


def _taken_apart(facts, together, charges, days):
    """billed = Σ tokens × price + differences within 3 % or a cent + credits + seats + tax + unexplained."""
    provider, currency = min(c.provider for c in charges), together[0].currency
    of = lambda *kinds: sum((c.billed for c in charges if c.category in kinds), Decimal(0))
    adjusted = [(one.extra or 0) - (one.allowances or 0) for one in together if one.extra is not None or one.allowances is not None]
    credits = sum(adjusted, Decimal(0)) if adjusted else of("credit")
    models = _models(facts, [c for c in charges if c.category not in ("purchase", "credit", "tax")], (provider, days, currency))
    usage = sum((model["priced"] for model in models if model["priced"] is not None), Decimal(0))
    rounding = sum((model["difference"] for model in models if model["ok"]), Decimal(0))
    taxes = [one.tax for one in together if one.tax is not None]
    tax = sum(taxes, Decimal(0)) if taxes else of("tax")
    total = sum((one.total if one.total is not None else one.net for one in together), Decimal(0))
    seats = of("purchase")
    unexplained = total - usage - rounding - credits - seats - tax
    return {"invoice": " + ".join(one.number for one in together), "issuer": together[0].issuer, "currency": currency, "total": total,
            "steps": {"tokens × price": usage, "tier and rounding": rounding, "credits": credits, "seats": seats, "tax": tax, "unexplained": unexplained},
            "tolerance": _tolerance(total, currency), "ok": abs(unexplained) <= _tolerance(total, currency), "models": Keyed(models, ("model",))}


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
            name, found = name_of(use.model), prices.of(use)
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
