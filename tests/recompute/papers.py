"""Documents of a random book: an opportunity register, a rubric and judgements against it."""

from datetime import timedelta


def write(book):
    r = book.random
    if r.random() < 0.5:
        register(book)
    if r.random() < 0.6 and "people.csv" in book.files:
        rubric(book)


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
