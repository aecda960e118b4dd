"""The benchmark of the estimator runs at a small size, and finds the same bits and the margins met."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_survey_benchmark_agrees_with_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.survey", "--rows", "5000", "--no-peers"],
        cwd=Path(__file__).resolve().parents[1],
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
    )
    lines = {line.split("  ")[0]: line for line in done.stdout.splitlines()}
    for what in ("thread counts and row orders with other bits", "raked margins: largest relative error"):
        assert "met" in lines[what].split(), done.stdout + done.stderr
