"""What may be shown of people in groups (METRICS.md §0): k people, also by subtraction. One rule for every metric.

A figure of the whole book needs k people. Of a group no part of 1 to k − 1 people is shown, nor what would leave such a
part over when shown figures are taken from a shown sum.
"""

K = 5
DOMINANT = 0.7
PROTECTS = f"hidden to protect fewer than {K}"
DOMINATED = "hidden: one person makes most of it"
HIDDEN = {"hidden": PROTECTS}
FEW = {"hidden": f"fewer than {K}"}


def is_few(people):
    return 0 < people < K


def whole(value, people):
    """A figure of everybody, of whom there are so many."""
    return FEW if is_few(people) else value


def rate(numerator, denominator, unknown):
    return {"numerator": numerator, "denominator": denominator, "unknown": unknown,
            "fraction": numerator / denominator if denominator else None}


def whole_rate(one):
    return FEW if is_few(one["denominator"]) or is_few(one["denominator"] + one["unknown"]) else one


def joined(sizes, told=()):
    """Places that go: few people, those told to, and the smallest others until two or more with k people go."""
    gone = {at for at, people in enumerate(sizes) if is_few(people)} | set(told)
    while gone and (len(gone) == 1 or is_few(sum(sizes[at] for at in gone))):
        left = [at for at, people in enumerate(sizes) if people and at not in gone]
        if not left:
            break
        gone.add(min(left, key=lambda at: sizes[at]))
    return gone


def suppressed(cells):
    """Cells (key, people, share of the largest, value) of one sum that is shown: (key, value, why not)."""
    sizes = [people for _, people, _, _ in cells]
    told = {at for at, (_, people, largest, _) in enumerate(cells) if people and largest and largest > DOMINANT}
    gone = joined(sizes, told)
    words = lambda at: DOMINATED if at in told and not is_few(sizes[at]) else PROTECTS
    return [(key, value, words(at) if at in gone else None) for at, (key, _, _, value) in enumerate(cells)]


