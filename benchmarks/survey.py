"""How quick the survey estimator is, beside other programs in the same run: python -m benchmarks.survey

    python -m pip install -r requirements.txt -r requirements-bench.txt     (in an environment of its own)
    python -m benchmarks.survey [--rows 100000,1000000,5000000] [--rounds 3] [--no-peers]

A sample is drawn for each size. The table has 22 aimags × 6 answers, shares and totals, each with standard error,
interval, degrees of freedom and design effect. Times are medians of runs in turn; the largest memory is that of
processes of their own. svy needs minutes and 12 GB at five million respondents.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa

from benchmarks.surveys import ours, sample
from benchmarks.surveys.bars import EQUAL, Bar, agreement, quicker, told
from benchmarks.surveys.peers import BareGroupBy, Ipfn, Svy
from benchmarks.surveys.timing import Process, clocked, process, race
from survey.engines import Embedded
from survey.resident import Resident
from survey.results import Estimate
from survey.sums import tally

AIMAG, WIDE = ("aimag",), ("aimag", "district")
TABLE = {100_000: 150, 1_000_000: 200, 5_000_000: 350}  # how many times as quick as svy
MILLION = 1_000_000


def main() -> int:
    """Measure all sizes; 0 when every bar is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.survey", description=__doc__)
    parser.add_argument(
        "--rows", type=sizes, default=tuple(TABLE), metavar="N[,…]", help="default: all three"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of the table by svy, below 5 million")
    parser.add_argument("--no-peers", action="store_true", help="only ourselves and DuckDB")
    args = parser.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    missed = 0
    with TemporaryDirectory() as folder:
        for rows in args.rows:
            os.environ["XDG_CACHE_HOME"] = folder  # nothing that an earlier run kept
            file = Path(folder) / "sample.parquet"
            drawn = sample.draw(rows)
            sample.write(drawn, file)
            print(f"\n{rows} respondents in {sample.units_of(rows)} sampling units", flush=True)
            for bar in measured(rows, drawn, file, args.rounds, not args.no_peers):
                print(bar.line(), flush=True)
                missed += not bar.met
    print(f"\n{missed} bars not met" if missed else "\nAll bars met")
    return int(missed > 0)


def sizes(text: str) -> tuple[int, ...]:
    """Whole numbers with commas between them."""
    return tuple(int(part) for part in text.split(","))


def measured(rows: int, drawn: pa.Table, file: Path, rounds: int, peers: bool) -> Iterator[Bar]:
    """Everything that is measured at a size, bar by bar."""
    kept = ours.load(file)
    yield from of_ourselves(rows, drawn, file, kept)
    if not peers:
        return
    yield from of_processes(rows, file)
    svy = Svy(file)
    run = race(lambda: ours.table(kept, AIMAG), lambda: svy.table(AIMAG), rounds if rows <= MILLION else 1)
    yield quicker("table in memory, against svy", run, TABLE.get(rows))
    yield agreement("table", *run.answers)
    if rows <= MILLION:
        yield from of_raking(rows, drawn, kept, svy)
        run = race(lambda: ours.table(kept, WIDE), lambda: svy.table(WIDE), 1)
        yield quicker("198 domains × 6 answers, against svy", run, 1000 if rows == MILLION else None)
        yield agreement("198 domains", *run.answers)
    if rows <= 100_000:
        run = race(lambda: ours.jackknife(kept), svy.jackknife, 1)
        yield quicker("delete-one-unit jackknife, against svy", run, 500 if rows == 100_000 else None)
        yield agreement(
            "jackknife", *run.answers, ("estimate", "se", "n")
        )  # svy takes other degrees of freedom


def of_ourselves(rows: int, drawn: pa.Table, file: Path, kept: Resident) -> Iterator[Bar]:
    """What needs no other program than DuckDB."""
    bare = BareGroupBy(drawn, ("aimag", "answer"))
    run = race(lambda: kept.tally(("aimag", "answer")), bare.run, rounds=9, times=1)
    note = f"{told(run.ours)} against {told(run.theirs)}"
    yield Bar(
        "first pass, against DuckDB's group-by of one stored key", 1 / run.ratio, "×", most=2, note=note
    )
    cube = kept.tally((*WIDE, "answer"))
    runs = [clocked(lambda: ours.another_question(cube, ("district",)))[0] for _ in range(25)]
    clock, processor = min(run.wall for run in runs) * 1000, min(run.cpu for run in runs) * 1000
    note = f"of one processor, the quickest of 25 runs; {clock:.3g} ms by the clock; {len(cube.rows)} sums"
    limit = (
        10 if rows == MILLION else None
    )  # by processor time, which other work on the machine disturbs less
    yield Bar("another question to the stored sums", processor, "ms", most=limit, note=note)
    yield same_bits(drawn, ours.table(kept, AIMAG))
    margins = sample.margins(drawn)
    weight, worst = ours.rake(kept, margins), 0.0
    for margin in margins:
        codes = [drawn[name].combine_chunks().indices.to_numpy() for name in margin.variables]
        shape = [len(drawn[name].combine_chunks().dictionary) for name in margin.variables]
        sums = np.bincount(np.ravel_multi_index(codes, shape), weight)
        worst = max(worst, np.abs(sums / [*margin.targets.values()] - 1).max())
    yield Bar("raked margins: largest relative error", worst, "", most=1e-10)


def same_bits(drawn: pa.Table, expected: list[Estimate]) -> Bar:
    """How many of some thread counts and row orders give another table, from the file or in memory."""
    turned = drawn.take(pa.array(np.random.default_rng(1).permutation(len(drawn))))
    different = 0
    for threads, rows in ((1, drawn), (2, drawn), (3, turned), (4, turned)):
        engine = Embedded(rows)
        engine._con.execute(f"SET threads = {threads}")
        different += ours.table_of(tally(engine, sample.DESIGN, (*AIMAG, "answer")), AIMAG) != expected
        different += ours.table(Resident(engine, sample.DESIGN, (*AIMAG, "answer")), AIMAG) != expected
    return Bar("thread counts and row orders with other bits", different, "", most=0, note="of 8")


def of_processes(rows: int, file: Path) -> Iterator[Bar]:
    """Time and memory of processes of their own, in turn; ours has asked once before (survey/compiled.py)."""
    cache = file.parent / "cold"  # empty: what this process has asked is kept elsewhere
    never = process("ours", str(file), cache=cache)
    found: dict[str, list[Process]] = {"ours": [], "kept": [], "svy": []}
    for _ in range(3 if rows <= MILLION else 1):
        for program, runs in found.items():
            runs.append(process(program, str(file), cache=cache))
    cold, kept, svy = (sorted(runs)[len(runs) // 2] for runs in found.values())
    note = f"{kept.memory:.0f} MB against {svy.memory:.0f} MB"
    limit = 0.2 if rows >= MILLION else None  # below, the libraries alone weigh more than a fifth
    yield Bar(
        "table in memory: largest memory, of svy's", kept.memory / svy.memory, "×", most=limit, note=note
    )
    wall, memory = (0.06, 0.1) if rows == MILLION else (None, None)
    note = f"{cold.wall:.2f} s against {svy.wall:.2f} s; {cold.cpu / svy.cpu:.3f} × in processor time"
    yield Bar("cold process from Parquet: time, of svy's", cold.wall / svy.wall, "×", most=wall, note=note)
    note = f"{never.wall:.2f} s; {never.cpu / svy.cpu:.3f} × in processor time; {never.memory:.0f} MB"
    yield Bar("the same, for a question never asked before", never.wall / svy.wall, "×", note=note)
    note = f"{cold.memory:.0f} MB against {svy.memory:.0f} MB"
    yield Bar(
        "cold process from Parquet: memory, of svy's", cold.memory / svy.memory, "×", most=memory, note=note
    )


def of_raking(rows: int, drawn: pa.Table, kept: Resident, svy: Svy) -> Iterator[Bar]:
    """Raked weights for every respondent, and estimates with them."""
    margins, large = sample.margins(drawn), rows == MILLION
    ipfn = Ipfn(drawn, margins)
    run = race(lambda: ours.rake(kept, margins), lambda: svy.rake(margins))
    yield quicker("raking to three margins, against svy", run, 25 if large else None)
    theirs = run.answers[1].data["rk_wgt"].to_numpy()
    yield Bar(
        "raked weights: largest relative difference",
        np.abs(run.answers[0] / theirs - 1).max(),
        "",
        most=EQUAL,
    )
    for what, rake, least in (
        ("ipfn", ipfn.rake, 10 if large else None),
        ("ipfn's arrays", ipfn.rake_array, None),
    ):
        run = race(lambda: ours.rake(kept, margins), rake)
        yield quicker(f"raking to three margins, against {what}", run, least)
        apart = np.abs(run.answers[0] / run.answers[1] - 1).max()
        yield Bar("raked weights: largest relative difference", apart, "", most=EQUAL)
    run = race(lambda: ours.after_raking(kept, margins), lambda: svy.after_raking(margins), 1, times=5)
    yield quicker("estimates after raking, against svy", run, 60 if large else None)
    yield agreement("estimates after raking", *run.answers, ("estimate", "df", "n"))
    swept = ours.after_raking_by_sweeps(kept, margins)
    yield agreement("their standard errors, by svy's residuals", swept, run.answers[1])


if __name__ == "__main__":
    sys.exit(main())
