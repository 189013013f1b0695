"""The plans of all scenarios as tables of one workbook, and sums over them as formulas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from planner.analysis.reference.facts_agreement import of_one_campus
from planner.analysis.reference.known_facts import BESIDE, FactVerdict
from planner.config.values import PAID_AT
from planner.errors import Fault, InputError
from planner.results.bottlenecks import GIVEN, bottlenecks
from planner.results.over_years import EACH_YEAR
from planner.surfaces.workbook.plan.formulas import Formula, Operand, Value, constant
from planner.surfaces.workbook.plan.scenario import Scenario
from planner.units import THOUSAND
from planner.wording.limit_words import limit_words
from planner.wording.names import Names
from planner.wording.numbers import to_whole

PREFIX = "res_"
YEARS = "planned_years"
"""Column of the years that a row's planned year stands for, where a sum over years counts each."""
ALL = "(all)"
"""In place of the place, pool or vendor of a row that stands for all."""

LONGEST_CRITERION = 255
"""Signs of a text that a formula compares."""
MOST_ROWS = 1_048_576 - 16
"""Rows of a table that fit a sheet of a workbook, below its title and headings."""

IN_PARQUET = {
    "dispatch": "one a slice of the year",
    "matching": "one a slice of the year",
    "not_taken": "one a slice of the year",
    "storage": "one a slice of the year",
    "ledger": "one for each thing, year and price",
}
"""Tables for programs rather than for a sheet, and what a row of each is of."""

NEEDED = (
    "accelerators", "allocations", "capex", "clusters", "cost", "emissions", "limits", "power",
    "supply", "targets",
)  # fmt: skip
"""Tables that the workbook's formulas read."""


