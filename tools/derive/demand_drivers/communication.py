"""Drivers of the time that a run over distant campuses loses."""

import math

from tools.derive.demand_drivers.row import EPOCH, OURS, driver_row, triple
from tools.derive.raw import Raw
from tools.derive.rows import Row
from tools.derive.workloads import published

BITS_PER_PARAMETER = 16


def communication_rows(raw: Raw) -> list[Row]:
    """What the campuses of one run exchange; the batch is that of the published ceilings.

    Epoch AI prints a band of bandwidths and of the runs that these allow. A run whose exchanges
    of gradients fill its whole length, 2 x bits x parameters in each step of a batch, is
    6 x batch x bandwidth x length / (2 x bits) FLOP, which gives back the batch.
    """
    now = published(raw, "EPOCH2030_assump", "interdc_bandwidth_now")
    growth = published(raw, "EPOCH2030_assump", "interdc_bandwidth_growth")
    links = published(raw, "EPOCH2030", "interdc_bandwidth")
    run = published(raw, "EPOCH2030", "run_bandwidth_limited")
    days = published(raw, "EPOCH2030_assump", "training_run_duration")
    seconds = days.central * 24 * 3600
    low, high = (
        flop / bandwidth * 2 * BITS_PER_PARAMETER / (6 * seconds)
        for flop, bandwidth in ((run.low, links.low), (run.high, links.high))
    )
    return [
        driver_row(
            "communication_bit_s", "bit/s", triple(now), EPOCH,
            "Between two data centres, in communication_base_year.", now,
        ),
        driver_row(
            "communication_base_year", "year", (None, 2024, None), OURS,
            "Year of the publication that states the bandwidth.",
        ),
        driver_row(
            "communication_growth", "ratio/year", triple(growth), EPOCH,
            "Of the bandwidth.", growth,
        ),
        driver_row(
            "communication_batch_tokens", "tokens", (low, math.sqrt(low * high), high), EPOCH,
            "Follows from runs that the bandwidth of 2030 allows, 16 bits a parameter each way "
            "and runs of the central length. Central: the geometric middle, ours.",
            run, links, days, ours=True,
        ),
        driver_row(
            "communication_bits_per_parameter", "bits", (8, BITS_PER_PARAMETER, 32), OURS,
            "Gradients in 16 bit; recalled.",
        ),
        driver_row(
            "communication_steps_per_exchange", "steps", (1, 1, 500), OURS,
            "Every step: a synchronous run. High: methods with local steps, as DiLoCo printed "
            "them for small models (Douillard and others 2023), recalled; what they cost in "
            "quality is not counted.",
        ),
        driver_row(
            "communication_hidden_share", "share", (0, 0, 0.9), OURS,
            "Share of an exchange that passes behind computation. None is taken for granted.",
        ),
        driver_row(
            "communication_fibre_km_s", "km/s", (None, 204_000, None), OURS,
            "Light in glass: 299,792 km/s over a refractive index of 1.468, recalled.",
        ),
        driver_row(
            "communication_route_factor", "ratio", (1.2, 1.5, 2.0), OURS,
            "Length of a fibre route over the distance as the crow flies; recalled.",
        ),
    ]  # fmt: skip
