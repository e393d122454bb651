# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures with Matplotlib, one call each."""
from typing import Any

import numpy as np


def _axes(ax: Any) -> Any:
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(layout="constrained")[1]


def plot_certificate(certificate: Any, ax: Any = None) -> Any:
    """Judged distances over the parameter, both logarithmic; bars are the error bars of the distances."""
    ax = _axes(ax)
    for case in certificate.cases:
        parameter, distance, bar = case.distances()
        ax.errorbar(parameter, distance, yerr=bar, marker="o", capsize=3,
                    label=f"{case.name}: {case.verdict} ({case.judged_distance})")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("parameter")
    ax.set_ylabel("largest distance over time")
    ax.legend()
    return ax


def plot_evolution(evolution: Any, times: Any = None, ax: Any = None) -> Any:
    """1D: u(., t) at some times. 2D: a map of u at one time (the last one by default)."""
    ax = _axes(ax)
    (low, high) = evolution.box
    if evolution.dimension == 1:
        chosen = evolution.times if times is None else np.atleast_1d(times)
        if times is None and len(chosen) > 6:
            chosen = chosen[np.unique(np.linspace(0, len(chosen) - 1, 6).astype(int))]
        x = np.linspace(low[0], high[0], 401)
        for t in chosen:
            ax.plot(x, evolution(x, t), label=f"t = {t:g}")
        ax.set_xlabel("x")
        ax.set_ylabel("u")
        ax.legend()
        return ax
    if evolution.dimension != 2:
        raise ValueError("pictures are for one and two dimensions; take slices with evolution(points, t)")
    t = evolution.times[-1] if times is None else np.atleast_1d(times)[0]
    x, y = (np.linspace(low[d], high[d], 161) for d in range(2))
    points = np.stack(np.meshgrid(x, y), axis=-1)
    image = ax.pcolormesh(x, y, evolution(points, t), shading="auto")
    ax.figure.colorbar(image, ax=ax, label="u")
    ax.set_title(f"t = {t:g}")
    ax.set_aspect("equal")
    return ax


def plot_comparison(comparison: Any, distance: Any = None, ax: Any = None) -> Any:
    """One distance (the first by default) over time, of a family over the parameter; the band is that of samples."""
    ax = _axes(ax)
    rows = comparison.rows()
    name = distance or rows[0]["distance"]
    rows = [row for row in rows if row["distance"] == name]
    family = all(row["parameter"] is not None for row in rows)
    key = "parameter" if family else "time"
    groups: Any = {}
    for row in rows:
        groups.setdefault(row["time"] if family else row["candidate"], []).append(row)
    for label, group in groups.items():
        at = [row[key] for row in group]
        low = [max(row["sampling mean"] - 2 * row["sampling deviation"], 0) for row in group]
        high = [row["sampling mean"] + 2 * row["sampling deviation"] for row in group]
        line = ax.errorbar(at, [row["value"] for row in group], yerr=[row["error"] for row in group], marker="o",
                           capsize=3, label=f"t = {label:g}" if family else str(label))
        ax.fill_between(at, low, high, alpha=0.2, color=line[0].get_color())
    if family:
        ax.set_xscale("log")
        ax.set_yscale("log")
    ax.set_xlabel(key)
    ax.set_ylabel(f"{name} to the reference (band: independent samples)")
    ax.legend()
    return ax


def plot_particles(particles: Any, t: Any = None, ax: Any = None) -> Any:
    """1D: a histogram of the masses. 2D: points, their areas by weights. At an output time, the last by default."""
    ax = _axes(ax)
    t = particles.times[-1] if t is None else t
    x, w = particles.at(t)
    if particles.dimension == 1:
        ax.hist(x[:, 0], bins=max(5, min(60, int(np.sqrt(len(w))))), weights=w, density=True)
    elif particles.dimension == 2:
        ax.scatter(x[:, 0], x[:, 1], s=8 * w * len(w))
        ax.set_aspect("equal")
    else:
        raise ValueError("pictures are for one and two dimensions; take projections of particles.at(t)")
    ax.set_xlabel("x")
    ax.set_title(f"t = {t:g}")
    return ax


def plot_particle_study(study: Any, ax: Any = None) -> Any:
    """Means over seeds over N, both logarithmic; bars are their error bars."""
    ax = _axes(ax)
    for case in study.cases:
        for one in case.distances:
            ax.errorbar(one.numbers, one.means, yerr=one.bars, marker="o", capsize=3,
                        label=f"{case.name}: {one.name}, order {one.predicted_order:g} {one.verdict}")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("number of particles")
    ax.set_ylabel("mean distance to the mean field")
    ax.legend()
    return ax
