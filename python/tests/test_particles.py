# SPDX-License-Identifier: LGPL-2.1-or-later
"""Particles from a dict, against the program's own files, the reference, and a closed form; studies of N."""
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import gammaflow as gf

FLOW = {"domain": {"cells": 8, "degree": 4}, "energy/name": "KL", "geometry/name": "Wasserstein",
        "initial state": {"formula": "1 + 0.5*cos(pi*x)", "mass": 1}, "target": {"formula": "1", "mass": 1},
        "time": {"end": 0.1, "outputs": 2, "tolerance": 1e-6}}


def particles_of(dynamics, number, **more):
    return {**FLOW, "particles": {"dynamics": dynamics, "number": number, **more}}


def test_arrays_are_those_of_the_files(tmp_path):
    flow = particles_of("birth-death", 40)
    flow["geometry/name"], flow["energy/name"] = "spherical Fisher-Rao", "blob-KL"
    flow["energy kernel"] = {"same as geometry": False, "name": "Gaussian", "bandwidth": 0.2}
    told = []
    moved = gf.run(flow, tmp_path / "run", progress=lambda fraction, what: told.append(fraction))
    assert isinstance(moved, gf.Particles) and told and max(told) == 1
    assert moved.positions.shape == (3, 40, 1) and moved.weights.shape == (3, 40) and moved.dimension == 1
    stored = np.load(tmp_path / "run" / "particles.npz")
    assert np.array_equal(stored["x"], moved.positions) and np.array_equal(stored["weights"], moved.weights)
    ledger = np.genfromtxt(tmp_path / "run" / "ledger.csv", delimiter=",", names=True)
    assert np.array_equal(moved.times, ledger["time"]) and np.array_equal(moved.energies, ledger["energy"])
    assert np.all(np.diff(moved.energies) < 0) and moved.ledger["steps"][-1] > 0
    assert "birth-death, 40 in 1D" in repr(moved)
    x, w = moved.at(0.1)
    assert np.array_equal(x, moved.positions[-1]) and w.sum() == pytest.approx(1)
    with pytest.raises(gf.InputError, match="is no output time"):
        moved.at(0.07)
    assert np.array_equal(gf.load(tmp_path / "run").positions, moved.positions)
    (tmp_path / "run" / "particles.h5").write_bytes(b"nothing")  # must fail
    with pytest.raises(gf.InputError, match="particles.h5"):
        gf.load(tmp_path / "run")


# Reflected diffusions are independent samples of the heat flow, whose mean is known: 1/2 - 1/pi^2 e^(-pi^2 t).
def test_one_call_compares_them_with_a_reference():
    reference = gf.reference(FLOW, tolerance=1e-5)
    moved = gf.run(particles_of("Langevin", 4000, step=0.002))
    assert np.all(np.isnan(moved.energies))
    mean = 0.5 - 1 / np.pi ** 2 * np.exp(-np.pi ** 2 * 0.1)
    assert moved.positions[-1].mean() == pytest.approx(mean, abs=4 * 0.29 / np.sqrt(4000))
    rows = moved.compare(reference, distances=["W1"]).rows()
    assert [row["time"] for row in rows] == [0.05, 0.1] and {row["particles"] for row in rows} == {4000}
    assert {row["standing"] for row in rows} == {"as samples"}
    still = gf.run(particles_of("Langevin", 4000, step=0.1, seed=3))  # must fail: a step as long as the evolution
    still.positions[:] = still.positions[0]
    last = gf.compare(reference, still, times=[0.1], distances=["W1"]).rows()[0]
    assert last["standing"] == "beyond sampling error"


def test_a_study_of_numbers(tmp_path):
    flow = particles_of("SVGD", 10, start="quantiles")
    flow.update({"geometry/name": "Stein Wasserstein",
                 "kernel": {"name": "intrinsic Matern", "smoothness": 2, "bandwidth": 0.1},
                 "particle study": {"numbers": [8, 16, 32, 64, 128], "distances": "W2", "orders": 1},
                 "time/outputs": 1})
    told = []
    study = gf.study(flow, tmp_path / "study", progress=lambda fraction, what: told.append(what))
    assert isinstance(study, gf.ParticleStudy) and study.verdict == "confirmed" and study.complete
    (case,) = study.cases
    one = case["W2"]
    assert one.verdict == "confirmed" and one.order[0] <= 1 <= one.order[1] and one.predicted_order == 1
    assert list(one.numbers) == [8, 16, 32, 64, 128] and np.all(np.diff(one.means) < 0)
    assert one.values.shape == (5, 1) and np.all(one.bars < 0.2 * one.means) and np.all(one.spreads == 0)
    assert len(study.rows()) == 5 and any("N = 128" in what for what in told)
    assert gf.ParticleStudy.read(tmp_path / "study").rows() == study.rows()
    with pytest.raises(KeyError, match="W2"):
        case["W1"]
    with pytest.raises(gf.InputError, match="ParticleStudy"):
        gf.Certificate.read(tmp_path / "study")
    flow["particle study"]["orders"] = 2  # must fail
    assert gf.study(flow).verdict == "refuted"
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    assert study.plot().get_xscale() == "log"


LONG = """
import sys
import gammaflow as gf
flow = {"domain": {"dimension": 2, "cells": 4}, "target/formula": "1 + 0.5*cos(pi*x)", "time/end": 1000.0,
        "particles": {"dynamics": "SVGD", "number": 1000, "step": 0.001}, "output/checkpoint seconds": 0}
try:
    gf.run(flow, sys.argv[1], progress=lambda fraction, what: print("computing", flush=True))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_ctrl_c_ends_it_and_leaves_a_checkpoint(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(LONG), str(tmp_path / "run")],
                               stdout=subprocess.PIPE, text=True)
    for _ in range(3):
        assert process.stdout.readline() == "computing\n"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=120)
    assert out.endswith("interrupted\n") and process.returncode == 0
    assert (tmp_path / "run" / "checkpoint.h5").exists() and not (tmp_path / "run" / "particles.h5").exists()


def test_pictures():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    assert gf.run(particles_of("Langevin", 30, step=0.05)).plot().patches
    plane = particles_of("Langevin", 30, step=0.05)
    plane["domain"] = {"dimension": 2, "cells": 2, "degree": 2}
    assert gf.run(plane).plot(0.05).collections
