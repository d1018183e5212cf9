"""Documents of a random book: an opportunity register, a rubric and judgements against it, phases, pilots, evidence."""

from datetime import timedelta


def write(book):
    r = book.random
    if r.random() < 0.5:
        register(book)
    if r.random() < 0.6 and book.has_roster:
        rubric(book)
    if r.random() < 0.6:
        phases(book)
    for number in range(r.choice([0, 1, 4, 8])):
        pilot(book, number)
    if r.random() < 0.6 and book.has_roster:
        evidence(book)


def register(book):
    r, lines = book.random, ['name = "Register"']
    for number in range(r.choice([1, 3, 6])):
        p10 = round(r.uniform(-100, 9000), 2)
        p50 = round(p10 + r.uniform(0, 9000), 2)
        idea = book.first + timedelta(r.randint(-200, book.days))
        state = r.choice(["idea", "triaged", "pilot", "live", "measured", "retired"])
        lines += ["", "[[opportunity]]", f'name = "Item {number}"', 'requester = "Claims"', 'scored-by = "Finance"',
                  f"times-a-month = {r.choice([0, 4, 400])}", f"minutes = {r.choice([0, 2.5, 12])}", f"people = {r.randint(0, 9)}",
                  f'currency = "{r.choice(["USD", "EUR"])}"', f'forecast = {{ p10 = "{p10}", p50 = "{p50}", p90 = "{p50 + 1:.2f}" }}',
                  f"success = {r.choice([0.0, 0.35, 1.0])}", f'effort-cost = "{r.uniform(1, 9000):.2f}"', f'state = "{state}"', f'idea = "{idea}"']
        if state in ("live", "measured", "retired"):
            live = idea + timedelta(r.randint(0, 120))
            lines.append(f'live = "{live}"')
            if state == "measured":
                lines += [f'measured = "{live + timedelta(r.randint(0, 90))}"', f'realised = "{r.uniform(-10, 20000):.2f}"']
        lines.append(f"units = {r.sample(['Claims', 'Audit', 'Data', 'Claims'], r.randint(0, 4))}")
    book.text("register.toml", "\n".join(lines) + "\n")


def rubric(book):
    r = book.random
    lines = ['name = "Fluency"', "version = 1"]
    for name in ("strategy", "building", "care"):
        lines += ["", "[[dimension]]", f'name = "{name}"', 'levels = ["a", "b", "c", "d"]']
    lines += ["", "[[requirement]]", "levels = { strategy = 1, building = 2 }"]
    if r.random() < 0.7:
        lines += ["", "[[requirement]]", 'role = "Engineer"', "levels = { strategy = 2, building = 2, care = 1 }"]
    book.text("rubric.toml", "\n".join(lines) + "\n")
    lines = ['name = "Autumn"', 'rubric = "Fluency"', "version = 1"]
    for person in book.people:
        if r.random() < 0.8:
            for rater in r.sample(["self", "manager", "peer"], r.randint(1, 3)):
                for day in r.sample(range(0, 200, 10), r.choice([1, 1, 2])):
                    lines += judgement(r, person, rater, book.first + timedelta(day))
    book.text("assessments.toml", "\n".join(lines) + "\n" + ("" if len(lines) > 3 else "assessment = []\n"))


def judgement(r, person, rater, day):
    levels = {name: r.randint(0, 3) for name in ("strategy", "building", "care") if r.random() < 0.9}
    shown = ", ".join(f"{name} = {level}" for name, level in levels.items())
    links = ", ".join(f'{{ dimension = "{name}", link = "https://wiki.example.com/{name}" }}' for name in levels)
    return ["", "[[assessment]]", f'person = "{person["email"]}"', f'day = "{day}"', f'rater = "{rater}"', f"levels = {{ {shown} }}",
            f"evidence = [{links}]"]


def phases(book):
    """Declared phases: some over, some to come, some of what nobody uses."""
    r, lines = book.random, ['name = "Phases"']
    for _ in range(r.choice([1, 2, 4])):
        kind, name = r.choice([("unit", "Operations"), ("unit", "Finance"), ("unit", "Elsewhere"), ("tool", "GitHub Copilot"), ("tool", "ChatGPT Enterprise")])
        start = book.first + timedelta(r.randint(-100, book.days + 40))
        lines += ["", "[[phase]]", f'{kind} = "{name}"', f'phase = "{r.choice(["explore", "transition", "efficiency"])}"',
                  f'owner = "{r.choice(["Finance", "Technology"])}"', f'until = "{start + timedelta(r.choice([20, 100, 400]))}"']
        if r.random() < 0.6:
            lines.append(f'from = "{start}"')
    book.text("phases.toml", "\n".join(lines) + "\n")


def pilot(book, number):
    r = book.random
    source, target = r.sample(["gpt-5", "gpt-5-mini", "o4", "gpt-4.1"], 2)
    pairs = r.choice([1, 29, 30, 60])
    lines = [f'name = "Pilot {number}"', f'from-model = "{source}"', f'to-model = "{target}"', f"pairs = {pairs}",
             f"success-from = {r.choice([0, pairs, r.randint(0, pairs)])}", f"success-to = {r.choice([0, pairs, r.randint(0, pairs)])}"]
    if r.random() < 0.8:
        lines.append(f'day = "{book.first + timedelta(r.randint(0, book.days))}"')
    if r.random() < 0.7:
        lines.append(f'switched = "{book.first + timedelta(r.randint(0, book.days))}"')
    book.text(f"pilot-{number}.toml", "\n".join(lines) + "\n")


SIGNS = ["seat", "permission", "use-case", "workload-fit", "rubric", "training", "success", "breadth", "survey", "voluntary-use", "trust"]


def evidence(book):
    """Scores of people on signs of access, skill and will, some of them expired."""
    r, lines = book.random, ['name = "Evidence"']
    for person in book.people:
        for sign in r.sample(SIGNS, r.choice([0, 3, 6, 9])):
            day = book.last - timedelta(r.choice([0, 20, 89, 90, 91, 200]))
            lines += ["", "[[item]]", f'person = "{person["email"]}"', f'sign = "{sign}"', f"score = {r.choice([0, 30, 49, 50, 51, 80, 100])}", f'day = "{day}"']
    book.text("evidence.toml", "\n".join(lines) + "\n" + ("" if len(lines) > 1 else "item = []\n"))
