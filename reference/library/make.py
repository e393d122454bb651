#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Computes the library of references again, and draws their pictures.

    PYTHONPATH=build/python python3 reference/library/make.py [NAME ...]

A reference NAME is computed from NAME.prm with the relative error that README.md names, into NAME/; its picture is
NAME.svg. Matplotlib is needed.
"""
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

import gammaflow as gf

TOLERANCES = {
    "aggregation_diffusion": 1e-6, "allen_cahn_circle": 1e-2, "cahn_hilliard_spinodal": 1e-6,
    "fisher_rao_geodesic": 1e-6, "fokker_planck_double_well": 1e-6, "hellinger_kantorovich": 1e-6, "mmd_flow": 1e-6,
    "porous_medium_front": 1e-6, "svgd_mean_field": 1e-6,
}
SMALL = 200000  # bytes: larger states are not shipped

folder = Path(__file__).resolve().parent
plt.rcParams.update({"svg.hashsalt": "gammaflow", "svg.fonttype": "none", "figure.figsize": (4.2, 2.8)})
for name in sys.argv[1:] or TOLERANCES:
    target = folder / name
    reference = gf.reference(folder / f"{name}.prm", target, tolerance=TOLERANCES[name], overwrite=True)
    axes = reference.plot(reference.times[1] if reference.dimension == 2 else None)
    axes.set_title(reference.title + (f", t = {reference.times[1]:g}" if reference.dimension == 2 else ""))
    if reference.dimension == 2:
        for artist in axes.collections:
            artist.set_rasterized(True)
    axes.figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    plt.close(axes.figure)
    (target / "report.html").unlink(missing_ok=True)
    states = target / "evolution.h5"
    if states.stat().st_size > SMALL:
        states.unlink()
    print(f"{name}: relative error at most {max(reference.error_bar('L1', t) for t in reference.times[1:]):.1e} in L1")
