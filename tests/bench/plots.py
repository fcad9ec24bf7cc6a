"""Plots of what was measured; needs the dependency group `bench`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tests.bench.measurement import Row

_OURS, _OTHERS, _BUDGET = "#c8401f", "#7a8a99", "#444444"


def draw(results: Mapping[str, Sequence[Row]], folder: Path) -> dict[str, str]:
    """Draw the benchmarks that have a plot, and return the name of the file of each.

    Args:
        results: Benchmark → its rows.
        folder: Where the plots are written, as SVG.
    """
    drawers = {"scale": _draw_scale, "peers": _draw_peers, "servers": _draw_servers}
    drawn: dict[str, str] = {}
    for name, drawer in drawers.items():
        if name in results:
            drawn[name] = f"{name}.svg"
            drawer(results[name], folder / drawn[name])
    return drawn


def _draw_scale(rows: Sequence[Row], file: Path) -> None:
    """Draw each work over the number of files: the keystroke has to be flat, the rest straight."""
    works = {
        "keystroke to publish, 500 lines": "keystroke, ms",
        "cold check": "cold check, s",
        "warm check": "warm check, s",
        "memory of the server": "memory of the server, MB",
    }
    figure, panels = _figure(1, len(works), (13, 3.2))
    for axes, (work, title) in zip(panels, works.items(), strict=True):
        chosen = [row for row in rows if row.work == work]
        sizes = [int(row.subject.split()[0].replace(",", "")) for row in chosen]
        axes.plot(sizes, [row.figure.median for row in chosen], marker="o", color=_OURS, label="p50")
        tails = [row.figure.p95 for row in chosen if row.figure.p95 is not None]
        if len(tails) == len(sizes):
            axes.plot(sizes, tails, marker="o", color=_OTHERS, label="p95")
            axes.legend(frameon=False)
        axes.set_title(title, fontsize=10)
        axes.set_xlabel("files")
        axes.set_ylim(bottom=0)
        axes.xaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
    _save(figure, file)


def _draw_peers(rows: Sequence[Row], file: Path) -> None:
    _draw_bars([row for row in rows if row.work == "time"], "seconds for the whole workspace (logarithmic)", file)


def _draw_servers(rows: Sequence[Row], file: Path) -> None:
    chosen = [row for row in rows if row.work == "keystroke to diagnostics"]
    _draw_bars(chosen, "milliseconds from a keystroke to the diagnostics (logarithmic)", file)


def _draw_bars(rows: Sequence[Row], title: str, file: Path) -> None:
    """Draw a bar for each tool, the fastest at the top."""
    ordered = sorted(rows, key=lambda row: -row.figure.median)
    figure, (axes,) = _figure(1, 1, (9, 0.5 * len(ordered) + 1.2))
    medians = [row.figure.median for row in ordered]
    colours = [_OURS if row.subject.startswith("svelte-warden") else _OTHERS for row in ordered]
    spread = [
        [row.figure.median - row.figure.low for row in ordered],
        [row.figure.high - row.figure.median for row in ordered],
    ]
    axes.barh([row.subject for row in ordered], medians, xerr=spread, color=colours, ecolor=_BUDGET, capsize=3)
    axes.set_xscale("log")
    axes.set_title(title, fontsize=10)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    for place, row in enumerate(ordered):
        axes.annotate(
            f"{row.figure.median:.3g}", (row.figure.high, place), xytext=(6, 0), textcoords="offset points", va="center"
        )
    axes.margins(x=0.15)
    _save(figure, file)


def _figure(lines: int, columns: int, size: tuple[float, float]) -> tuple[Figure, Sequence[Axes]]:
    import matplotlib as mpl  # noqa: PLC0415  # only who draws needs it

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "svelte-warden"  # the same file for the same figures
    import matplotlib.pyplot as plt  # noqa: PLC0415  # as above

    figure, panels = plt.subplots(lines, columns, figsize=size, squeeze=False)
    flat = [axes for line in panels for axes in line]
    for axes in flat:
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(visible=True, alpha=0.25)
        axes.set_axisbelow(True)
    return figure, flat


def _save(figure: Figure, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
