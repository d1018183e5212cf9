"""Tables of people by team and something else, with sums, as they may be shown: what is hidden, and that it stays so.

Which neighbours a table hides is a choice; that it is a safe one is not. Held here: every figure shown is right, none of
one to k − 1 people is shown, what is hidden says so in the right words, and no hidden figure follows from what is shown:
each takes two values among the tables that say the same to a reader.
"""

import numpy as np
from scipy.optimize import linprog

from compare import Any
from groups import FEW, HIDDEN, is_few

MOST = 10_000
WORDS = (FEW, HIDDEN)


def by_team(rows, cells):
    return {row["team"]: cells(row) for row in rows}


class Table:
    """People by row and column; the sums of all rows (`None`) and, where they are shown, of all columns."""

    def __init__(self, rows, width, has_rows=True):
        self.names, self.has_rows = [None, *rows], has_rows
        inner = np.array(list(rows.values()), dtype=int).reshape(len(rows), width)
        self.full = np.vstack([inner.sum(0), inner]) if len(rows) else np.zeros((1, width), dtype=int)
        if has_rows:
            self.full = np.hstack([self.full, self.full.sum(1, keepdims=True)])

    def held(self, told, values=None):
        """What each cell must be: its value, or what the program says in its place where that is right."""
        unsafe = self._found(told)
        out = {}
        for row, name in enumerate(self.names):
            cells = told.get(name) or [None] * self.full.shape[1]
            out[name] = [self._cell((row, at), cell, values, unsafe) for at, cell in enumerate(cells)]
        return out

    def _cell(self, at, cell, values, unsafe):
        people = int(self.full[at])
        value = people if values is None else values[self.names[at[0]]][at[1]]
        parts = [people] if values is None else [value["numerator"], value["denominator"] - value["numerator"], value["unknown"]]
        if cell not in WORDS:
            return "what hides few people" if any(is_few(part) for part in parts) else value
        return "what cannot be worked out from the rest" if at in unsafe and is_few(people) else Any()

    def _found(self, told):
        """Hidden cells that follow from what is shown."""
        rows, columns = self.full.shape
        cells = {(r, c): (told.get(self.names[r]) or [None] * columns)[c] for r in range(rows) for c in range(columns)}
        is_hidden = {at: isinstance(cell, dict) and "hidden" in cell for at, cell in cells.items()}
        if not any(is_hidden.values()):
            return set()
        equal, right = self._sums()
        bounds = []
        for at in sorted(cells):
            people = int(self.full[at])
            if not is_hidden[at]:
                bounds.append((people, people))
            else:
                bounds.append((0, MOST))
        found = set()
        for n, at in enumerate(sorted(cells)):
            if is_hidden[at]:
                goal = np.zeros(rows * columns)
                goal[n] = 1
                ends = [linprog(sign * goal, A_eq=equal, b_eq=right, bounds=bounds).fun for sign in (1, -1)]
                if None not in ends and ends[0] + ends[1] > -0.5:
                    found.add(at)
        return found

    def _sums(self):
        """The first row is the sum of the others; the last column, where there is one, that of the columns before."""
        rows, columns = self.full.shape
        equal = []
        for c in range(columns):
            line = np.zeros((rows, columns))
            line[0, c], line[1:, c] = -1, 1
            equal.append(line.ravel())
        for r in range(rows if self.has_rows else 0):
            line = np.zeros((rows, columns))
            line[r, :-1], line[r, -1] = 1, -1
            equal.append(line.ravel())
        return np.array(equal), np.zeros(len(equal))
