"""What the address of a download asks for."""

from __future__ import annotations

from collections.abc import Mapping

Parameters = Mapping[str, str]


class BadRequest(ValueError):
    """The address of a download names something that does not exist; the message says what."""
