"""What the store knows of a survey that a new file of it can be held against."""

from __future__ import annotations

from pathlib import Path

from etl.intake.checks.context import REQUIRED, Context, Previous
from etl.intake.mapping.codebook import Codebook
from etl.intake.mapping.model import Mapping
from etl.intake.margins import COMPARE, margins, wanted
from etl.publishing import contents
from store import builds, published, survey_queries


def context(
    book: Codebook,
    mapping: Mapping,
    year: int | None = None,
    round_: str = "",
    build: str | None = None,
    root: Path | None = None,
) -> Context:
    """What is known beside a file: the round before `round_`, or the last one; files that were published.

    The population is the mapping's `survey: {population: 376000}`, the totals that weights are held against its
    `weight: {compare: {margins: …}}`. Raises StoreError for a damaged store, CalibrationError for totals that
    cannot be read.
    """
    root = root or builds.store_root()
    rounds = survey_queries.rounds(build, book.survey) if build and book.published else ()
    earlier = [one for one in rounds if not round_ or one.code < round_]
    last = earlier[-1] if earlier else None
    population = mapping.survey.get("population")
    compared = wanted(mapping.weight, COMPARE)
    return Context(
        book,
        year,
        min_base=book.description.min_base,
        population=float(population) if isinstance(population, int | float) else None,
        previous=Previous(last.code, last.respondents, survey_queries.microdata(last, root), last.weight)
        if last
        else None,
        published=_files(build, root, (book.survey, round_)) if build else {},
        margins=margins(compared, book, build) if compared else (),
        asked_before=frozenset(
            q.code for q in book.questions if q.type != "design" and last and last.code in q.rounds
        ),
        required=REQUIRED & {question.concept for question in book.questions},
    )


def _files(build: str, root: Path, this: tuple[str, str]) -> dict[str, str]:
    """Checksum of a published file → its round; the round that is being corrected is not among them."""
    found = {}
    for name in contents.of(build, root).manifests:
        manifest = published.read(name, root)
        about = published.key(manifest)[1:]
        if manifest["kind"] == "round" and about != this:
            found[manifest["file"]["sha256"]] = " ".join(about)
    return found
