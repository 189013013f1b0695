"""The forms that a run can be exported in, by the names that ``--to`` takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from planner.errors import Fault, InputError, did_you_mean, listed, raise_any
from planner.surfaces.exchange.exported import Exported

ALL = "all"
SITES = "sites"

Write = Callable[[Exported, Path], None]


@dataclass(frozen=True)
class Format:
    """A form of exchange: what is written of it, and how."""

    files: tuple[str, ...]
    """Files, or one folder with a closing slash, that it consists of."""
    write: Write
    """Writes these files into a folder that is there; for a folder, its content."""

    beside: str = ""
    """A file that explains them, for a reader: written with them, and asked for by no one."""

    @property
    def everything(self) -> tuple[str, ...]:
        """All that it writes."""
        return (*self.files, self.beside) if self.beside else self.files

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return self.files[0].endswith("/")


def _iamc(run: Exported, folder: Path, *, long: bool) -> None:
    from planner.surfaces.exchange import iamc_files

    (iamc_files.write_long if long else iamc_files.write_wide)(run, folder)


def _parquet(run: Exported, folder: Path) -> None:
    from planner.surfaces.exchange.parquet import write_parquet

    write_parquet(run, folder)


def _data_package(run: Exported, folder: Path) -> None:
    from planner.surfaces.exchange.data_package import write_data_package

    write_data_package(run, folder)


def _sites(run: Exported, folder: Path, *, ending: str) -> None:
    from planner.surfaces.exchange.site_layers import site_layer, write_site_layer

    layer = site_layer(run.plan, run.input("sites").set_index("site"))
    write_site_layer(layer, folder / f"{SITES}.{ending}")


def _programme(run: Exported, folder: Path, *, ending: str) -> None:
    from planner.surfaces.exchange.programme import write_programme

    write_programme(run, folder, ending)


# Each is imported as it is asked for: geopandas alone takes a second.
FORMATS: dict[str, Format] = {
    "iamc": Format(("iamc.xlsx", "iamc.csv"), partial(_iamc, long=False)),
    "iamc-long": Format(("iamc_long.xlsx", "iamc_long.csv"), partial(_iamc, long=True)),
    "parquet": Format(("parquet/",), _parquet),
    "csv": Format(("csv/",), _data_package),
    "geojson": Format(("sites.geojson",), partial(_sites, ending="geojson")),
    "gpkg": Format(("sites.gpkg",), partial(_sites, ending="gpkg")),
    "lp": Format(("model.lp",), partial(_programme, ending="lp"), "model_names.csv"),
    "mps": Format(("model.mps",), partial(_programme, ending="mps"), "model_names.csv"),
}


def chosen(names: Sequence[str]) -> list[str]:
    """The formats of a list of names, each once, ``all`` for every one.

    Raises InputError for a name that is none of them.
    """
    expected = listed([*FORMATS, ALL])
    if not names:
        raise InputError([Fault("--to", "no format", expected)])
    raise_any(
        Fault("--to", repr(name), expected, did_you_mean(name, FORMATS))
        for name in names
        if name not in FORMATS and name != ALL
    )
    return list(FORMATS) if ALL in names else list(dict.fromkeys(names))
