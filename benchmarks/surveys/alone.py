"""One program and one table in a process of its own: python -m benchmarks.surveys.alone ours|kept|svy FILE"""

from __future__ import annotations

import sys
from pathlib import Path

BY = ("aimag",)


def main(program: str, file: Path) -> int:
    """Make the table from the file, or from the sample in memory; how many rows it has."""
    if program == "svy":
        from benchmarks.surveys.peers import Svy

        return len(Svy(file, ("weight", "stratum", "psu", "aimag", "answer")).table(BY))
    from benchmarks.surveys import ours

    if program == "kept":
        return len(ours.table(ours.load(file, ("aimag", "answer")), BY))
    return len(ours.table_of_file(file, BY))


def largest_memory() -> float:
    """The largest memory of this process in MB; not by `getrusage`, which counts the parent before `exec` too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
    print(largest_memory())
