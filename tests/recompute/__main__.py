"""Recomputes every metric independently over random books: `python tests/recompute --binary counterfoil`.

Writes files, lets the program import them, asks it for each metric as JSON, and holds that against figures computed
here from the same files. Knows nothing of how the program computes.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import adoption
import ahead
import books
import bought
import detours
import ledger
import licences
import measured
import models
import money
import outcomes
import parts
import people
import phase
import reconcile
import registers
import review
import roi
import signals
import workforce
from compare import Tally, compare
from facts import Facts, later, month

READ = ["import", "--strict", "--answer", "unit=as-written"]
FAMILIES = [money, people, roi, measured, ledger, licences, outcomes, registers, review, signals, ahead, models, bought,
            phase, reconcile, adoption, workforce]
SHOWN = 5


def gathered(name):
    """One member of every family, joined."""
    return {key: value for family in FAMILIES for key, value in getattr(family, name, {}).items()}


class Program:
    """The program on one book."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.book = folder / "book.counterfoil"

    def run(self, *arguments):
        """The document that a command prints; an error is an error."""
        command = [self.binary, "--book", self.book, *arguments, "--json"]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr[-2000:]}{done.stdout[-2000:]}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def fill(self, facts, seed):
        """Imports every file, by a detour, and sets the initiatives."""
        name, taken = facts.assignments
        detour = detours.Detour(self.folder, seed)
        files = detour.ordered(sorted(path for path in self.folder.glob("*.csv") if path.name != name))
        before = detour.before()
        for part in filter(None, (before, files)):
            self.run(*READ, *part)
        if before and detour.gives_up():
            self.undo(before)
        if again := detour.again(files):
            self.undo(again)
            self.run(*READ, *again)
        if taken:
            self.run("import", "--strict", "--period", f"{taken}..{taken + timedelta(1)}", self.folder / name)
        invoices = sorted(self.folder.glob("invoice-*.xml"))
        if invoices:
            self.run("import", "--strict", *invoices)
        for path in sorted(self.folder.glob("initiative-*.toml")):
            self.run("initiatives", "set", path)
        for kind, names in (("opportunities", "register"), ("rubrics", "rubric"), ("assessments", "assessments"), ("phases", "phases"),
                            ("pilots", "pilot-*"), ("evidence", "evidence")):
            for path in sorted(self.folder.glob(f"{names}.toml")):
                self.run(kind, "set", path)
        for key, value in facts.settings.items():
            self.run("settings", "set", key, value)

    def undo(self, files):
        """Takes imports of files back; an earlier delivery is the first of its name."""
        journal = self.run("imports")["imports"]
        of = lambda path: [one["id"] for one in journal if one["header"]["file"] == path.name]
        self.run("undo", *[of(path)[0 if path.parent.name == detours.BEFORE else -1] for path in files])


def periods(facts, seed):
    """The period in force without being asked for (the newest complete month), and one of chance."""
    start, end = facts.data
    # What a file says of days to come makes no month.
    known = min(end, date.today() + timedelta(1))
    known = known if known > start else end
    last = month(known - timedelta(1))
    newest = (last, later(last, 1))
    if newest[1] > known and later(last, -1) >= start:
        newest = (later(last, -1), last)
    r = random.Random(seed)
    days = (end - start).days
    asked = start + timedelta(r.randint(0, days - 1))
    asked = (asked, asked + timedelta(r.choice([1, 7, 28, 31, 90, 200])))
    if r.random() < 0.4:
        asked = (month(asked[0]), later(month(asked[0]), r.choice([1, 2, 5])))
    cut = (max(asked[0], start), min(asked[1], later(month(end), 1)))
    return [((), newest), (("--from", asked[0], "--to", asked[1]), cut)]