@dataclass(eq=False)
class Results:
    """Tables ``res_<name>`` with the columns ``scenario`` and ``row`` in front."""

    scenarios: Sequence[Scenario]
    frames: dict[str, pd.DataFrame]
    notes: dict[str, str]
    """Tables that are not as the plan has them, or not in the workbook, and where they are."""
    names: Names = field(default_factory=Names)
    """What readers call the rows of the tables that all scenarios were planned with."""
    _sums: dict[tuple[str, str, tuple[str, ...]], Mapping[object, float]] = field(
        default_factory=dict
    )
    _values: dict[tuple[str, str, str], Mapping[object, Value]] = field(default_factory=dict)
    _plain: dict[tuple[str, str], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, scenarios: Sequence[Scenario], most_rows: int = MOST_ROWS) -> "Results":
        """The tables of all scenarios, one below the other.

        A table of too many rows is summed over sites where formulas need it,
        and otherwise left to the Parquet files of the runs; it is never cut.
        Raises InputError when even its sums are too many.
        """
        frames: dict[str, pd.DataFrame] = {
            "scenarios": _scenarios(scenarios),
            "periods": _periods(scenarios),
        }
        notes: dict[str, str] = {}
        names = list(dict.fromkeys(name for s in scenarios for name in s.plan.tables))
        for name in names:
            where = f"whole in tables/{name}.parquet of each run"
            rows = sum(len(s.plan[name]) for s in scenarios if name in s.plan.tables)
            if name in IN_PARQUET:
                notes[name] = f"{to_whole(rows)} rows, {IN_PARQUET[name]}: {where}"
                continue
            frame = _joined(scenarios, name)
            if len(frame) > most_rows:
                if name not in NEEDED:
                    notes[name] = f"{to_whole(rows)} rows are more than a sheet holds: {where}"
                    continue
                frame = _over_sites(frame)
                notes[name] = (
                    f"summed over sites, since {to_whole(rows)} rows pass the limit: {where}"
                )
                if len(frame) > most_rows:
                    found = f"{to_whole(len(frame))} rows of {name}, summed over sites"
                    raise InputError(
                        [
                            Fault(
                                "workbook",
                                found,
                                f"at most {to_whole(most_rows)}",
                                "fewer scenarios",
                            )
                        ]
                    )
            frames[name] = frame
        frames["bottlenecks"] = _bottlenecks(scenarios)
        called = Names.all_of(scenario.plan.names for scenario in scenarios)
        if BESIDE in frames:
            for column in ("subject", "cause"):
                frames[BESIDE][column] = list(map(called.cell, frames[BESIDE][column]))
            frames[BESIDE].insert(1, "key", _ranks(frames[BESIDE]))
        for frame in frames.values():
            frame.insert(1, "row", np.arange(1, len(frame) + 1))
        return cls(scenarios, frames, notes, called)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One table."""
        return self.frames[name]

    def column(self, table: str, column: str) -> str:
        """A column as formulas name it."""
        return f"{PREFIX}{table}[{column}]"

    def total(self, table: str, column: str, **where: Operand) -> Formula:
        """The sum of a column over the rows whose other columns hold the given values."""
        keys = tuple(where)
        wanted = {key: constant(value) for key, value in where.items()}
        if self._literal(table, keys):
            criteria = ",".join(f"{self.column(table, key)},{wanted[key].text}" for key in keys)
            text = f"SUMIFS({self.column(table, column)},{criteria})"
        else:
            text = f"SUMPRODUCT({self._exact(table, wanted)},{self.column(table, column)})"
        found = self._summed(table, column, keys).get(
            tuple(wanted[key].value for key in keys), 0.0
        )
        return Formula(text, float(found), atomic=True)

    def whole(self, table: str, column: str, **where: Operand) -> Formula:
        """The total: what a planned year has anew counts for each year that it stands for."""
        if column not in EACH_YEAR.get(table, ()):
            return self.total(table, column, **where)
        wanted = {key: constant(value) for key, value in where.items()}
        text = (
            f"SUMPRODUCT({self._exact(table, wanted)},{self.column(table, column)},"
            f"{self.column(table, YEARS)})"
        )
        frame = self.frames[table]
        rows = self._held(frame, wanted)
        value = float((frame.loc[rows, column] * frame.loc[rows, YEARS]).sum())
        return Formula(text, value, atomic=True)

    def count(self, table: str, **where: Operand) -> Formula:
        """The number of rows whose columns hold the given values."""
        wanted = {key: constant(value) for key, value in where.items()}
        if self._literal(table, where):
            criteria = ",".join(f"{self.column(table, key)},{f.text}" for key, f in wanted.items())
            text = f"COUNTIFS({criteria})"
        else:
            text = f"SUMPRODUCT({self._exact(table, wanted)})"
        return Formula(text, int(self._held(self.frames[table], wanted).sum()), atomic=True)

    def _held(self, frame: pd.DataFrame, wanted: Mapping[str, Formula]) -> "np.ndarray":
        """Whether each row holds what is wanted."""
        held = np.ones(len(frame), dtype=bool)
        for key, formula in wanted.items():
            held &= (frame[key] == formula.value).to_numpy()
        return held

    def look_up(self, table: str, column: str, key: str, wanted: Formula) -> Formula:
        """The value of a column in the first row whose `key` is the wanted text.

        An empty cell is nought where numbers stand, and nothing where texts do.
        """
        values, keys = self.column(table, column), self.column(table, key)
        text = f"INDEX({values},MATCH({wanted.text},{keys},0))"
        if not self._literal(table, (key,)):
            text = f"INDEX({values},MATCH(TRUE,INDEX(EXACT({keys},{wanted.text}),0),0))"
        found = self._looked_up(table, column, key).get(wanted.value, float("nan"))
        return Formula(text, found, atomic=True)

    def known(self, table: str, column: str, key: str, wanted: Formula) -> Formula:
        """A number that is looked up; nothing where its cell is empty."""
        found = self.look_up(table, column, key, wanted)
        frame = self.frames[table]
        empty = frame.loc[frame[column].isna(), key].tolist()
        value = "" if wanted.value in empty else found.value
        return Formula(f'IF({found.text}="","",{found.text})', value, atomic=True)

    def labels(self, table: str, *columns: str) -> list[tuple[str, ...]]:
        """What occurs in columns of names, in any scenario, in order."""
        found = self.frames[table][list(columns)].drop_duplicates()
        return [tuple(map(str, row)) for row in found.itertuples(index=False)]

    def _literal(self, table: str, keys: Iterable[str]) -> bool:
        """Whether a spreadsheet takes every text of these columns at its word in a criterion.

        It takes ``*`` for any text, ``<5`` for a comparison and ``007`` for seven.
        """
        for key in keys:
            if (table, key) not in self._plain:
                texts = self.frames[table][key].unique().tolist()
                self._plain[table, key] = not any(map(_means_more, texts))
        return all(self._plain[table, key] for key in keys)

    def _exact(self, table: str, wanted: Mapping[str, Formula]) -> str:
        """One or nought for each row, as arguments of SUMPRODUCT: whether it is what is wanted."""
        parts = []
        for key, formula in wanted.items():
            column, text = self.column(table, key), formula.text
            # Of numbers LibreOffice finds none to be exactly another.
            exact = isinstance(formula.value, str)
            parts.append(f"--EXACT({column},{text})" if exact else f"--({column}={text})")
        return ",".join(parts)

    def _looked_up(self, table: str, column: str, key: str) -> Mapping[object, Value]:
        if (table, column, key) not in self._values:
            frame = self.frames[table]
            empty: Value = 0 if pd.api.types.is_float_dtype(frame[column]) else ""
            values: dict[object, Value] = {}
            pairs = zip(frame[key].tolist(), frame[column].tolist(), strict=True)
            for label, value in pairs:
                values.setdefault(label, empty if pd.isna(value) else value)
            self._values[table, column, key] = values
        return self._values[table, column, key]

    def _summed(self, table: str, column: str, keys: tuple[str, ...]) -> Mapping[object, float]:
        if (table, column, keys) not in self._sums:
            grouped = self.frames[table].groupby(list(keys))[column].sum()
            # Groups by one key come with bare labels, by several with tuples.
            self._sums[table, column, keys] = {
                (label if isinstance(label, tuple) else (label,)): float(total)
                for label, total in grouped.items()
            }
        return self._sums[table, column, keys]


def _means_more(text: object) -> bool:
    """Whether a criterion of a spreadsheet would be more, or less, than this text."""
    if not isinstance(text, str):
        return False
    wild = any(sign in text for sign in "*?~") or text.startswith(("=", "<", ">"))
    # A date or a number is known by its digits, and a criterion has 255 signs at most.
    number = text[:1].isdigit() or text[:1] in "+-.," or text.upper() in ("TRUE", "FALSE")
    return wild or number or len(text) > LONGEST_CRITERION


def _joined(scenarios: Sequence[Scenario], name: str) -> pd.DataFrame:
    """A table of all scenarios, with the scenario's name in front."""
    parts = []
    for scenario in scenarios:
        if name not in scenario.plan.tables:
            continue
        part = _prepared(scenario, name)
        part.insert(0, "scenario", scenario.name)
        parts.append(part)
    # Parts without a row have no types to agree on; one of them is kept for its columns.
    full = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(full, ignore_index=True)


