"""How the files of a book come in, which changes no figure: in any order, some taken back and read once more, bills after
an earlier delivery of the same months that they replace. A stream of chance of its own."""

import csv
import random

BEFORE = "before"


def write(book):
    """An earlier delivery of some bills: lines missing, other amounts."""
    r = random.Random(book.seed * 43 + 5)
    for path in sorted(book.folder.glob("focus*.csv")):
        if r.random() < 0.6:
            continue
        with open(path, newline="", encoding="utf-8") as file:
            head, *rows = csv.reader(file)
        money, start = head.index("BilledCost"), head.index("ChargePeriodStart")
        cut = r.choice(rows)[start]
        kept = [row for row in rows if row[start] <= cut and r.random() < 0.7]
        for row in kept:
            row[money] = f"{float(row[money]) * r.choice([0, 1, 2, 3]):.0f}"
        if kept:
            (book.folder / BEFORE).mkdir(exist_ok=True)
            with open(book.folder / BEFORE / path.name, "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([head, *kept])


class Detour:
    """The order of one book."""

    def __init__(self, folder, seed):
        self.folder, self.random = folder, random.Random(seed * 41 + 13)

    def ordered(self, files):
        return self.random.sample(files, len(files))

    def before(self):
        return self.ordered(sorted((self.folder / BEFORE).glob("*.csv")))

    def again(self, files):
        """Files that are taken back and read once more."""
        return self.random.sample(files, self.random.choice([0, 0, 1, len(files) // 3]))

    def gives_up(self):
        """Whether the earlier delivery is taken back once the later one is in."""
        return self.random.random() < 0.3
