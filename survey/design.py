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
    """Replicate weights in columns of the file, each holding whole weights (not factors of the weight).

    `rho` is Fay's coefficient. The variance is scale · Σ rscales (θ_r − mean θ)², as in R's `svrepdesign`;
    where `scale` or `rscales` (one per column) are not given they follow from the method.
    """

    columns: tuple[str, ...]
    method: str
    rho: float = 0.0
    scale: float | None = None
    rscales: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.method not in REPLICATE_METHODS:
            raise SurveyError(
                f"Unknown replicate method {self.method!r}; choose one of {', '.join(REPLICATE_METHODS)}."
            )
        if len(self.columns) < 2:
            raise SurveyError(
                f"{len(self.columns)} replicate weight column(s): a variance needs at least two."
            )
        if not 0 <= self.rho < 1 or (self.method == "fay" and not self.rho):
            raise SurveyError(f"rho is {self.rho}: Fay's method needs a number above 0 and below 1 (--rho).")
        if self.rscales and len(self.rscales) != len(self.columns):
            raise SurveyError(
                f"{len(self.rscales)} rscales for {len(self.columns)} replicate weights: give one for each."
            )


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

    @property
    def units(self) -> tuple[str, ...]:
        """The columns that name the units whose sums are needed: the stratum, then stage by stage."""
        stages = len(self.psu) if self.fpc else min(len(self.psu), 1)
        return tuple(name for name in (self.stratum, *self.psu[:stages]) if name)
