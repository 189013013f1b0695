"""Put text between two marks of a page, as the tools that write parts of pages do."""

from pathlib import Path


def replace_between(page: Path, begin: str, end: str, text: str) -> None:
    """Rewrite what stands between two marks of a page; ValueError where either is missing."""
    whole = page.read_text(encoding="utf-8")
    before, opened, rest = whole.partition(begin)
    _, closed, after = rest.partition(end)
    if not (opened and closed):
        raise ValueError(f"{page}: expected the marks {begin} and {end}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def between(page: Path, begin: str, end: str) -> str:
    """What stands between two marks of a page."""
    return page.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0].strip()