def recomputed(metric, facts, seed, program):
    """Compares one metric on one book."""
    tally, make, check = Tally(), gathered("METRICS").get(metric), gathered("CHECKS").get(metric)
    # What rests on a choice of the program that is not recomputed, and only held against bounds, is told the document.
    following = gathered("FOLLOWING").get(metric)
    for asked, window in periods(facts, seed):
        if metric == "spend":
            # A plain sum: over the days asked for, or over all.
            window = asked[1::2] or facts.data
        try:
            document = program.run("show", metric, *asked)
        except RuntimeError as error:
            tally.differ(" ".join(map(str, asked)), "an answer", error)
            continue
        expected = following(facts, window, document) if following else make(facts, window)
        compare(expected | {"period": document.get("period") and {"from": str(window[0]), "to": str(window[1])}},
                {key: value for key, value in document.items() if key not in ABOUT}, tally, " ".join(map(str, asked)))
        for name, left, right in check(document) if check else ():
            compare({name: left}, {name: right}, tally)
        for by in gathered("SPLITS").get(metric, ()):
            split = program.run("show", metric, "--by", by, *asked)
            compare(make(facts, window, (by,)), {key: split[key] for key in ("rows", "totals")}, tally, f"by {by}")
        if metric == "spend":
            for more, rows in parts.sums(facts, window, seed):
                compare({"rows": rows}, {"rows": program.run("show", metric, *more, *asked)["rows"]}, tally, " ".join(more))
    if metric in parts.FILTERED and (part := parts.part(facts, seed)):
        of_part(metric, part, (facts, seed), (program, tally))
    return tally


def of_part(metric, part, book, told):
    """The same metric of the lines that a filter leaves."""
    (filters, view), (facts, seed), (program, tally) = part, book, told
    for asked, window in periods(facts, seed):
        if metric == "spend":
            window = asked[1::2] or facts.data
        document = program.run("show", metric, *filters, *asked)
        following = gathered("FOLLOWING").get(metric)
        expected = following(view, window, document) if following else gathered("METRICS")[metric](view, window)
        compare(expected, {key: document[key] for key in expected}, tally, " ".join(map(str, (*filters, *asked))))


# What a document says of itself.
ABOUT = {"measure", "columns", "coverage"}


def one_book(options, metrics, seed):
    """Makes a book, compares each metric: differences by metric."""
    folder = Path(tempfile.mkdtemp(prefix=f"recompute-{seed}-"))
    try:
        books.Book(folder, seed).write()
        facts = Facts(folder)
        program = Program(options.binary, folder)
        program.fill(facts, seed)
        if facts.data is None:
            return {}
        return {metric: recomputed(metric, facts, seed, program) for metric in metrics}
    finally:
        if not options.keep:
            shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(prog="recompute", description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--books", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--metric", action="append")
    parser.add_argument("--keep", action="store_true", help="keep the folders of the books")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="books at a time")
    options = parser.parse_args()
    os.environ.pop("COUNTERFOIL_BOOK", None)
    listed = json.loads(subprocess.run([options.binary, "metrics", "--json"], capture_output=True, check=True).stdout)
    known = [metric["id"] for metric in listed["metrics"]]
    wanted = options.metric or known
    recomputable = gathered("METRICS") | gathered("FOLLOWING")
    covered = [metric for metric in wanted if metric in recomputable and metric in known]
    count, figures, found = Counter(), Counter(), defaultdict(list)
    seeds = range(options.seed, options.seed + options.books)
    with ProcessPoolExecutor(options.jobs) as pool:
        for seed, tallies in zip(seeds, pool.map(partial(one_book, options, covered), seeds)):
            for metric, tally in tallies.items():
                count[metric] += 1
                figures[metric] += tally.figures
                found[metric] += [(seed, *difference) for difference in tally.differences]
    report(covered, count, figures, found)
    left = [metric for metric in wanted if metric not in covered]
    for metric in left:
        print(f"{metric}: not recomputed" if metric in known else f"{metric}: no such metric")
    print(f"{len(covered)} metrics recomputed, {len(left)} not recomputed{': ' + ', '.join(left) if left else ''}")
    sys.exit(1 if any(found.values()) or (options.metric and left) else 0)


def report(covered, count, figures, found):
    for metric in covered:
        print(f"{metric}: {count[metric]} books, {figures[metric]} figures compared, {len(found[metric])} differences")
        for seed, path, expected, actual in found[metric][:SHOWN]:
            print(f"  seed {seed} {path}: recomputed {expected!s:.300}, shown {actual!s:.300}")


if __name__ == "__main__":
    main()
