"""A page of another person while a large survey file is taken in: python -m benchmarks.upload

    [--rows 1000000] [--page map] [--folder /tmp/nutag-upload]

One visitor asks for warm reruns of a page over the real websocket, one after the other: first with nothing else at
work, then while the file comes by HTTP as from a browser, then while it is staged, checked, made into a preview and
compared. The work on the file is the very process that the page starts. What counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from benchmarks.intake import make
from benchmarks.pages import Server, Visitor
from etl.build import build
from ui.intake import cases

PERSON = "0" * 32
IDLE_RERUNS = 40


def main(argv: list[str] | None = None) -> int:
    """Make the file and a store, serve the app over it, and write medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.upload", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--page", default="map")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/nutag-upload"))
    wanted = parser.parse_args(argv)
    shutil.rmtree(wanted.folder, ignore_errors=True)
    (wanted.folder / "store").mkdir(parents=True)
    os.environ["NUTAG_STORE"] = str(wanted.folder / "store")
    build(wanted.folder / "store")
    file = wanted.folder / "Survey 2026.csv"
    make(file, wanted.rows)
    with Server("app.py", stock=False) as port:
        asyncio.run(_measure(port, file, wanted.page))
    shutil.rmtree(wanted.folder)
    return 0


async def _measure(port: int, file: Path, page: str) -> None:
    async with connect(f"ws://localhost:{port}/_stcore/stream", max_size=None) as channel:
        visitor = Visitor(channel, page)
        for _ in range(3):
            await visitor.rerun()
        idle = [await visitor.rerun() for _ in range(IDLE_RERUNS)]
        sent = asyncio.create_task(asyncio.to_thread(_send, port, file))
        receiving = await _until(sent, visitor)
        working = await _until(asyncio.create_task(asyncio.to_thread(_work, sent.result())), visitor)
    print(
        f"{file.stat().st_size / 1e6:.0f} MB; warm rerun of {page}, seconds: median, 95th percentile, runs, × idle"
    )
    for name, seconds in (
        ("nothing at work", idle),
        ("file comes", receiving),
        ("file is worked on", working),
    ):
        last = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
        ratio = statistics.median(seconds) / statistics.median(idle)
        print(f"{name:<20} {statistics.median(seconds):.3f} {last:.3f} {len(seconds):5} {ratio:5.2f}")


async def _until(task: asyncio.Task[Any], visitor: Visitor) -> list[float]:
    """Seconds of reruns, one after the other, until something else is done."""
    seconds = [await visitor.rerun()]
    while not task.done():
        seconds.append(await visitor.rerun())
    await task
    return seconds


def _send(port: int, file: Path) -> str:
    """Send a file as the browser does; returns the draft."""
    host = f"localhost:{port}"
    headers = {
        "Cookie": f"nutag_person={PERSON}",
        "Origin": f"http://{host}",
        "Content-Length": str(file.stat().st_size),
    }
    channel = http.client.HTTPConnection(host)
    with file.open("rb") as content:
        channel.request("POST", "/receive?name=survey.csv&lang=en", content, headers)
        return str(json.loads(channel.getresponse().read())["received"])


def _work(draft: str) -> None:
    """Look at the file as the page does, and wait until that has ended."""
    cases.look(draft)
    while (case := cases.opened(PERSON, draft)) and case.under_way:
        time.sleep(0.2)
    assert case is not None and case.progress is not None
    found = "with a preview" if case.preview else f"{len(case.blocking)} findings block"
    print(f"The work ended as {case.progress.state}, {found}.")


if __name__ == "__main__":
    raise SystemExit(main())
