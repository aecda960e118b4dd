"""Nutag: the composition root. Started by `streamlit run app.py`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from ui import routes


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load what every page needs and take it out of the garbage collector's sight.

    Streamlit collects garbage after every run; over all imported libraries that costs 0.1 s each time.
    """
    routes.warm_up()
    gc.collect()
    gc.freeze()
    yield


app = st.App("ui/shell.py", lifespan=lifespan, routes=routes.ROUTES, middleware=routes.MIDDLEWARE)