def _prepared(scenario: Scenario, name: str) -> pd.DataFrame:
    """A table as the workbook shows it: words for flags, a word for every name."""
    table = scenario.plan[name].copy()
    for column in table.columns:
        if pd.api.types.is_bool_dtype(table[column]):
            table[column] = table[column].map({True: "yes", False: "no"})
    if name == "power" and "curtailed_twh" not in table:
        table["curtailed_twh"] = 0.0  # A run of an earlier planner does not tell it.
    if name in EACH_YEAR:
        lengths = scenario.plan.lengths
        table[YEARS] = [lengths[int(year)] for year in table["year"]]
    if name == "supply":
        # A sum over an empty name would be a sum over all.
        table["vendor"] = table["vendor"].replace("", ALL)
    if name == "accelerators":
        watts = scenario.inputs["accelerators"].set_index("accelerator")["it_power_w_per_unit"]
        table["it_kw_per_unit"] = table["accelerator"].map(watts).astype(float) / THOUSAND
    return table


def _over_sites(frame: pd.DataFrame) -> pd.DataFrame:
    """A table summed over its sites or places."""
    apart = ("site", "place")
    apart = ("site", "place")
    names = [
        column
        for column in frame.columns
        if column not in apart and not pd.api.types.is_float_dtype(frame[column])
    ]
    keys = [*names, *(c for c in frame.columns if c == "it_kw_per_unit")]
    values = [column for column in frame.columns if column not in (*keys, *apart)]
    summed = frame.groupby(keys, dropna=False, sort=False)[values].sum().reset_index()
    place = next((column for column in apart if column in frame.columns), None)
    if place:
        summed[place] = ALL
    return summed[[column for column in frame.columns if column in summed.columns]]


