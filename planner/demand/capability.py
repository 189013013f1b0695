r"""Capability: what the compute of a finished training run can do as inference.

After Steinhardt, *What will GPT-2030 look like?* (2023), section 3 and appendix B.

Parameters
    :math:`C`  compute of the run, FLOP
    :math:`C_0`  compute of the anchor, GPT-3, FLOP  ``anchor_training_flop``
    :math:`F_0`  a forward pass of the anchor, FLOP a token  ``anchor_forward_flop``
    :math:`s`  parameters of the anchor over those optimal for its compute  ``anchor_oversize``
    :math:`\delta`  forward passes over those of a compute-optimal model  ``data_departure``
    :math:`w`  words that a human thinks a minute  ``thinking_words_per_minute``
    :math:`\tau`  tokens a word  ``tokens_per_word``
    :math:`k`  factor by which throughput is given up for speed  ``throughput_sacrifice``

A forward pass takes two FLOP a parameter and token, training six. The
parameters that are optimal for a run grow with the square root of its
compute, so the anchor gives

.. math:: N^{*}(C) = \frac{F_0}{2 s} \sqrt{C / C_0}

and the run's compute, spent on inference, buys :math:`\delta\, C / (2 N^{*})`
forward passes of one token. A human thinks :math:`w \tau` tokens a minute, so
these are :math:`\delta\, C / (2 N^{*} w \tau \cdot 525600)` years of work.
With :math:`\delta = 1` they are three times the tokens of the run.

The machines that train for :math:`t` years run as many copies at human speed
as the work-years divided by t. :math:`k^3` copies can become one copy that is
:math:`k^2` times as fast, at 1/k of the throughput.
"""

from dataclasses import dataclass
from math import sqrt

from planner.units import DAYS_PER_YEAR, MINUTES_PER_YEAR

FORWARD_FLOP_PER_PARAMETER_TOKEN = 2.0
TRAINING_FLOP_PER_PARAMETER_TOKEN = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityAssumptions:
    """What the step from a run's compute to work-years takes."""

    thinking_words_per_minute: float
    tokens_per_word: float
    anchor_training_flop: float
    anchor_forward_flop: float
    anchor_oversize: float
    data_departure: float = 1.0

    @property
    def human_tokens_per_year(self) -> float:
        """Tokens that a human thinks in a year without pause."""
        return self.thinking_words_per_minute * self.tokens_per_word * MINUTES_PER_YEAR

    def parameters(self, training_flop: float) -> float:
        """Parameters of the model that is optimal for a run."""
        anchor = self.anchor_forward_flop / FORWARD_FLOP_PER_PARAMETER_TOKEN
        growth = sqrt(training_flop / self.anchor_training_flop)
        return anchor / self.anchor_oversize * growth

    def training_tokens(self, training_flop: float) -> float:
        """Tokens that train the optimal model of a run."""
        per_token = TRAINING_FLOP_PER_PARAMETER_TOKEN * self.parameters(training_flop)
        return training_flop / per_token

    def forward_passes(self, training_flop: float) -> float:
        """Forward passes of one token that the compute of a run buys."""
        per_pass = FORWARD_FLOP_PER_PARAMETER_TOKEN * self.parameters(training_flop)
        return self.data_departure * training_flop / per_pass

    def work_years(self, training_flop: float) -> float:
        """Years of human thought that the compute of a run buys as inference."""
        return self.forward_passes(training_flop) / self.human_tokens_per_year


def copies_at_human_speed(work_years: float, run_years: float) -> float:
    """Copies at human speed that the machines of a run of `run_years` can run at once."""
    return work_years / run_years


def faster_copies(copies: float, speed: float, k: float) -> tuple[float, float]:
    """Copies and their speed after each k³ copies became one that is k² times as fast."""
    return copies / k**3, speed * k**2


def learning_years_per_day(copies: float) -> float:
    """Years of experience that copies at human speed gather together in a day."""
    return copies / DAYS_PER_YEAR
