"""Writes the table of README.md from the newest figures in `results/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import place
from benchmarks.results import latest

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
# DESIGN section 6: (what, least figure or None, most p95 in ms or None).
TARGETS: dict[str, tuple[float | None, float | None]] = {
    "list of 50": (350, 50), "filtered list": (None, 50), "detail": (600, 50), "search": (200, 50), "Today": (None, 50),
    "create": (500, None), "lifecycle": (100, None), "import of a workbook": (1700, None),
}  # fmt: skip
MOST_MEMORY = 400.0  # MB, server with two workers


def write() -> None:
    """Replace what stands between the marks."""
    rows = latest(place.RESULTS)
    text = README.read_text()
    head, _, rest = text.partition(BEGIN)
    _old, _, tail = rest.partition(END)
    README.write_text(f"{head}{BEGIN}\n{_machines(rows)}\n{_table(rows)}\n{_compared(rows)}{END}{tail}")


def _machines(rows: list[dict[str, Any]]) -> str:
    lines = dict.fromkeys(
        "{cpu}, {cores} cores, {memory_gib} GiB, Linux {kernel}, Python {python}, PostgreSQL {postgres}".format(**row["machine"])
        for row in rows
    )  # fmt: skip
    files = dict.fromkeys(f"`{row['file']}` (commit {row['commit']}, `{row['command']}`)" for row in rows)
    return "Machine: " + "; ".join(lines) + ".\n\nFrom " + ", ".join(files) + ".\n"


def _table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| what | cases | figure | p50 ms | p95 ms | target | floor | ours / floor | CPU ms a request: server, database | note |",
        "|---|--:|--:|--:|--:|---|--:|--:|---|---|",
    ]
    for row in rows:
        cpu = row["cpu"]
        spent = f"{cpu['server_ms']:.2f}, {cpu['database_ms']:.2f}" if "server_ms" in cpu else ""
        others = f"others used {cpu['others_cores']:.1f} cores; " if cpu.get("others_cores", 0) > 0.3 else ""
        lines.append(
            f"| {row['what']} | {row['size']:,} | {row['figure']:,g} {row['unit']} | {_ms(row['p50'])} | {_ms(row['p95'])} "
            f"| {_target(row)} | {_floor(row)} | {row['ratio'] or ''} | {spent} | {others}{row['note']} |"
        )
    return "\n".join(lines) + "\n"


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _floor(row: dict[str, Any]) -> str:
    return f"{row['floor']:,.0f}" if row["floor"] else ""


def _target(row: dict[str, Any]) -> str:
    """The target and whether it was met."""
    if row["what"].startswith("memory: server"):
        return f"under {MOST_MEMORY:.0f}: {'met' if row['figure'] < MOST_MEMORY else 'missed'}"
    least, most = TARGETS.get(row["what"], (None, None))
    said = []
    if least is not None:
        how = "met" if row["figure"] >= least else f"missed, {row['figure'] / least:.0%} of it"
        said.append(f"{least:,.0f}/s: {how}")
    if most is not None and row["p95"] is not None:
        said.append(_p95(row["p95"], most))
    return "; ".join(said)


def _p95(found: float, most: float) -> str:
    return f"p95 {most:.0f} ms: " + ("met" if found <= most else f"missed, {found / most:.1f} times")


def _compared(rows: list[dict[str, Any]]) -> str:
    """What a million cases cost more than ten thousand: by p95 and by the processor time of a request."""
    small = {row["what"]: row for row in rows if row["size"] == 10_000}
    large = {row["what"]: row for row in rows if row["size"] == 1_000_000}
    lines = []
    for what in small.keys() & large.keys():
        one, other = small[what], large[what]
        if one["p95"] and "server_ms" in one["cpu"] and "server_ms" in other["cpu"]:
            spent = [row["cpu"]["server_ms"] + row["cpu"]["database_ms"] for row in (one, other)]
            lines.append(
                f"| {what} | {other['p95'] / one['p95']:.2f} | {spent[1] / max(spent[0], 0.001):.2f} |"
            )
    if not lines:
        return ""
    head = "\n| 1,000,000 against 10,000 cases (target: at most 1.3) | p95 | CPU a request |\n|---|--:|--:|\n"
    return head + "\n".join(sorted(lines)) + "\n"
