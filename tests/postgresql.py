"""A PostgreSQL server of the tests' own, on a free port, from the system's package."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest


def program(name: str) -> str | None:
    """A program of PostgreSQL: from the folder NUTAG_POSTGRESQL, or the system's, which Debian keeps by version."""
    folder = os.environ.get("NUTAG_POSTGRESQL")
    if folder:
        return shutil.which(name, path=folder)
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else None)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server that ends with the block; yields its address, to which a database's name is added."""
    initdb, postgres = program("initdb"), program("postgres")
    if initdb is None or postgres is None:
        reason = "no PostgreSQL (apt-get install postgresql)"
        if os.environ.get("NUTAG_REQUIRE_POSTGRESQL") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="nutag-postgresql-"))
    as_user: dict[str, Any] = {}
    try:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # The server refuses to run as the administrator; the package has made a user for it.
            shutil.chown(folder, "postgres", "postgres")
            as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        data = folder / "data"
        subprocess.run(
            [initdb, "-D", data, "-U", "nutag", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user,
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = [
            "-c",
            "fsync=off",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"unix_socket_directories={folder}",
        ]
        process = subprocess.Popen(
            [postgres, "-D", data, "-p", str(port), *options],
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **as_user,
        )
        try:
            wait(port)
            yield f"postgresql://nutag@127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"postgresql://nutag@127.0.0.1:{port}/postgres", connect_timeout=1).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def empty_database(address: str) -> str:
    """The address of a new database on the server."""
    name = f"workspace_{secrets.token_hex(4)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as con:
        con.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"