class Table:
    """Counts by group and part. `sums` of the columns are of the `whole` book, `groups` themselves, or `unseen`."""

    def __init__(self, cells, sums):
        self.cells, self.sums = cells, sums
        self.rows, self.columns = range(len(cells)), range(len(cells[0]) if cells else 0)
        self.sizes = [sum(row) for row in cells]
        self.totals = [sum(row[at] for row in cells) for at in self.columns]
        # What is hidden: cells, sizes of groups, sums of columns.
        self.gone, self.rows_gone, self.sums_gone = set(), set(), set()
        self._protect()

    def _protect(self):
        everything = [(row, at) for row in self.rows for at in self.columns]
        if is_few(sum(self.sizes)):
            self.gone, self.rows_gone, self.sums_gone = set(everything), set(self.rows), set(self.columns)
            return
        self.rows_gone = joined(self.sizes)
        small = {"whole": {at for at in self.columns if is_few(self.totals[at])}, "groups": joined(self.totals), "unseen": set()}[self.sums]
        self.sums_gone = {"whole": set(), "groups": small, "unseen": set(self.columns)}[self.sums]
        self.gone = {(row, at) for row, at in everything if row in self.rows_gone or at in small or is_few(self.cells[row][at])}
        while more := self._fixed() or self._short():
            self.gone.update(more)

    def _people(self, at):
        return self.cells[at[0]][at[1]]

    def _smallest(self, line, zeros=False):
        left = [at for at in line if at not in self.gone and (zeros or self._people(at))]
        return min(left, key=self._people, default=None)

    def _row(self, row):
        return [(row, at) for at in self.columns]

    def _column(self, column):
        return [(row, column) for row in self.rows]

    def _short(self):
        """The next to go of a line with a sum, whose hidden cells hold few people."""
        lines = [self._row(row) for row in self.rows if row not in self.rows_gone]
        lines += [self._column(at) for at in self.columns if at not in self.sums_gone]
        for line in lines:
            if is_few(sum(self._people(at) for at in line if at in self.gone)):
                more = self._smallest(line)
                if more:
                    return [more]
        return None

    def _fixed(self):
        """The next to go beside a hidden cell that has one possible value only."""
        for at in sorted(self.gone):
            if self._people(at) and not (self._moves(at, 1) or self._moves(at, -1)):
                more = self._rectangle(at) or self._beside(at)
                if more:
                    return more
        return None

    def _beside(self, at):
        for zeros in (False, True):
            for line in (self._row(at[0]), self._column(at[1])):
                more = self._smallest(line, zeros)
                if more:
                    return [more]
        return None

    def _rectangle(self, at):
        """The cells of the rectangle that lets a cell be another number and hides the fewest people more."""
        best = None
        for row in [*self.rows, "sum"]:
            for column in [*self.columns, "size"]:
                if row == at[0] or column == at[1]:
                    continue
                others = [(at[0], column), (row, at[1]), (row, column)]
                figures = [self._figure(other) for other in [at, *others]]
                if any(margin and not hidden for _, _, hidden, margin in figures):
                    continue
                # One corner grows as its neighbours shrink; a margin counts against them.
                if not any(all(people + by * turn * sign >= 0 for (people, sign, _, _), turn in zip(figures, (1, -1, -1, 1))) for by in (1, -1)):
                    continue
                more = [other for other, figure in zip(others, figures[1:]) if not figure[2]]
                cost = sum(self._people(other) for other in more)
                if best is None or cost < best[0]:
                    best = cost, more
        return best and best[1] or None

    def _figure(self, at):
        """People, sign, whether hidden, whether a margin."""
        row, column = at
        if row == "sum" and column == "size":
            return sum(self.sizes), 1, self.sums == "unseen", True
        if row == "sum":
            return self.totals[column], -1, column in self.sums_gone, True
        if column == "size":
            return self.sizes[row], -1, row in self.rows_gone, True
        return self.cells[row][column], 1, at in self.gone, False

    def _steps(self):
        """Every hidden figure as (row, column, people, sign): `size` and `sum` stand for the margins, which count against."""
        yield from ((row, at, self.cells[row][at], 1) for row, at in self.gone)
        yield from ((row, "size", self.sizes[row], -1) for row in self.rows_gone)
        yield from (("sum", at, self.totals[at], -1) for at in self.sums_gone)
        if self.sums == "unseen":
            yield "sum", "size", sum(self.sizes), 1

    def _moves(self, cell, by):
        """Whether a cell can change by one while others take it back, row by row and column by column."""
        if self._people(cell) + by < 0:
            return False
        # From a column the change goes on with the other sign, from a row with the same.
        steps = [step for step in self._steps() if step[:2] != cell]
        open_columns, rows = {cell[1]}, set()
        frontier = [("column", cell[1])]
        while frontier:
            kind, name = frontier.pop()
            for row, column, people, sign in steps:
                change = -by if kind == "column" else by
                here, there = (column, row) if kind == "column" else (row, column)
                if here == name and people + sign * change >= 0:
                    if kind == "column" and there == cell[0]:
                        return True
                    seen = rows if kind == "column" else open_columns
                    if there not in seen:
                        seen.add(there)
                        frontier.append(("row" if kind == "column" else "column", there))
        return False

    def cell(self, row, column):
        return HIDDEN if (row, column) in self.gone else self.cells[row][column]

    def is_open(self, row):
        """Whether a group and all its parts are shown."""
        return row not in self.rows_gone and not any((row, at) in self.gone for at in self.columns)


def rates(groups, sums="whole"):
    """Rates by group: each, or the words in its place."""
    parts = [[one["numerator"], one["denominator"] - one["numerator"], one["unknown"]] for one in groups]
    table = Table(parts, sums)
    words = FEW if is_few(sum(table.sizes)) else HIDDEN
    return [one if table.is_open(row) else words for row, one in enumerate(groups)]


def having(groups, sums="whole"):
    """Of (people with a property, people): both, or the words in their place."""
    table = Table([[some, every - some] for some, every in groups], sums)
    words = FEW if is_few(sum(table.sizes)) else HIDDEN
    return [(words if (row, 0) in table.gone else some, words if row in table.rows_gone else every)
            for row, (some, every) in enumerate(groups)]
