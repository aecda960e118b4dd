"""Receiving a file from the browser: straight to disk as it comes, never a whole file in memory."""

from __future__ import annotations

import errno
import hashlib
import secrets
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from etl.intake.jobs.files import FORM, ORIGINAL
from store import builds
from store.workspace import Workspace, WorkspaceError
from store.writing import StoreError
from ui import person
from ui.intake import cases
from ui.plans.matching import brought
from ui.words import LANGUAGES, Words

MEGABYTE = 1024 * 1024


class TooLarge(Exception):
    """More came than `most` bytes."""

    def __init__(self, most: int) -> None:
        self.most = most


async def upload(request: Request) -> Response:
    """Keep the body of a POST as the file of a new draft; answers with the draft's id or with one sentence."""
    language = request.query_params.get("lang")
    words = Words(language if language in LANGUAGES else LANGUAGES[0])
    who = person.known(request.cookies.get(person.COOKIE))
    if who is None or not same_site(request):
        return _refuse(
            words.t(
                "The browser must allow cookies of this site to bring a file. Allow them and open the page again."
            ),
            403,
        )
    name, given = file_name(request.query_params.get("name", "")), request.query_params
    try:
        if "form" in given:
            identifier = await _form(request, who, given["form"], name)
        elif given.get("kind") == brought.FOLDER:
            identifier = await _problem(request, name)
        else:
            identifier = await _draft(request, who, name, given.get("kind") == cases.TABLE)
    except WorkspaceError:
        return _refuse(
            words.t(
                "There is no such draft of yours. It was published or removed, or it is somebody else’s."
            ),
            404,
        )
    except ClientDisconnect:
        return Response(status_code=499)
    except TooLarge as large:
        return _refuse(
            words.t(
                "The file is larger than {limit} MB, the most that can be brought by browser. Use the command line, which has no limit.",
                limit=large.most // MEGABYTE,
            ),
            413,
        )
    except StoreError as error:
        return _refuse(words.told(error), 507)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return _refuse(
            words.t(
                "The disk of the server is full: nothing was kept. Free some space and bring the file again."
            )
            if full
            else words.t("The server cannot write to its disk: nothing was kept. Ask whoever runs it."),
            507,
        )
    return JSONResponse({"received": identifier})


async def _draft(request: Request, who: str, name: str, of_table: bool) -> str:
    """Keep what comes as the file of a new draft; returns its id."""
    root = builds.store_root()
    await run_in_threadpool(cases.sweep, root)
    folder = new_folder(root)
    try:
        sha256 = await _keep(request, folder / ORIGINAL / name, limit())
        return await run_in_threadpool(_start, root, cases.author(who), folder, name, sha256, of_table)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


async def _form(request: Request, who: str, identifier: str, name: str) -> str:
    """Keep what comes as the form behind the file of a draft. Raises WorkspaceError when it is not theirs."""
    case = await run_in_threadpool(cases.opened, who, identifier)
    if case is None or case.under_way:
        raise WorkspaceError(identifier)
    coming = case.folder / f"{FORM}.coming"
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir()
    try:
        await _keep(request, coming / name, limit())
        shutil.rmtree(case.folder / FORM, ignore_errors=True)
        coming.rename(case.folder / FORM)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return identifier


async def _problem(request: Request, name: str) -> str:
    """Keep what comes as a problem of the matching; returns its checksum."""
    coming = builds.store_root() / brought.FOLDER / f"coming-{secrets.token_hex(16)}"
    coming.mkdir(parents=True)
    try:
        sha256 = await _keep(request, coming / brought.FILE, min(limit(), brought.MOST_BYTES))
        return await run_in_threadpool(brought.keep, coming, sha256, name)
    finally:
        shutil.rmtree(coming, ignore_errors=True)


def new_folder(root: Path) -> Path:
    """A new staging folder, which no one can guess."""
    folder = root / "staging" / secrets.token_hex(16)
    (folder / ORIGINAL).mkdir(parents=True)
    return folder


def _start(root: Path, author: str, folder: Path, name: str, sha256: str, of_table: bool) -> str:
    mapping: dict[str, object] = {cases.TABLE: {}} if of_table else {}
    here = str(folder.relative_to(root))
    with Workspace(root) as workspace:
        draft = workspace.drafts.start(
            author, "", "", folder=here, file_name=name, file_sha256=sha256, mapping=mapping
        )
    return draft.id


def limit() -> int:
    """The most bytes that may come by browser, as `server.maxUploadSize` says in megabytes."""
    return int(st.get_option("server.maxUploadSize")) * MEGABYTE


def file_name(said: str) -> str:
    """A name for the file on our disk: the last part of what the browser said, without what a path could use."""
    last = said.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    return kept[-120:] or "file"


def same_site(request: Request) -> bool:
    """Whether a page of ours sent this request: a browser tells the origin of every POST."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")


async def _keep(request: Request, file: Path, most: int) -> str:
    """Write what comes; returns its checksum."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > most:
        raise TooLarge(most)
    came, seen = 0, hashlib.sha256()
    with file.open("xb") as out:
        async for chunk in request.stream():
            came += len(chunk)
            if came > most:
                raise TooLarge(most)
            seen.update(chunk)
            await run_in_threadpool(out.write, chunk)
    return seen.hexdigest()


def _refuse(sentence: str, status: int) -> Response:
    return JSONResponse({"refused": sentence}, status_code=status)
