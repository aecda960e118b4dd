"""What services and their standards are called."""

from __future__ import annotations

from planning.capacity.services import BY_CODE, SERVICES
from ui.view import View

OWN_NAMES = {"jobs": "Jobs", "product": "Product", "vacancies": "Vacancies", "housing": "Housing"}
OWN_STANDARDS = {"workers_per_person": "Workers per newcomer", "persons_per_dwelling": "People per dwelling"}
WORDS = (*OWN_NAMES.values(), *OWN_STANDARDS.values())


def name(view: View, service: str) -> str:
    """What a service is called."""
    if service in OWN_NAMES:
        return view.t(OWN_NAMES[service])
    return view.words.name(view.indicators[BY_CODE[service].stock])


def standard(view: View, code: str) -> str:
    """What the indicator of a standard is called."""
    return view.t(OWN_STANDARDS[code]) if code in OWN_STANDARDS else view.words.name(view.indicators[code])


def names(view: View, services: tuple[str, ...]) -> str:
    """Services in a list, in the order in which they are always named."""
    return ", ".join(name(view, service.code).lower() for service in SERVICES if service.code in services)
