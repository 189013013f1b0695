"""Errors planted into what stands where: rows lost or doubled, tables that are missing."""

from tests.audit.planting import Planted, doubled, dropped, missing

_LOST = {
    "small": ("targets", "clusters", "accelerators", "power", "dispatch", "capex", "cost",
              "limits", "supply", "shipments", "emissions", "sites"),
    "budgets": ("carbon_price",),
    "priced": ("generation_earnings", "switched_off"),
}  # fmt: skip
_DOUBLED = {
    "small": ("targets", "clusters", "dispatch", "demand", "limits", "supply", "sites",
              "site_contracts"),
    "budgets": ("carbon_price",),
    "priced": ("compute_steps", "compute_price", "payback", "generation_earnings",
               "switched_off"),
    "clean": ("matching",),
    "expanding": ("expansion",),
}  # fmt: skip
_MISSING = {
    "small": ("ledger", "beside_facts"),
    "budgets": ("carbon_price",),
    "priced": ("compute_price", "compute_steps", "generation_earnings", "payback",
               "switched_off"),
}  # fmt: skip


def row_errors() -> list[Planted]:
    """Rows that are lost, rows that stand twice, and tables that are not there."""
    kinds = ((_LOST, "a row of {} lost", dropped), (_DOUBLED, "a row of {} doubled", doubled),
             (_MISSING, "no table {}", missing))  # fmt: skip
    return [
        Planted(words.format(table), model, plan=plant(table))
        for of_models, words, plant in kinds
        for model, tables in of_models.items()
        for table in tables
    ]
