"""Why a plan is outside a known figure, as far as the plan itself shows it."""

from dataclasses import dataclass

import pandas as pd

from planner.analysis.reference.fact_figures import TRACKED, WHOLE, FactFigures
from planner.units import HOURS_PER_YEAR, THOUSAND, UNITS_PER_MILLION
from planner.wording.numbers import as_stated, counted, printed, to_figures, to_percent
from planner.wording.text import listed

NOT_SHOWN = "The plan does not show why."
NEGLIGIBLE_GW = NEGLIGIBLE = 1e-6
MOST_NAMED = 4
FULL = 0.005
"""Share of the IT power of shells that may be free in shells that are full."""
TOLERANCE_OF_SUPPLY = 0.2
"""A supply that is short by less than this share is not the cause."""
_POOL = {"hbm_shipped": "hbm", "cowos_wafers": "packaging"}


@dataclass(frozen=True, eq=False)
class Causes:
    """Sentences on rows outside, from targets, limits and purchases of the plan."""

    figures: FactFigures

    def missing(self, quantity: str, subject: str, year: int) -> str:
        """Why the plan has no figure of its own."""
        first = self.figures.world.years[0]
        if year < first:
            return f"The plan begins in {first}."
        if self.figures.world.year_lengths:
            return "The plan has no single years."
        if (share := self.figures.share_held) < WHOLE:
            fleet = f"{to_percent(share, 0)} of the fleet that is counted at its beginning"
            return f"The plan holds {fleet}, and is none of its region."
        if quantity == "site_facility_gw":
            return f"The model has no site {subject}."
        return "A plan has no such figure."

    def sentence(self, quantity: str, subject: str, year: int, own: float, known: float) -> str:
        """What in the plan puts its `own` figure below, or above, what is `known`."""
        below = own < known
        if quantity == "site_facility_gw":
            return self._of_a_site(subject, year, below=below)
        if quantity == "leader_revenue":
            return "The plan does not choose it: its tables give it."
        if quantity == "energy_twh":
            return " ".join(filter(None, (self._load(year), self._asked_for(year))))
        if below and (short := self._of_supply(quantity, subject, year, own, known)):
            return short
        if below:
            return " ".join(
                filter(None, (self._instead(quantity, subject, year), self._below(quantity, year)))
            )
        idle = self._idle(year) if quantity == "h100e_stock" else ""
        since = self._since(quantity, subject, year)
        return " ".join(filter(None, (since, self._asked_for(year), idle)))

    def _below(self, quantity: str, year: int) -> str:
        """Whether targets are met without more, or else what is at its limit."""
        if not self._by_targets(year):
            return self._at_a_price(year)
        missed = self._missed(year)
        used = self._used(_POOL.get(quantity, "packaging"), year)
        if not missed:
            met = f"Every target of {year} is met without more: a plan buys nothing beyond them."
            return f"{met} {used}" if used else met
        full = self._full(year)
        words = f"Missed in {year}: {listed(missed)}."
        if full:
            return f"{words} Used up: {listed(full[:MOST_NAMED])}."
        pace = self._sites_at_their_pace(year)
        return (
            f"{words} No supply of chips is used up; {pace}." if pace else f"{words} {NOT_SHOWN}"
        )

    def _of_supply(self, quantity: str, subject: str, year: int, own: float, known: float) -> str:
        """Of wafers and memory: that the model has too little of them, however much it used."""
        rows = self.figures.plan["supply"]
        if quantity not in _POOL or not own > 0:
            return ""
        rows = rows[(rows["kind"] == _POOL[quantity]) & (rows["year"] == year)]
        share = float(rows.loc[rows["vendor"] == subject, "utilisation"].max())
        if not share > 0 or own / share >= known * (1 - TOLERANCE_OF_SUPPLY):
            return ""
        whose = f"{subject}'s lines" if subject else "all that the model has of it"
        return (
            f"{to_percent(share, 0)} of {whose} are used; all of it would be "
            f"{to_percent(own / share / known, 0)} of the figure."
        )

    def _instead(self, quantity: str, subject: str, year: int) -> str:
        """Of a family that is bought too little: what is bought of its vendor in its place."""
        if quantity != "units_of_family":
            return ""
        figures = self.figures
        chips, family = figures.world.accelerators, figures.family
        kin = [k for k in figures.counted if family[k] == subject]
        on_sale = [k for k in kin if chips[k].ship_year < year + 1 <= chips[k].last_sale_year + 1]
        if not on_sale:
            return f"No generation of it is on sale in the model in {year}."
        vendor = chips[on_sale[0]].vendor
        others = {
            k: n for k, n in figures.bought(year).items()
            if chips[k].vendor == vendor and family[k] != subject
        }  # fmt: skip
        if not others:
            return f"Nothing of {vendor} is bought in its place."
        names = self.figures.inputs["accelerators"]["name"]
        told = [f"{to_figures(THOUSAND * n)} thousand {names[k]}" for k, n in others.items()]
        return f"The plan buys {listed(told)} instead."

    def _since(self, quantity: str, subject: str, year: int) -> str:
        """Of a family that is bought too much: from when on, and up to what it may be."""
        if quantity != "units_of_family":
            return ""
        figures = self.figures
        kin = [k for k in figures.bought(year) if figures.family[k] == subject]
        chips, names = figures.world.accelerators, figures.inputs["accelerators"]["name"]
        dates = [f"{names[k]} from {as_stated(chips[k].ship_year)} on" for k in kin]
        vendor = chips[kin[0]].vendor if kin else ""
        return f"On sale to the plan: {listed(dates)}, up to all that {vendor}'s lines give."

    def _asked_for(self, year: int) -> str:
        """What the targets of the year ask for, and whether they are met."""
        rows = self._targets(year)
        if not self._by_targets(year):
            return self._at_a_price(year)
        asked = [
            f"{w} for {_amount(t, str(u))}"
            for w, t, u in zip(rows["workload"], rows["target"], rows["unit"], strict=True)
        ]
        if not asked:
            return NOT_SHOWN
        missed = self._missed(year)
        met = "all of it is delivered" if not missed else f"missed: {listed(missed)}"
        return f"The targets of {year} ask for it: {listed(asked)}; {met}."

    def _idle(self, year: int) -> str:
        """How much of what stands does not run."""
        idle = self.figures.h100e_installed(year) - self.figures.h100e_running(year)
        return f"{to_figures(idle)} million H100e of it stand idle." if idle > NEGLIGIBLE else ""

    def _load(self, year: int) -> str:
        """How evenly the sites draw their power."""
        rows = self.figures.plan["clusters"]
        gw = float(rows.loc[rows["year"] == year, "facility_gw"].sum())
        if not gw > 0:
            return ""
        share = self.figures.energy(year) * THOUSAND / (gw * HOURS_PER_YEAR)
        return f"{to_figures(gw)} GW of facilities run at {to_percent(share, 0)} of their power."

    def _of_a_site(self, site: str, year: int, *, below: bool) -> str:
        if site == TRACKED:
            return self._of_tracked(year, below=below)
        rows = self.figures.plan["limits"]
        here = rows[(rows["place"] == site) & ((rows["year"] == year) | rows["year"].isna())]
        full = list(dict.fromkeys(here.loc[here["binding"].astype(bool), "what"]))
        built = self._built(site, year)
        if not below:
            told = f"The plan builds {to_figures(built)} GW there in {year}"
            if full:
                return f"{told}. Used up there: {listed(full)}."
            return f"{told}: no limit of the model holds it to the dates of this count."
        if full:
            return f"Used up there: {listed(full)}."
        given = self._given(site, year)
        told = f"{to_figures(given)} GW of it are given. " if given > NEGLIGIBLE_GW else ""
        if not self._by_targets(year):
            return f"{told}{self._at_a_price(year)}"
        rest = "" if self._missed(year) else f"every target of {year} is met without more."
        return f"{told}No limit of the site is used up: {rest}" if rest else (
            f"{told}No limit of the site is used up; "
            f"missed in {year}: {listed(self._missed(year))}."
        )  # fmt: skip

    def _given(self, site: str, year: int) -> float:
        """GW of facility that the plan is held to at a site by the end of a year."""
        known = self.figures.world.site_commitments.items()
        return max(
            (told.amount for (of, s, y), told in known
             if of == "floor" and s == site and y <= year), default=0.0,
        )  # fmt: skip

    def _at_a_price(self, year: int) -> str:
        """Of a plan that buys compute at a price: that price, and whether shells have room."""
        if not self._priced():
            return NOT_SHOWN
        rows = self.figures.plan["compute_price"]
        usd = float(rows.loc[rows["year"] == year, "price_usd_per_h100e_hour"].max())
        told = f"One more H100e-hour is worth {to_figures(usd)} USD in {year}"
        rows = self.figures.plan["clusters"]
        shells, runs = rows.loc[rows["year"] == year, ["shell_it_gw", "it_gw"]].sum()
        if runs > 0 and runs >= shells * (1 - FULL):
            return f"{told}, and accelerators fill all {to_figures(shells)} GW of IT with shells."
        return f"{told}: what would earn less than it costs is not bought."

    def _priced(self) -> bool:
        """Whether a demand of the plan has a price."""
        return any(load.priced for load in self.figures.world.workloads.values())

    def _by_targets(self, year: int) -> bool:
        """Whether targets of the year are what is bought for, and neither a price nor a budget."""
        world = self.figures.world
        return not self._priced() and not world.compute_weight and len(self._targets(year)) > 0

    def _of_tracked(self, year: int, *, below: bool) -> str:
        known = [s for s in self.figures.tracked if s in self.figures.world.sites]
        built = sum(self._built(site, year) > NEGLIGIBLE_GW for site in known)
        where = f"The plan builds at {built} of {len(known)} tracked campuses in {year}"
        gw = self._built(None, year) - sum(self._built(site, year) for site in known)
        rest = f"and {to_figures(gw)} GW elsewhere"
        if below and self._by_targets(year) and not self._missed(year):
            return f"{where} {rest}: every target of {year} is met without more."
        return f"{where} {rest}."

    def _built(self, site: str | None, year: int) -> float:
        """GW of facility for which shells are built in the year, at a site or at all."""
        rows = self.figures.plan["clusters"]
        rows = rows[(rows["year"] == year) & ((rows["site"] == site) | (site is None))]
        pue = rows["site"].map(lambda s: self.figures.world.sites[s].pue)
        return float((rows["shell_built_it_gw"] * pue).sum())

    def _targets(self, year: int) -> pd.DataFrame:
        rows = self.figures.plan["targets"]
        return rows[rows["year"] == year]

    def _missed(self, year: int) -> list[str]:
        rows = self._targets(year)
        rows = rows[~rows["met"].astype(bool)]
        shares = zip(rows["workload"], rows["delivered_share"], strict=True)
        return [f"{w} ({to_percent(share, 0)} delivered)" for w, share in shares]

    def _full(self, year: int) -> list[str]:
        """Links of the chip supply that are used up in the year, the whole pools first."""
        rows = self.figures.plan["supply"]
        rows = rows[(rows["year"] == year) & rows["binding"].astype(bool)].sort_values("vendor")
        owner = rows["vendor"].map(lambda vendor: f"{vendor}'s share of " if vendor else "")
        return list(dict.fromkeys(owner + rows["kind"] + " " + rows["pool"]))

    def _used(self, kind: str, year: int) -> str:
        """How far the pools of a kind of supply are used."""
        rows = self.figures.plan["supply"]
        rows = rows[(rows["year"] == year) & (rows["kind"] == kind) & (rows["vendor"] == "")]
        used = [
            f"{to_percent(share, 0)} of {kind} {pool}"
            for pool, share in zip(rows["pool"], rows["utilisation"], strict=True)
        ]
        return f"It uses {listed(used)}." if used else ""

    def _sites_at_their_pace(self, year: int) -> str:
        rows = self.figures.plan["limits"]
        rows = rows[(rows["limit"] == "shell_build_rate_limit") & (rows["year"] == year)]
        full = int(rows["binding"].astype(bool).sum())
        return f"{counted(full, 'site')} of {len(rows)} build as fast as they can" if full else ""


def _amount(target: float, unit: str) -> str:
    """A target as one says it: H100e in millions."""
    if unit != "H100e":
        return f"{printed(target)} {unit}"
    return f"{to_figures(target / UNITS_PER_MILLION)} million H100e"
