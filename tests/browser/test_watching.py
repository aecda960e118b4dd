"""The browser tests' own eyes: "no off-host request" means something only when they can see one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CALLS = {
    "picture": "new Image().src = 'http://tiles.example/0/0/0.png'",
    "script": "fetch('https://fonts.example/noto.woff2').catch(() => {})",
    "channel": "new WebSocket('wss://telemetry.example/')",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_request_to_another_host_is_noticed(visit: Callable, call: str) -> None:
    person = visit()
    page = person.open()
    page.evaluate(f"() => {{ {call} }}")
    page.wait_for_timeout(200)
    assert len(person.off_host) == 1


def test_a_script_fault_is_noticed(visit: Callable) -> None:
    person = visit()
    page = person.open()
    page.evaluate("() => { setTimeout(() => { throw new Error('lost') }) }")
    page.wait_for_timeout(200)
    assert person.faults == ["lost"]
