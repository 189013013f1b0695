r"""Communication: the share of a run's time that is left when several campuses share it.

A compute-optimal run of :math:`C` FLOP has :math:`N = \sqrt{C / 6 \rho}` parameters and takes
:math:`D = \rho N` tokens in batches of :math:`B`, so that in a run of :math:`T` seconds a step
has

.. math:: \tau = T B / D

seconds. Once in :math:`H` steps each of :math:`n` campuses exchanges its sums of gradients
(:math:`b` bits a parameter) with all others, first to add them up and then to share the
result: each way a campus sends :math:`(n-1)/n` of the bits through links of :math:`W_y` bit/s,
and the farthest, at :math:`d` km, hears of it after a trip through fibre that is :math:`\phi`
times as long, at :math:`v` km/s:

.. math:: t_{ny}(d) = 2\,\frac{n-1}{n}\,\frac{b N}{W_y} + 2\,\frac{\phi d}{v}, \quad t_{1y} = 0

with :math:`W_y = W_0\,(1 + g)^{y - y_0}`. Of that time a share :math:`\omega` passes behind
computation. What is left of the run is its efficiency:

.. math:: \eta_{ny}(d) = \max\left(0,\; 1 - (1 - \omega)\,\frac{t_{ny}(d)}{H \tau}\right)

It falls with the number of campuses, with distance, and with the size of the run, whose steps
grow shorter: :math:`\tau \propto 1/\sqrt{C}` and :math:`N \propto \sqrt{C}`. All constants are
rows ``communication_...`` of ``demand_drivers``.
"""

from dataclasses import dataclass

from planner.demand.data_limit import parameters_of
from planner.demand.drivers import Drivers
from planner.units import SECONDS_PER_DAY


@dataclass(frozen=True, slots=True)
class Communication:
    """What one exchange of gradients takes in one year, and how often there is one."""

    flop: float
    """Size of the run."""
    step_seconds: float
    transfer_seconds: float
    """All bits through a campus's link once."""
    seconds_per_km: float
    """One way through fibre, for a kilometre as the crow flies."""
    steps_per_exchange: float
    hidden_share: float

    @classmethod
    def of(cls, drivers: Drivers, year: int, flop: float, run_days: float) -> "Communication":
        """The communication of a compute-optimal run of `flop` in `run_days`."""
        value = drivers.value
        parameters = parameters_of(drivers, flop)
        steps = (
            parameters * value("data_tokens_per_parameter") / value("communication_batch_tokens")
        )
        span = year - value("communication_base_year")
        bandwidth = value("communication_bit_s") * value("communication_growth") ** span
        return cls(
            flop=flop,
            step_seconds=run_days * SECONDS_PER_DAY / steps,
            transfer_seconds=value("communication_bits_per_parameter") * parameters / bandwidth,
            seconds_per_km=value("communication_route_factor") / value("communication_fibre_km_s"),
            steps_per_exchange=value("communication_steps_per_exchange"),
            hidden_share=value("communication_hidden_share"),
        )

    def efficiency(self, campuses: int, farthest_km: float) -> float:
        """Share of the run's time that is left for computing, from 0 to 1."""
        if campuses == 1:
            return 1.0
        exchange = 2 * (campuses - 1) / campuses * self.transfer_seconds
        exchange += 2 * farthest_km * self.seconds_per_km
        seen = (1 - self.hidden_share) * exchange / (self.steps_per_exchange * self.step_seconds)
        return max(0.0, 1.0 - seen)
