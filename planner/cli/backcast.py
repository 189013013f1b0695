"""``planner backcast``: a plan of past years beside what was shipped in them."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.analysis.reference.backcast import TOLERANCE, Backcast
from planner.cli.terminal import print_json, print_table, steps
from planner.wording.numbers import to_percent


def command(
    model: Annotated[
        str, typer.Argument(help="Model of past years, a file or a name that ships.")
    ] = "backcast_2022_2025",
    outputs: Annotated[
        Path, typer.Option("--outputs", "-o", help="Folder that gets one folder a model.")
    ] = Path("outputs"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Report no steps.")] = False,
) -> None:
    """Set what the supply of past years allowed beside what was shipped."""
    with steps(quiet=quiet) as report:
        run, comparison, paths = api.backcast(model, outputs, report)
    if as_json:
        print_json(**comparison.tables())
        return
    print_table(years_shown(comparison.years), f"{run.model.title}\nThousand H100e, 8-bit dense")
    if not comparison.quarters.empty:
        print_table(quarters_shown(comparison.quarters), "\nThe same by quarter")
    print_table(_wide(comparison.families), "\nThousand units shipped, observed and planned")
    print_table(components_shown(comparison.components), "\nComponents, and what the units took")
    print_table(comparison.sources, "\nSources of the inputs: rows by table")
    print()
    print(verdict(comparison))
    print()
    for path in paths:
        print(path)


def years_shown(years: pd.DataFrame) -> pd.DataFrame:
    """Shipped and in service by year, with short headings."""
    shown = {
        "year": "year",
        "observed_shipped_h100e_k": "shipped: observed",
        "plan_shipped_h100e_k": "plan",
        "plan_low_shipped_h100e_k": "low supply",
        "plan_high_shipped_h100e_k": "high supply",
        "difference": "difference",
        "observed_in_service_h100e_k": "in service: observed",
        "plan_in_service_h100e_k": "plan ",
        "observed_made_for_china_units_k": "of which for China, k units",
    }
    difference = [to_percent(share, signed=True) for share in years["difference_share"]]
    return years.assign(difference=difference)[list(shown)].rename(columns=shown)


def quarters_shown(quarters: pd.DataFrame) -> pd.DataFrame:
    """Shipped by quarter with its difference, what each side fills, and the reason."""
    when = [f"{y} Q{t}" for y, t in zip(quarters["year"], quarters["quarter"], strict=True)]
    return pd.DataFrame(
        {
            "quarter": when,
            "shipped: observed": quarters["observed_shipped_h100e_k"],
            "plan": quarters["plan_shipped_h100e_k"],
            "difference": [
                to_percent(share, signed=True) for share in quarters["difference_share"]
            ],
            "reason": quarters["reason"],
        }
    )


def components_shown(components: pd.DataFrame) -> pd.DataFrame:
    """Supply and use by component and year, shares in percent."""
    table = components.copy()
    for name in ("plan_utilisation", "observed_utilisation"):
        table[name] = [to_percent(share, 0) for share in table[name]]
    return table.drop(columns="kind").rename(columns=lambda name: str(name).replace("_", " "))


def _wide(families: pd.DataFrame) -> pd.DataFrame:
    """Units by family, one pair of columns a year."""
    years = sorted(set(families["year"]))
    table = families.pivot(index="family", columns="year").fillna(0.0)
    pairs = [(side, y) for y in years for side in ("observed", "plan")]
    columns = {f"{y} {side}": table[f"{side}_units_k", y] for side, y in pairs}
    return pd.DataFrame(columns).reset_index()


def verdict(comparison: Backcast) -> str:
    """How near each year comes, and what binds in it."""
    sentences = []
    for row in comparison.years.itertuples():
        parts = comparison.components
        full = parts[(parts["year"] == row.year) & parts["plan_binding"].astype(bool)]
        binding = ", ".join(f"{r.kind} {r.pool}" for r in full.itertuples()) or "vendors' shares"
        near = "within" if row.within_tolerance else "not within"
        sentences.append(
            f"{row.year}: {to_percent(row.difference_share, signed=True)} against the "
            f"H100e shipped, {near} "
            f"±{to_percent(TOLERANCE, 0)}; binding: {binding}."
            + (f" By {row.reason}." if row.reason else "")
        )
    shared = comparison.sources
    shared = shared[shared["shared_with_observed"]]
    names = ", ".join(sorted(set(shared["table"])))
    sentences.append(f"No test of themselves are the rows that share a source with the counts, "
                     f"in {names}: see the last table.")  # fmt: skip
    return "\n".join(sentences)
