"""Drivers of the data that a run can be fed with."""

from tools.derive.demand_drivers.row import EPOCH, OURS, driver_row, triple
from tools.derive.raw import Raw
from tools.derive.rows import Row
from tools.derive.workloads import published


def data_rows(raw: Raw) -> list[Row]:
    """What public text there is, how fast it grows, and how much of it a run takes."""
    stock = published(raw, "DATAWALL", "effective_public_text_stock")
    growth = published(raw, "DATAWALL", "stock_growth")
    ratio = published(raw, "DATAWALL", "chinchilla_tokens_per_param")
    epochs = published(raw, "EPOCH2030_assump", "epochs")
    source = "villalobos_data_2024"
    repeats = (epochs.low / epochs.central, 1.0, epochs.high / epochs.central)
    return [
        driver_row(
            "data_stock_tokens", "tokens", triple(stock), source,
            "Public text at the end of data_stock_base_year, worth after quality and repetition.",
            stock,
        ),
        driver_row("data_stock_base_year", "year", (None, 2024, None), OURS, "Year of the paper."),
        driver_row("data_stock_growth_per_year", "1/year", triple(growth), source, "", growth),
        driver_row(
            "data_tokens_per_parameter", "tokens/parameter", triple(ratio), source,
            "Of a compute-optimal run; more tokens a parameter bring the limit nearer.", ratio,
        ),
        driver_row(
            "data_repetition_factor", "ratio", repeats, EPOCH,
            "Worth of repetition over what the stock contains: epochs over their central value.",
            epochs,
        ),
        driver_row(
            "data_synthetic_share", "share", (0.0, 0.0, 0.5), OURS,
            "Share of training tokens that are synthetic; the limit counts none.",
        ),
    ]  # fmt: skip