def _bottlenecks(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Limits worth loosening, ranked in each scenario; ``key`` is scenario and rank."""
    parts = []
    for scenario in scenarios:
        part = bottlenecks(scenario.plan)
        # What is given stops nothing, so it has the last ranks.
        part = part.sort_values("limit", key=lambda of: of.isin(GIVEN), kind="stable")
        part = part.reset_index(drop=True)
        words = [limit_words(scenario.plan.names, row, dated=False) for _, row in part.iterrows()]
        part.insert(0, "named", [str(text).removeprefix("the ") for text in words])
        for column, give in (("pool", "cell"), ("place", "item")):
            called = map(getattr(scenario.plan.names, give), part[column])
            part.insert(1, f"{column}_named", list(called))
        several = part["places"] > 1
        dated = part["quarters"] != ""
        for column in ("place", "place_named"):
            part.loc[several, column] = [f"{n} places" for n in part.loc[several, "places"]]
            part.loc[dated, column] = [f"quarter {of}" for of in part.loc[dated, "quarters"]]
        part["years"] = part["years"].replace("", "any")
        less = part["sense"] == "less"
        part.loc[less, "what"] = "(1 % less) " + part.loc[less, "what"]
        part.insert(0, "rank", np.arange(1, len(part) + 1))
        part.insert(0, "key", [f"{scenario.name} {rank}" for rank in part["rank"]])
        part.insert(0, "scenario", scenario.name)
        parts.append(part)
    full = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(full, ignore_index=True)


def _ranks(beside: pd.DataFrame) -> list[str]:
    """Scenario and place of each known figure: first what is outside, campuses last."""
    outside = beside["verdict"] == FactVerdict.OUTSIDE.value
    of_no_use = beside["verdict"] == FactVerdict.MISSING.value
    order = np.lexsort((np.arange(len(beside)), of_no_use, ~outside, of_one_campus(beside)))
    place: dict[str, int] = {}
    ranks = [""] * len(beside)
    for row in order:
        scenario = str(beside["scenario"].iloc[row])
        place[scenario] = place.get(scenario, 0) + 1
        ranks[row] = f"{scenario} {place[scenario]}"
    return ranks


def _periods(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """One row a scenario and planned year: how many years it stands for."""
    rows = [
        (scenario.name, year, years)
        for scenario in scenarios
        for year, years in scenario.plan.lengths.items()
    ]
    return pd.DataFrame(rows, columns=["scenario", "year", YEARS])


def _scenarios(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """One row a scenario: what formulas need to know of it, and how it was solved."""
    rows = []
    for scenario in scenarios:
        summary, manifest = scenario.plan.summary, scenario.manifest
        rows.append(
            {
                "scenario": scenario.name,
                "title": scenario.title,
                "first_year": scenario.years[0],
                "last_year": scenario.years[-1],
                "discount_rate": float(summary["discount_rate"]),
                "paid_at": PAID_AT[summary["discount_timing"]],
                "present_cost_busd": scenario.plan.cost_busd,
                "status": ", ".join(sorted(set(map(str, summary["status"].values())))),
                "h100e_basis": str(summary["h100e_basis"]),
                "model": str(manifest.get("model", "")),
                "created": str(manifest.get("created", "")),
                "planner": str(manifest.get("environment", {}).get("planner", "")),
                "revision": str(manifest.get("environment", {}).get("revision", "")),
                "programme": str(manifest.get("program", {}).get("checksum", "")),
            }
        )
    return pd.DataFrame(rows)
