"""Nutag: the composition root. Started by `streamlit run app.py`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from etl.build import build
from etl.problems import BuildFailed
from store import builds
from ui import routes


def build_when_there_is_none() -> None:
    """Make the first build, so that a prepared environment needs no other command.

    When it cannot be made, the log says why and the pages say what to do.
    """
    try:
        builds.current()
    except builds.StoreError:
        try:
            print(f"Build {build()} is in use.")
        except (BuildFailed, builds.StoreError, OSError) as error:
            print(error)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load what every page needs and take it out of the garbage collector's sight.

    Streamlit collects garbage after every run; over all imported libraries that costs 0.1 s each time.
    """
    build_when_there_is_none()
    routes.warm_up()
    gc.collect()
    gc.freeze()
    yield


app = st.App("ui/shell.py", lifespan=lifespan, routes=routes.ROUTES, middleware=routes.MIDDLEWARE)
