"""One row of each kind: a charge, a use, a seat, a person."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal


@dataclass
class Charge:
    day: date
    provider: str
    service: str
    model: str
    token_class: str
    category: str
    currency: str
    billed: Decimal | None
    quantity: Decimal | None
    unit: str
    provisional: bool = False
    who: str = ""
    person_team: str = ""
    person_unit: str = ""
    tags: dict = field(default_factory=dict)
    effective: Decimal | None = None
    list: Decimal | None = None
    invoice: str = ""
    project: str = ""
    account: str = ""
    file: str = ""
    until: date | None = None

    @property
    def kind(self):
        """Files of one format are one source."""
        name = self.file.split(".")[0].split("-")[0]
        return "open" if name == "named" else name


@dataclass
class Use:
    day: date
    who: str | None
    model: str
    token_class: str
    tokens: int
    requests: int
    automated: bool
    project: str
    source: str = "openai-activity-csv"
    provider: str = "OpenAI"
    tool: str = "OpenAI API"
    tier: str = ""


@dataclass
class Seat:
    who: str
    product: str
    provider: str
    snapshot: date
    assigned: date | None
    last: date | None


@dataclass
class Person:
    """One person in one window."""

    key: str
    team: str = ""
    unit: str = ""
    state: str = "unknown"
    tokens: int | None = None
    requests: int | None = None
    days: set = field(default_factory=set)
    weeks: set = field(default_factory=set)
    last: date | None = None
    entitled: date | None = None
    products: set = field(default_factory=set)
    starts: date | None = None
    ends: date | None = None
    standing: str = ""

    def working_days(self, window):
        """Monday to Friday of a window on which the person is employed."""
        days = [window[0] + timedelta(n) for n in range((window[1] - window[0]).days)]
        here = lambda day: (not self.starts or self.starts <= day) and (not self.ends or day <= self.ends)
        return sum(day.weekday() < 5 and here(day) for day in days)
