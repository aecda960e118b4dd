"""The only memory of the product: a question, its parameters, its answer.

Every question is a pure function whose first parameter names the build, so an answer never grows stale.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")


@lru_cache(maxsize=8192)
def _remembered(question: Callable[..., Any], *parameters: Any, **named: Any) -> Any:
    return question(*parameters, **named)


def ask(question: Callable[_P, _T], *parameters: _P.args, **named: _P.kwargs) -> _T:
    """The answer to a question, worked out once and kept; parameters must be hashable, answers unchanged."""
    return cast(_T, _remembered(question, *parameters, **named))  # type: ignore[arg-type]
