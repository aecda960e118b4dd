"""What the respondents want, and why. Shares and coefficients are assumptions but for those published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo.chance import MISSING, Chance, logistic, meeting, sharing
from etl.demo.official import Official
from etl.demo.people import NO, YES, People
from etl.demo.sample import Sample

HOMELAND, OTHER_RURAL, OTHER_TOWN, UNDECIDED = range(4)


@dataclass(frozen=True)
class Scenario:
    """What a round is to be like: shares of the whole, of those before, or of those who would resettle."""

    wish: float
    plan: float
    intends_12_months: float
    moved: float
    destination_type: tuple[float, float, float, float]
    drivers: tuple[float, ...]
    conditions: tuple[float, ...]
    pay_thousand_mnt: float


@dataclass(frozen=True)
class Intentions:
    """The index of each respondent's answer; `drivers`, `conditions`, `reasons_moved`: n × options, True if named."""

    wish: np.ndarray
    plan: np.ndarray
    intends_12_months: np.ndarray
    moved: np.ndarray
    would_resettle: np.ndarray
    destination_type: np.ndarray
    destination_aimag: np.ndarray
    reasons_moved: np.ndarray
    drivers: np.ndarray
    conditions: np.ndarray
    expected_pay: np.ndarray


def intentions(
    who: People, sample: Sample, official: Official, scenario: Scenario, chance: Chance
) -> Intentions:
    """Make the answers on moving.

    Those who wish to return to the homeland are taken to be those who would resettle in a rural area and
    name the homeland, so that the share who would resettle is the share who wish by the share of the homeland.
    """
    tie = 0.35 * chance.bell(sample.psu.max() + 1)[sample.psu]
    herder = who.herder_background == YES
    recent = np.array([0.35, 0.15, -0.05, -0.35])[who.years_since_move]
    willing = (
        np.array([-0.35, 0.0, 0.05, 0.25, 0.35, 0.1])[who.age_group]
        + np.array([0.1, 0.05, 0.0, -0.2])[who.education]
        + (0.55 * herder + recent + 0.3 * (who.occupation == 2) + tie)
    )
    resettle = chance.yes(
        meeting(willing, sample.weight, scenario.wish / scenario.destination_type[HOMELAND])
    )
    attached = np.outer(0.5 * herder + recent + 0.08 * who.age_group, [1.0, 0.2, -0.2, 0.0])
    type_ = np.full(len(herder), MISSING)
    shares = np.array(scenario.destination_type)
    type_[resettle] = chance.one(sharing(attached[resettle], sample.weight[resettle], shares))
    aimag = chance.one(np.tile(official.arrivals, (len(herder), 1)) * _elsewhere(who.origin_aimag, official))
    aimag = np.where(type_ == HOMELAND, who.origin_aimag, aimag)
    aimag[(type_ == MISSING) | (type_ == UNDECIDED)] = MISSING

    wish = type_ == HOMELAND
    ready = 0.3 * herder + 0.3 * (who.occupation == 2) - 0.25 * (who.school_children > 0)
    plan = _some(wish, ready, sample.weight, scenario.plan, chance)
    intends = _some(plan, ready, sample.weight, scenario.intends_12_months, chance)
    moved = _some(intends, ready, sample.weight, scenario.moved, chance)
    pay = scenario.pay_thousand_mnt * np.exp(0.3 * chance.bell(len(herder)) + 0.15 * (who.education == 3))
    return Intentions(
        wish=np.where(wish, YES, NO),
        plan=np.where(plan, YES, NO),
        intends_12_months=np.where(intends, YES, NO),
        moved=np.where(moved, YES, NO),
        would_resettle=np.where(resettle, YES, NO),
        destination_type=type_,
        destination_aimag=aimag,
        reasons_moved=_reasons(who, chance),
        drivers=_named(scenario.drivers, _needs(who)[:, :8], chance),
        conditions=_named(scenario.conditions, _needs(who)[:, [0, *range(3, 11)]], chance),
        expected_pay=np.round(pay / 50) * 50,
    )


def _elsewhere(origin: np.ndarray, official: Official) -> np.ndarray:
    return np.arange(len(official.aimags)) != origin[:, None]


def _some(of: np.ndarray, score: np.ndarray, weight: np.ndarray, share: float, chance: Chance) -> np.ndarray:
    """Some of those who said yes before: nobody plans without wishing, or intends without planning."""
    probability = np.zeros(len(of))
    probability[of] = meeting(score[of], weight[of], share)
    return chance.yes(probability)


def _needs(who: People) -> np.ndarray:
    """How much more than others each respondent needs jobs, pay, … (n × 11, on the logit scale)."""
    young = who.age_group <= 2
    columns = (
        0.4 * young + 0.4 * (who.occupation == 2) - 1.2 * (who.occupation == 5),
        0.3 * young - 0.8 * (who.occupation == 5),
        0.2 * (who.education == 3),
        0.4 * (who.age_group <= 1),
        1.2 * (who.school_children > 0) - 0.4,
        0.25 * who.age_group - 0.4 + 0.2 * (who.sex == 0),
        0.4 * (who.herder_background == YES),
        0.3 * (who.occupation == 1) + 0.2 * (who.herder_background == YES),
        0.2 * (who.sex == 0),
        0.5 * (who.age_group <= 1) + 0.2 * (who.education == 3),
        0.0 * young,
    )
    return np.stack(columns, axis=1)


def _named(shares: tuple[float, ...], needs: np.ndarray, chance: Chance) -> np.ndarray:
    share = np.array(shares)
    return chance.yes(logistic(np.log(share / (1 - share)) + needs - needs.mean(axis=0)))


def _reasons(who: People, chance: Chance) -> np.ndarray:
    """Reasons for having moved; whoever names no other has `other`, the last."""
    young, herder = who.age_group <= 1, who.herder_background == YES
    lean = np.stack(
        [
            0.2 * (who.sex == 1),
            0.9 * young + 0.4 * (who.education == 3),
            0.8 * (who.school_children > 0),
            0.25 * who.age_group - 0.5,
            0.3 * (who.sex == 0),
            np.where(herder, 0.9, -2.5),
            0.0 * young,
            0.0 * young,
        ],
        axis=1,
    )
    named = _named((0.52, 0.24, 0.21, 0.12, 0.27, 0.11, 0.19, 0.04), lean, chance)
    named[:, -1] |= ~named.any(axis=1)
    return named
