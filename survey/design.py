"""How a sample was drawn: weight, strata, primary sampling units, finite populations, replicate weights."""

from __future__ import annotations

from dataclasses import dataclass

SINGLE_PSU = ("fail", "certainty", "adjust", "average")
DEGREES_OF_FREEDOM = ("design", "domain", "valid")
REPLICATE_METHODS = ("brr", "fay", "jk1", "jkn", "bootstrap")


class SurveyError(ValueError):
    """Something about a survey file or a question that a person can mend: what, where, what to do."""


@dataclass(frozen=True)
class Replicates:
    """Replicate weights in columns of the file, each holding whole weights (not factors of the weight)."""

    columns: tuple[str, ...]
    method: str
    rho: float = 0.0


@dataclass(frozen=True)
class Design:
    """Column names of a sampling design, and the rules that go with it.

    `psu` and `fpc` name one column per stage; `fpc` holds population sizes or sampling fractions. Without
    `psu` every respondent is a unit of its own; without `fpc` the first stage counts as drawn with
    replacement and later stages do not matter (the ultimate cluster). `nested` says that PSU names start
    anew in each stratum. `single_psu` is what a stratum with one PSU contributes, as R's
    `survey.lonely.psu`. `df` counts degrees of freedom over the whole `design`, over the respondents of
    each `domain`, or over those of them with a `valid` answer.
    """

    weight: str | None = None
    stratum: str | None = None
    psu: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    nested: bool = False
    single_psu: str = "fail"
    df: str = "design"
    replicates: Replicates | None = None

    def __post_init__(self) -> None:
        stages = max(len(self.psu), 1)
        if self.fpc and len(self.fpc) != stages:
            raise SurveyError(
                f"The design has {stages} stage(s) but {len(self.fpc)} finite population column(s): "
                "name one per stage, or none."
            )
        if self.single_psu not in SINGLE_PSU:
            raise SurveyError(f"Unknown rule {self.single_psu!r}; choose one of {', '.join(SINGLE_PSU)}.")
        if self.df not in DEGREES_OF_FREEDOM:
            raise SurveyError(f"Unknown df {self.df!r}; choose one of {', '.join(DEGREES_OF_FREEDOM)}.")
        if self.replicates and (self.psu or self.stratum or self.fpc) and self.replicates.method != "jkn":
            raise SurveyError(
                "Give either replicate weights or strata and PSUs: with replicate weights the design is in them."
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the design needs, replicate weights aside."""
        names = (self.weight, self.stratum, *self.psu, *self.fpc)
        return tuple(dict.fromkeys(name for name in names if name))
