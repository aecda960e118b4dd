"""Warm reruns of every page, twenty visitors at once over the real websocket, against two yardsticks.

    python -m benchmarks.pages [--visitors 20] [--rounds 5]

In one run: an empty stock Streamlit page (with the libraries of a data app imported), the plain way (a page
that reads the files and builds the figures on every run), and each page of ours. What counts is the median
time from asking for a rerun to the end of the run, and its ratio to the yardsticks. Also measured: the bytes
of the map's message, gzipped.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PROJECT = Path(__file__).resolve().parent.parent
SURVEY_PAGES = ("intentions", "destinations", "crosstab", "rounds", "published", "methods")
PAGES = ("overview", "map", "aimag", "compare", *SURVEY_PAGES, "sources", "dictionary")


class Visitor:
    """One session on the websocket."""

    def __init__(self, channel: ClientConnection, path: str) -> None:
        self.channel, self.path = channel, path
        self.page_hash = ""
        self.map_bytes = 0
        self.elements = 0

    async def rerun(self) -> float:
        """Ask for a run; seconds until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = "lang=mn&aimag=MN-046"
        message.rerun_script.page_script_hash = self.page_hash
        if not self.page_hash:
            message.rerun_script.page_name = self.path
        message.rerun_script.context_info.timezone = "UTC"
        self.elements = 0
        started = time.perf_counter()
        await self.channel.send(message.SerializeToString())
        while True:
            data = await self.channel.recv()
            answer = ForwardMsg()
            answer.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                self.page_hash = answer.navigation.page_script_hash
            elif kind == "delta":
                self.elements += 1
                if answer.delta.new_element.HasField("deck_gl_json_chart"):
                    self.map_bytes = len(gzip.compress(answer.SerializeToString()))
            elif kind == "ref_hash":
                self.elements += 1
            elif kind == "script_finished":
                return time.perf_counter() - started


async def measure(port: int, path: str, visitors: int, rounds: int) -> tuple[float, float, int]:
    """Median seconds of a warm rerun with all visitors at once, the same alone, and the map's bytes."""
    channels = [
        await connect(f"ws://localhost:{port}/_stcore/stream", max_size=None) for _ in range(visitors)
    ]
    crowd = [Visitor(channel, path) for channel in channels]
    for visitor in crowd:  # cold runs, and one warm run each
        await visitor.rerun()
        await visitor.rerun()
    alone = [await crowd[0].rerun() for _ in range(rounds)]
    together: list[float] = []
    for _ in range(rounds):
        together += await asyncio.gather(*(visitor.rerun() for visitor in crowd))
    for channel in channels:
        await channel.close()
    if path and min(visitor.elements for visitor in crowd) < 10:
        raise SystemExit(
            f"The page {path!r} did not draw: is there a build? Make one with: python -m etl build"
        )
    return statistics.median(together), statistics.median(alone), max(visitor.map_bytes for visitor in crowd)


class Server:
    """A Streamlit server of its own process, with or without the project's settings."""

    def __init__(self, script: str, *, stock: bool) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(PROJECT / script),
            "--server.port",
            str(self.port),
            "--server.headless",
            "true",
        ]
        if stock:
            command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
        folder = PROJECT / "benchmarks" if stock else PROJECT
        self.process = subprocess.Popen(
            command, cwd=folder, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> int:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://localhost:{self.port}/_stcore/health", timeout=2)
                return int(self.port)
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"The server on port {self.port} did not start.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with Server("benchmarks/stock_page.py", stock=True) as port:
        stock, stock_alone, _ = asyncio.run(measure(port, "", args.visitors, args.rounds))
    with Server("benchmarks/plain_page.py", stock=True) as port:
        plain, plain_alone, _ = asyncio.run(measure(port, "", args.visitors, max(1, args.rounds // 3)))
    print(f"{args.visitors} visitors at once, median seconds of a warm rerun (alone in brackets)")
    print(f"{'empty stock page':<18} {stock:7.3f} ({stock_alone:.3f})")
    print(f"{'the plain way':<18} {plain:7.3f} ({plain_alone:.3f})")
    with Server("app.py", stock=False) as port:
        for path in PAGES:
            ours, alone, size = asyncio.run(measure(port, path, args.visitors, args.rounds))
            note = f"  map {size / 1000:.1f} kB gzipped" if size else ""
            print(
                f"{path:<18} {ours:7.3f} ({alone:.3f})  {ours / stock:5.2f} × stock  plain / ours {plain / ours:6.1f}{note}",
                flush=True,
            )


if __name__ == "__main__":
    main()
