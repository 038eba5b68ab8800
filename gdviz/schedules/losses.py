"""The losses that a schedule may watch: what plateau reads, whole or growing as a run goes on."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Protocol


class Follower(Protocol):
    """What a schedule computes from the losses, one at a time, so that a long run does not begin again each time."""

    changes: list[tuple[int, float]]
    """(number of losses seen, rate from then on); the first entry is for no losses."""

    def feed(self, loss: float) -> bool:
        """Take the next loss; return whether the rate changes."""


@dataclass(frozen=True)
class Losses:
    """The metric after each finished unit: of the whole schedule, or (`since`) of one that began later.

    What schedules computed from it is stored beside the values, and shared by all that read the same ones.
    """

    values: list[float] = field(default_factory=list)
    first: float = 0.0
    followers: dict[tuple[Hashable, int], Follower] = field(default_factory=dict)

    def since(self, units: float) -> Losses:
        """The same losses, as seen by a schedule that begins `units` later."""
        return replace(self, first=self.first + units)

    def follow(self, key: Hashable, make: Callable[[], Follower]) -> Follower:
        """The follower called `key` of these losses; at first it is made, and given the losses so far."""
        first = math.ceil(self.first)
        follower = self.followers.get((key, first))
        if follower is None:
            follower = make()
            for loss in self.values[first:]:
                follower.feed(loss)
            self.followers[key, first] = follower
        return follower

    def append(self, loss: float) -> bool:
        """Add the loss after the next finished unit; return whether a follower changed its rate."""
        index = len(self.values)
        self.values.append(loss)
        fed = [follower.feed(loss) for (_, first), follower in self.followers.items() if index >= first]
        return any(fed)
