"""Files made to do harm, each inspected by the command in a process of its own: python -m benchmarks.hostile

Tells for every file of the tests by which code it is refused, in what time by the clock, and the peak memory of the
largest process, the parser or the command itself. The bar is 10 seconds and 500 MB.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.etl.intake.reading.hostile import HOSTILE

SECONDS, MEGABYTES = 10, 500


def main() -> int:
    """Inspect every file and print what came of it; 1 where a file broke the bar."""
    over = 0
    with tempfile.TemporaryDirectory(prefix="nutag-hostile-") as folder:
        for name, (file_name, made, expected) in HOSTILE.items():
            file = Path(folder) / file_name
            file.write_bytes(made())
            found = subprocess.run(
                [sys.executable, "-m", "benchmarks.hostile", str(file)],
                env={**os.environ, "NUTAG_STORE": folder},
                capture_output=True,
                text=True,
                check=True,
            )
            seconds, megabytes, code = json.loads(found.stdout)
            fine = seconds <= SECONDS and megabytes <= MEGABYTES and code in expected
            over += not fine
            print(
                f"{name:32} {code:16} {seconds:6.2f} s {megabytes:6.0f} MB {'' if fine else '← over'}",
                flush=True,
            )
            file.unlink()
    return 1 if over else 0


def _measure(file: str) -> list[float | str]:
    started = time.perf_counter()
    command = [sys.executable, "-m", "etl", "inspect", file, "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    problems = json.loads(ran.stdout)["problems"] if ran.returncode == 1 else []
    blocking = [problem["code"] for problem in problems if problem["severity"] == "blocks"]
    return [seconds, megabytes, blocking[0] if blocking else f"status {ran.returncode}"]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measure(sys.argv[1])))
        sys.exit(0)
    sys.exit(main())
