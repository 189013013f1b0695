"""The workbook of a plan, or of several: sheets with live totals, from tables that were solved."""
