"""A large survey file taken in, against DuckDB's bare CSV → Parquet of the same file: python -m benchmarks.intake

    [--rows 1000000] [--repeats 3] [--folder /tmp/nutag-intake]

The file has 20 columns of a round, about 115 bytes a row, and no fault. Each step runs in a process of its own, in
turn with the bare one; ratios are those of the medians, of time by the clock and of processor time, which other work
on the machine does not touch. Memory is the peak of the process. Staging leaves Parquet;
examining proposes the mapping, scans for what is private and runs every check.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas  # noqa: F401  every command of ours has it imported before it reads a file

from etl.intake.examining import examine
from etl.intake.reading import stage
from etl.intake.staged import Staged

STEPS = ("bare", "stage", "examine", "both")
_ROWS = """
SELECT
  printf('R%07d', i) AS respondent, printf('S%02d', u % 44) AS stratum, printf('P%05d', u) AS psu,
  round(80 + (hash(i) % 40000) / 1000, 3) AS weight, printf('I%04d', u % 900) AS interviewer,
  strftime(DATE '2025-05-01' + (i // 20000)::INTEGER, '%Y-%m-%d') AS start,
  (['MN1101', 'MN1107', 'MN1110', 'MN1116', 'MN1119'])[1 + (hash(i, 1) % 5)::BIGINT] AS district,
  (['MN-073', 'MN-071', 'MN-057', 'MN-046', 'MN-043', 'MN-047', 'MN-061', 'MN-049'])[1 + (hash(i, 2) % 8)::BIGINT]
    AS origin_aimag,
  (['эр', 'эм'])[1 + (hash(i, 3) % 2)::BIGINT] AS sex,
  (['18_24', '25_34', '35_44', '45_54', '55_64', '65_plus'])[1 + (hash(i, 4) % 6)::BIGINT] AS age_group,
  (['basic', 'secondary', 'vocational', 'higher'])[1 + (hash(i, 5) % 4)::BIGINT] AS education,
  (['employee', 'unemployed', 'at_home', 'other'])[1 + (hash(i, 6) % 4)::BIGINT] AS occupation,
  3 + hash(i, 7) % 5 AS household_size,
  'single' AS household_type,
  (['none', 'one'])[1 + (hash(i, 8) % 2)::BIGINT] AS school_children,
  if(w < 30, 'yes', 'no') AS wish, if(w < 12, 'yes', 'no') AS plan,
  if(w < 5, 'yes', 'no') AS intends_12_months, if(w < 1, 'yes', 'no') AS moved,
  if(w < 45, 'yes', 'no') AS would_resettle
FROM (SELECT i, i // 10 AS u, i % 10 AS n, hash(i, 9) % 100 AS w FROM range($rows) AS made(i))
"""


def main(argv: list[str] | None = None) -> int:
    """Make the file, run every step in turn, and write medians, ratios and peaks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description="Measure the intake.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/nutag-intake"))
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    wanted = parser.parse_args(argv)
    file = wanted.folder / f"round-{wanted.rows}.csv"
    if wanted.step:
        print(json.dumps(_measure(wanted.step, file)))
        return 0
    wanted.folder.mkdir(parents=True, exist_ok=True)
    if not file.is_file():
        make(file, wanted.rows)
    print(f"{wanted.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB")
    found: dict[str, list[dict[str, float]]] = {step: [] for step in STEPS}
    for _ in range(wanted.repeats):
        for step in STEPS:
            again = [*(sys.executable, "-m", "benchmarks.intake", "--step", step), "--rows", str(wanted.rows)]
            ran = subprocess.run(
                [*again, "--folder", str(wanted.folder)], stdout=subprocess.PIPE, check=True, text=True
            )
            found[step].append(json.loads(ran.stdout))
    bare, bare_cpu = (statistics.median(run[of] for run in found["bare"]) for of in ("seconds", "cpu"))
    for step, runs in found.items():
        seconds, cpu = (statistics.median(run[of] for run in runs) for of in ("seconds", "cpu"))
        peak = max(run["peak_mb"] for run in runs)
        told = f", {runs[-1]['findings']:.0f} findings" if "findings" in runs[-1] else ""
        print(
            f"{step:8} {seconds:7.2f} s {seconds / bare:5.2f} × bare   processor {cpu:6.2f} s {cpu / bare_cpu:5.2f} × "
            f"bare   peak {peak:5.0f} MB{told}"
        )
    return 0


def make(file: Path, rows: int) -> None:
    """Write a survey file without a fault."""
    with duckdb.connect() as con:
        con.execute(f"COPY ({_ROWS.replace('$rows', str(rows))}) TO '{file}' (HEADER)")


def _measure(step: str, file: Path) -> dict[str, float]:
    folder = file.parent / "staged"
    more: dict[str, float] = {}
    if step in ("stage", "both"):
        shutil.rmtree(folder, ignore_errors=True)
    started, before = time.perf_counter(), time.process_time()
    if step == "bare":
        with duckdb.connect(config={"threads": 2}) as con:
            con.execute(
                f"COPY (FROM read_csv('{file}')) TO '{file.parent / 'bare.parquet'}' (FORMAT parquet)"
            )
    if step in ("stage", "both"):
        stage(file, folder)
    if step in ("examine", "both"):
        more["findings"] = len(examine(Staged.load(folder), root=file.parent / "no-store").findings)
    seconds, cpu = time.perf_counter() - started, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak_mb": peak, **more}


if __name__ == "__main__":
    sys.exit(main())
