"""Seeded chance: draws of answers, answers withheld, and propensities that meet a wanted share.

Only uniform numbers are taken from NumPy, because their stream does not change between versions.
"""

from __future__ import annotations

import numpy as np

MISSING = -1


def logistic(x: np.ndarray) -> np.ndarray:
    """The inverse of the logit."""
    return 1 / (1 + np.exp(-x))


class Chance:
    """A stream of random draws; the same seed gives the same draws."""

    def __init__(self, seed: int) -> None:
        self._uniform = np.random.Generator(np.random.PCG64(seed)).random

    def between(self, low: float, high: float, *shape: int) -> np.ndarray:
        """Uniform numbers."""
        return low + (high - low) * self._uniform(shape)

    def bell(self, *shape: int) -> np.ndarray:
        """Nearly normal numbers of mean 0 and variance 1: twelve uniform ones added up."""
        return self._uniform((*shape, 12)).sum(axis=-1) - 6

    def yes(self, probability: np.ndarray) -> np.ndarray:
        """True with the given probabilities."""
        return self._uniform(probability.shape) < probability

    def one(self, odds: np.ndarray) -> np.ndarray:
        """For each row of `odds` (n × k) the index of a column drawn in proportion."""
        edges = np.cumsum(odds, axis=1)
        return (self._uniform((len(odds), 1)) * edges[:, -1:] >= edges[:, :-1]).sum(axis=1)


def meeting(score: np.ndarray, weight: np.ndarray, share: float) -> np.ndarray:
    """Probabilities rising with `score` (on the logit scale) whose weighted mean is `share`."""
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        if np.average(logistic(score + middle), weights=weight) < share:
            low = middle
        else:
            high = middle
    return logistic(score + low)


def sharing(score: np.ndarray, weight: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Probabilities (n × k) rising with `score` (n × k, logarithms of odds) whose weighted means are `shares`."""
    odds = np.exp(score)
    for _ in range(60):
        probability = odds / odds.sum(axis=1, keepdims=True)
        odds = odds * (shares / np.average(probability, axis=0, weights=weight))
    return odds / odds.sum(axis=1, keepdims=True)
