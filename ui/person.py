"""Whose browser this is: a secret cookie, so that a draft is seen by its author alone."""

from __future__ import annotations

import re
import secrets

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "nutag_person"
_SECRET = re.compile(r"[0-9a-f]{32}")
_TEN_YEARS = 10 * 365 * 24 * 3600


def here() -> str | None:
    """The person of this run; None when the browser keeps no cookies."""
    return known(st.context.cookies.get(COOKIE))


def known(cookie: object) -> str | None:
    """The person that a cookie names, if it is one of ours."""
    return cookie if isinstance(cookie, str) and _SECRET.fullmatch(cookie) else None


class Person:
    """Gives a browser its cookie with the first page that it opens."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as always, with a cookie for whoever has none."""
        if scope["type"] != "http" or known(HTTPConnection(scope).cookies.get(COOKIE)):
            await self.app(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "text/html" in headers.get("content-type", ""):
                    secure = "; Secure" if scope.get("scheme") == "https" else ""
                    headers.append(
                        "set-cookie",
                        f"{COOKIE}={secrets.token_hex(16)}; Path=/; Max-Age={_TEN_YEARS}; HttpOnly; SameSite=Lax{secure}",
                    )
            await send(message)

        await self.app(scope, receive, with_cookie)
