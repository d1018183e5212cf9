"""Random books, as the files that a person would have: one roster or two, activity, seats, bills, series, scenarios.

Everything comes from one seed. Odd cases are made on purpose: nobody, one person, teams under five, months without
data, strangers, negative amounts, zero quantities, missing amounts. Knows nothing of how a metric is computed.
"""

import csv
import random
from datetime import date, timedelta

import bills
import detours
import named
import texts

TEAMS = [("Claims", "Operations"), ("Service", "Operations"), ("Platform", "Technology"), ("Audit", "Finance"),
         ("Legal", "Finance"), ("Data", "Technology")]
MODELS = ["gpt-5", "gpt-5-mini", "o4", "gpt-4.1"]
TIERS = ["default"] * 17 + ["standard", "priority", "flex"]
FIRST = ["Odile", "Nils", "Piet", "Ines", "Yuki", "Erik", "Leila", "Mateo", "Priya", "Tomasz", "Asa", "Bo"]


class Book:
    """One random book on disk."""

    def __init__(self, folder, seed):
        self.folder, self.seed, self.random = folder, seed, random.Random(seed)
        folder.mkdir(parents=True, exist_ok=True)
        r = self.random
        self.days = r.choice([20, 45, 75, 120, 200, 300, 480])
        self.first = date(2025, r.randint(1, 6) if self.days > 300 else r.randint(8, 12), r.randint(1, 28))
        self.last = self.first + timedelta(self.days)
        self.people = self._people(r.choice([0, 1, 3, 4, 6, 12, 25, 40, 60]))
        self.files, self.billed, self.has_roster = [], [], False

    def write(self):
        """Writes every file, some books without some of them."""
        r = self.random
        if self.people and r.random() < 0.93:
            self._roster()
        if r.random() < 0.9:
            self._activity()
        if self.people and r.random() < 0.7:
            self._copilot()
        if self.people and r.random() < 0.5:
            self._okta()
        bills.write(self)
        texts.write(self)
        named.write(self, bills.OPEN)
        detours.write(self)
        return self

    def table(self, name, columns, rows):
        """Writes a CSV."""
        self.files.append(name)
        with open(self.folder / name, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)

    def text(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def months(self):
        """First days of the months of the book."""
        at = self.first.replace(day=1)
        while at <= self.last:
            yield at
            at = (at + timedelta(32)).replace(day=1)

    def _people(self, count):
        r, people = self.random, []
        weights = [8, 5, 4, r.choice([1, 2]), 1, 2]
        for number in range(count):
            team, unit = r.choices(TEAMS, weights)[0]
            login = f"{r.choice(FIRST).lower()}-{number}"
            people.append({"number": 1000 + number, "login": login, "email": f"{login}@larkfield.example", "team": team,
                           "unit": unit, "role": r.choice(["Analyst", "Engineer", "Lead"]),
                           "keen": r.choice([0, 0, 0.02, 0.1, 0.3, 0.6, 0.9])})
        return people

    def _roster(self):
        r, rows = self.random, []
        for p in self.people:
            status, end = "Active", ""
            if r.random() < 0.06:
                status = r.choice(["On Leave", "Exempt"])
            elif r.random() < 0.08:
                status = "Terminated"
                end = r.choice(["", (self.first + timedelta(r.randint(0, self.days))).isoformat()])
            hired = self.first - timedelta(r.randint(0, 2000)) if r.random() < 0.9 else self.last - timedelta(r.randint(5, 40))
            rows.append([p["number"], p["login"].split("-")[0].title(), f"Person{p['number']}", p["email"], p["login"],
                         p["role"], p["team"], p["unit"], status, hired.isoformat(), end])
        head = ["Employee #", "First Name", "Last Name", "Work Email", "Login", "Job Title", "Team", "Division",
                "Status", "Hire Date", "Termination Date"]
        self.has_roster = True
        self._rosters(head, rows)

    def _rosters(self, head, rows):
        """One roster, or two of different days between which people move, come and go. A stream of chance of its own."""
        r = random.Random(self.seed * 37 + 11)
        if r.random() < 0.4:
            self.table("people.csv", head, rows)
            return
        days = [self.first + timedelta(r.randint(-20, self.days // 3)), self.first + timedelta(r.randint(self.days // 3 + 1, self.days + 5))]
        now = []
        for row in rows:
            kind = r.choices(["stays", "moves", "promoted", "comes", "goes"], [6, 2, 1, 1, 0.5])[0]
            team, unit = r.choice(TEAMS) if kind == "moves" else row[6:8]
            now.append((kind, row[:5] + ["Lead" if kind == "promoted" else row[5], team, unit] + row[8:]))
        self.table(f"people-{days[0]}.csv", head, [row for row, (kind, _) in zip(rows, now) if kind != "comes"])
        self.table(f"people-{days[1]}.csv", head, [row for kind, row in now if kind != "goes"])

    def _activity(self):
        """One or two files; between two there is a gap that no source covers."""
        r = self.random
        ends = [(self.first, self.last)]
        if self.days > 60 and r.random() < 0.35:
            cut = self.first + timedelta(r.randint(20, self.days - 20))
            ends = [(self.first, cut), (cut + timedelta(r.choice([0, 3, 12])), self.last)]
        strangers = [{"email": f"guest-{n}@elsewhere.example", "login": f"guest-{n}", "keen": 0.3, "number": 9000 + n}
                     for n in range(r.choice([0, 0, 1, 3]))]
        for at, (start, end) in enumerate(ends):
            rows = []
            for offset in range((end - start).days):
                rows += self._day(start + timedelta(offset), self.people + strangers)
            self.table(f"completions_usage_{at}.csv", ACTIVITY, rows)

    def _day(self, day, people):
        r = self.random
        if r.random() < 0.04:
            return []
        rows = []
        for p in people:
            if r.random() < p["keen"] * (0.15 if day.weekday() > 4 else 1):
                for _ in range(r.choice([1, 1, 2])):
                    rows.append(self._used(day, p, r.random() < 0.06))
        if r.random() < 0.5:
            rows.append(self._used(day, None, r.random() < 0.5))
        if not rows:
            second = int((day - date(1970, 1, 1)).total_seconds())
            rows.append([second, second + 86400, f"{day}T00:00:00+00:00", f"{day + timedelta(1)}T00:00:00+00:00"]
                        + [""] * 12)
        return rows

    def _used(self, day, person, batch):
        r = self.random
        second = int((day - date(1970, 1, 1)).total_seconds())
        requests = r.choice([0, 1, 2, 5, 17, 300]) if r.random() < 0.97 else 2500
        tokens = 0 if requests == 0 else int(r.lognormvariate(8, 2))
        cached = int(tokens * r.choice([0, 0, 0.3, 0.8]))
        written = 0 if requests == 0 else int(r.lognormvariate(6, 1.5))
        who = (f"user-{person['number']}", "", person["email"]) if person else ("", f"key_{r.randint(1, 3)}", "")
        return [second, second + 86400, f"{day}T00:00:00+00:00", f"{day + timedelta(1)}T00:00:00+00:00",
                r.choice(["proj_a", "proj_b"]), float(requests), who[0], who[1], r.choice(MODELS),
                str(batch).upper(), r.choice(TIERS), float(tokens), float(written), float(cached), float(tokens - cached),
                who[2]]

    def _copilot(self):
        r = self.random
        taken = self.last + timedelta(r.choice([-20, 0, 1, 3]))
        rows = []
        for p in self.people:
            if r.random() < 0.6:
                seen = "None"
                if r.random() < 0.75:
                    day = taken - timedelta(r.randint(1, 89))
                    seen = f"{day}T1{r.randint(0, 9)}:20:09Z"
                rows.append([f"{taken}T06:00:11Z", p["login"], seen, seen, "None" if seen == "None" else "vscode/1.103.1"])
        if r.random() < 0.3:
            rows.append([f"{taken}T06:00:11Z", "somebody-else", "None", "None", "None"])
        if rows:
            self.table("copilot.csv", COPILOT, rows)
            self._earlier(taken, rows)

    def _earlier(self, taken, rows):
        """In some books an earlier list too, on which some are missing and some held a seat since then taken back. A stream of chance of its own."""
        r = random.Random(self.seed * 83 + 29)
        day = self.first + timedelta(int(self.days * r.choice([0.3, 0.6, 0.8, 0.95])))
        if r.random() < 0.5 or day >= taken:
            return
        later, found = {row[1]: row[3] for row in rows}, []
        for p in self.people:
            if r.random() < (0.8 if p["login"] in later else 0.3):
                seen = later.get(p["login"], "None")
                if seen == "None" or seen >= str(day):
                    seen = f"{day - timedelta(r.randint(1, 60))}T09:30:00Z" if seen != "None" or (p["login"] not in later and r.random() < 0.6) else "None"
                found.append([f"{day}T06:00:11Z", p["login"], seen, seen, "None" if seen == "None" else "vscode/1.99.3"])
        if found:
            self.table("copilot-earlier.csv", COPILOT, found)

    def _okta(self):
        r, rows = self.random, []
        product = r.choice(["ChatGPT Enterprise", "OpenAI API"])
        taken = self.last + timedelta(r.choice([-15, 0, 0, 2]))
        for p in self.people:
            if r.random() < 0.5:
                since = self.last - timedelta(r.choice([3, 10, 20, 27, 28, 29, 60, 90, 300]))
                seen = "" if r.random() < 0.4 else f"{self.last - timedelta(r.randint(1, 89))}T06:55:10Z"
                gone = f"{self.last - timedelta(2)}T10:00:00Z" if r.random() < 0.05 else ""
                rows.append([p["login"], p["email"], "ChatGPT", product, p["email"],
                             f"{since}T09:12:00Z", gone, seen])
        if rows:
            self.table(f"okta-{taken}.csv", ["User", "Login", "Application name", "Application instance", "Application login",
                                    "Assigned on", "Unassigned on", "Last login"], rows)


COPILOT = ["Report Time", "Login", "Last Authenticated At", "Last Activity At", "Last Surface Used"]
ACTIVITY = ["start_time", "end_time", "start_time_iso", "end_time_iso", "project_id", "num_model_requests", "user_id",
            "api_key_id", "model", "batch", "service_tier", "input_tokens", "output_tokens", "input_cached_tokens",
            "input_uncached_tokens", "user_email"]
