"""The report of a run: sections once, as a page and as a PDF."""
