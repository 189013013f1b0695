"""The input workbook: written by ``planner workbook new``, planned from by ``planner run``."""

__all__ = ["is_workbook"]


def is_workbook(path: object) -> bool:
    """Whether a path is that of a workbook, or of what people take for one."""
    return str(path).lower().endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
