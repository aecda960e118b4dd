"""A cluster of Apache Spark, a master and two workers on this machine, gives the numbers of DuckDB."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest

PROJECT = Path(__file__).resolve().parents[2]
PEOPLE = Path(__file__).parent / "reference" / "people.csv"
DESIGN = "--weight weight --stratum stratum --psu psu,ssu --fpc fpc1,fpc2 --nested --no-disclosure"
QUESTIONS = [
    "--of answer --by aimag,sex",
    "--of income,big --statistic mean --by sex",
    "--of spend --statistic total --by aimag",
    "--of spend,income --statistic ratio --by age",
    "--of income --statistic quantile --probability 0.25,0.5",
]
NUMBERS = ("estimate", "se", "low", "high", "df", "n", "n_answer", "deff")

# One process asks everything, so that the cluster is met once; several files are open at the same time.
ASK = """
import json, sys
from survey.__main__ import main
from survey.design import Design
from survey.engines import open_file
from survey.sums import tally
status = [main(arguments) for arguments in json.loads(sys.argv[1])]
engines = [open_file(file) for file in sys.argv[2:]]
print(json.dumps([int(tally(engine, Design(), ()).rows.sum()) for engine in engines]))
sys.exit(max(status))
"""

# Little memory, nothing but the loopback address, and both workers at work before the first question.
SETTINGS = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 512m
spark.executor.memory 512m
spark.executor.cores 1
spark.sql.shuffle.partitions 4
spark.driver.extraJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1
spark.executor.extraJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1
spark.scheduler.minRegisteredResourcesRatio 1
spark.scheduler.maxRegisteredResourcesWaitingTime 60s
"""


def lacking() -> str | None:
    """What the machine lacks for Spark, if anything."""
    java = os.environ.get("JAVA_HOME") and str(Path(os.environ["JAVA_HOME"], "bin", "java"))
    java = shutil.which(java or "java")
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr if java else ""
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < 17:
        return "no Java 17 or newer for Apache Spark (Debian: apt-get install openjdk-17-jre-headless)"
    if importlib.util.find_spec("pyspark") is None:
        return "no pyspark for Apache Spark (pip install -r requirements-spark.txt)"
    return None


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of those who ask a cluster of two workers, and the folder of its logs."""
    if reason := lacking():
        if os.environ.get("NUTAG_REQUIRE_SPARK") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(SETTINGS)
    home = str(Path(str(importlib.util.find_spec("pyspark").origin)).parent)  # type: ignore[union-attr]
    here = {
        "SPARK_HOME": home,
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        "PYTHONPATH": str(PROJECT),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    master = f"spark://127.0.0.1:{port}"
    worker = ["worker.Worker", "--webui-port", "0", "--cores", "1", "--memory", "600m", "--work-dir"]
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> None:
        command = [f"{home}/bin/spark-class", f"org.apache.spark.deploy.{arguments[0]}"]
        command += ["--host", "127.0.0.1", *arguments[1:]]
        with (folder / name).open("wb") as log:
            started.append(
                subprocess.Popen(command, env=os.environ | here, cwd=folder, stdout=log, stderr=log)
            )

    try:
        start("master", "master.Master", "--port", str(port), "--webui-port", "0")
        wait_for("elected leader", folder / "master")
        for name in ("first", "second"):
            start(name, *worker, str(folder / f"{name}-work"), master)
        for name in ("first", "second"):
            wait_for("Successfully registered with master", folder / name)
        yield here | {"NUTAG_ENGINE": master}
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def wait_for(words: str, log: Path) -> None:
    for _ in range(600):
        if words in log.read_text("utf-8", "replace"):
            return
        time.sleep(0.1)
    pytest.fail(f"{log.name} did not start:\n{log.read_text('utf-8', 'replace')}")


def ask(lines: list[list[str]], files: list[str], environment: dict[str, str]) -> list[Any]:
    """The answers to several command lines, and the rows of files that are open together."""
    own = {name: value for name, value in os.environ.items() if name != "NUTAG_ENGINE"} | environment
    command = [sys.executable, "-c", ASK, json.dumps(lines), *files]
    done = subprocess.run(command, cwd=PROJECT, env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found, rest = [], done.stdout
    while rest:
        answer, end = json.JSONDecoder().raw_decode(rest)
        found.append(answer)
        rest = rest[end:].lstrip()
    return found


def test_a_cluster_gives_the_same_numbers(cluster: dict[str, str], tmp_path: Path) -> None:
    parquet, half = tmp_path / "people.parquet", tmp_path / "half.parquet"
    people = pyarrow.csv.read_csv(PEOPLE)
    pyarrow.parquet.write_table(people, parquet)
    pyarrow.parquet.write_table(people.slice(0, 500), half)
    lines = [
        ["estimate", str(PEOPLE if number % 2 else parquet), *f"{asked} {DESIGN}".split(), "--format", "json"]
        for number, asked in enumerate(QUESTIONS)
    ]
    quoted = tmp_path / "quoted.csv"
    quoted.write_text('answer,said\nyes,"jobs, pay\nand ""quiet"""\nno,NA\n', "utf-8")
    files = [str(parquet), str(half), str(quoted)]
    here, there = ask(lines, files, {}), ask(lines, files, cluster)
    assert there[-1] == here[-1] == [people.num_rows, 500, 2]
    for question, one, other in zip(QUESTIONS, here[:-1], there[:-1], strict=True):
        assert len(one) == len(other), question
        for row, found in zip(one, other, strict=True):
            wanted = {
                name: pytest.approx(value, rel=1e-9) if name in NUMBERS and value is not None else value
                for name, value in row.items()
            }
            assert found == wanted, question
    logs = Path(cluster["SPARK_CONF_DIR"])
    assert all("Asked to launch executor" in (logs / name).read_text() for name in ("first", "second"))
