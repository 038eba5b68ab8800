"""The thresholds of the verdicts, and the reasons for them.

- ARRIVED: a run has arrived when what is left to win is at most 1e-6 of what it descended: invisible on any linear
  axis, and the second target of the predictions. NEAR: and when the way there is at most 1e-3 of 1 + |w|: invisible
  on the surface. A known minimum that the Hessian does not show (x⁴, x⁶) is reached by the loss alone, within
  NEAR_FLAT: |x|⁶ = 1e-6 at x = 0.1.
- LAST: a run that was as low within this many last updates and left again has not arrived: steps of one length
  (Lion's, Rprop's) pass a minimum at every second or fourth. It goes round if it comes back, within SAME of a step,
  after as many.
- REGULAR: Newton's step predicts what is left where the next one is at most a tenth of it: at a regular minimum
  the steps square, at the points of x³, x⁴, x⁶ they shrink by 1/2, 2/3, 4/5. There, and in valleys, the gradient
  must have shrunk to ARRIVED of its largest value, or be ARRIVED of the rise to a point just visible (10 NEAR);
  and the loss must rise from there in every direction tried.
- ZERO_EIGENVALUE: an eigenvalue is none under 1e-6 of the largest: the valley of 3x²y, approached to x = 1e-6, has
  the ratio x²/y² = 1e-12, while the worst quadratic of the catalogue has 1e-3. A point is a plateau, not a saddle,
  where every eigenvalue is under 1e-6 of the largest at the start.
- FLAT: it is flat one way where the least eigenvalue is at most a hundredth of the largest.
- RAY: the loss falls without end when it falls strictly at 200 distances over eight decades (half of them, or one
  decade before it overflows to -inf), and its slope never flattens: (1-t)³ does at t = 1, exp(-t) does everywhere.
  Or when it runs into a pole: towards the lowest place on the ray each decade nearer wins at least POLE of what the
  decade before won (log x: as much; √x: a third; a kink: a tenth). The gradient's flow from
  the same start, which the smallest rates follow, must fall without end too: only then no rate helps.
- SWINGS: updates cross the valley when the cosine between neighbours is under -1/2 on average: they turn by more
  than 120°. It is falling when the mean loss of the last quarter is lower than the quarter before by more than
  SLOW of the valley's depth under the swing (the loss at the middle of two neighbours).
  Without crossing it each time it swings as well where the loss, no lower than a quarter before, turned at least
  TURNS times in the last quarter.
- PROMISED: a loss within 1 % of the minimum's, or within ARRIVED of it, both as shares of what the start was above
  it. TOO_SLOW: a run is too slow when it needs ten times the steps that it made for 1 %; runs of fewer than
  TEN_STEPS promise nothing.
- CLOSE: a run whose loss has arrived is at its minimum within a hundredth of 1 + |w|, though it may be seen to be
  beside it. UNSEEN: a noisy one has arrived where a thousandth is left to win: less than a pixel of the loss's plot.
- BALANCED: decoupled weight decay holds a run where its steps are at most 1 % of what the decay alone would do.
- FLOOR: batches and noise are to blame when the excess is at most twice the predicted one: over a quarter of a run
  the mean of correlated squares scatters that much; or, where theory has no number, when the last quarter is not
  lower than the one before by two standard errors.
- EDGE: a run is at the edge of stability where its rate is between .95 and 1.05 of the stability limit on average over
  the last quarter of its steps, EDGE_STEPS at least (at most the last EDGE_ROWS of them), the loss rises in at
  least EDGE_RISES of them, and falls over them: by more than TREND of the mean change from step to step.
- THROWN: a rise by a tenth of all that the run descended is a throw; FLATTER than before it is a sharpness of at most
  that share of the one there.
- WORK: numbers (points times samples) up to which the loss is evaluated: 4096 rows of a surface, 30 ms with data.
"""

from __future__ import annotations

import numpy as np

ARRIVED = 1e-6
NEAR = 1e-3
NEAR_FLAT = 0.1
LAST = 8
SAME = 1e-6
REGULAR = 0.1
ZERO_EIGENVALUE = 1e-6
FLAT = 0.01
RAY = np.geomspace(1e-3, 1e5, 200)
POLE = 0.9
SWINGS = -0.5
SLOW = 0.1
TURNS = 3
PROMISED = 0.01
TOO_SLOW = 10
TEN_STEPS = 10
CLOSE = 0.01
UNSEEN = 1e-3
BALANCED = 0.01
FLOOR = 2.0
WORK = 4_000_000
EDGE = 0.95, 1.05
EDGE_STEPS = 50
EDGE_ROWS = 512
EDGE_LEAST = 16
EDGE_RISES = 0.1
TREND = 0.01
THROWN = 0.1
FLATTER = 0.99
