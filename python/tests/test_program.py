# SPDX-License-Identifier: LGPL-2.1-or-later
"""Commands as functions: errors, progress, interruption, studies."""
import signal
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest

import gammaflow as gf


def test_errors_name_section_key_and_values(flow):
    flow["energy/name"] = "KLL"
    with pytest.raises(gf.InputError) as raised:
        gf.run(flow)
    error = raised.value
    assert (error.file, error.section, error.key, error.given) == ("parameters", "energy", "name", "KLL")
    assert "chi2" in error.allowed and isinstance(error, ValueError)
    with pytest.raises(gf.InputError, match="no section"):
        gf.validate({"energy": "KL"})
    with pytest.raises(gf.InputError, match="there is no such key"):
        gf.validate({"energy": {"nme": "KL"}})
    with pytest.raises(gf.InputError, match="nowhere.prm"):
        gf.run("nowhere.prm")


def test_errors_of_files_have_a_line(tmp_path):
    file = tmp_path / "flow.prm"
    file.write_text("subsection energy\n  set name = KLL\nend\n")
    with pytest.raises(gf.InputError) as raised:
        gf.validate(file)
    assert (raised.value.file, raised.value.line) == (str(file), 2)


def test_what_is_not_reached_is_a_failure(flow, tmp_path):
    flow["initial state"] = {"formula": "1 + if(x < 0.31, 1, 0)"}
    flow["reference"] = {"seconds": 2}
    with pytest.raises(gf.NumericalFailure, match="not reached|NOT REACHED|jump"):
        gf.reference(flow, tmp_path / "reference", tolerance=1e-8)
    assert gf.load(tmp_path / "reference").error_bar("L1", 1.0) > 1e-8  # what was reached is there


def test_progress_is_told_and_may_end_it(flow):
    told = []
    gf.reference(flow, tolerance=1e-6, progress=lambda fraction, what: told.append(fraction))
    assert told and all(0 <= fraction <= 1 for fraction in told)

    def enough(fraction, what):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        gf.reference(flow, tolerance=1e-6, progress=enough)
    assert gf.run(flow).mass(0.0) == pytest.approx(1)  # and the next one works


def test_other_threads_run_meanwhile(flow):
    flow["domain"] = {"cells": 64, "degree": 4}
    flow["geometry/name"] = "Wasserstein"
    flow["time"]["tolerance"] = 1e-10
    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(1)

    other = threading.Thread(target=tick)
    other.start()
    gf.run(flow)
    done.set()
    other.join()
    assert len(ticks) > 3


LONG = """
import gammaflow as gf
try:
    gf.reference({"domain": {"dimension": 2, "cells": 16}, "geometry/name": "Wasserstein", "energy/name": "KL",
                  "initial state": {"formula": "1 + 0.9*cos(4*pi*x)*cos(3*pi*y)"}, "time/end": 1.0},
                 tolerance=1e-9, progress=lambda fraction, what: print("computing", flush=True))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_ctrl_c_ends_it():
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(LONG)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "computing\n"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=120)
    assert out.endswith("interrupted\n") and process.returncode == 0


def test_the_quickstart_study(source, tmp_path):
    certificate = gf.study(source / "studies" / "quickstart.prm", tmp_path / "study", threads=1)
    assert certificate.verdict == "confirmed" and certificate.as_expected and certificate.complete
    ridge = certificate["ridge"]
    low, high = ridge.claims[0].order
    assert 0.98 < low < 1.001 and low < high < 1.02 and ridge.claims[0].predicted_order == 1
    parameter, distance, bar = ridge.distances()
    assert len(parameter) == 6 and np.all(np.diff(distance) < 0) and np.all(bar < 0.05 * distance)
    assert {row["verdict"] for row in certificate.rows()} <= {"confirmed", "not applicable"}
    with pytest.raises(KeyError, match="the cases are 'ridge'"):
        certificate["nothing"]
    assert gf.Certificate.read(tmp_path / "study").rows()[0]["claim"] == 1


def test_not_established_is_a_certificate_too(flow):
    flow.update({"geometry/name": "KRR Fisher-Rao", "kernel": {"name": "intrinsic Matern", "bandwidth": 0.1},
                 "sweep": {"parameter": "ridge", "from": 0.1, "to": 0.01, "points": 3}, "output/report": False})
    assert gf.study(flow, threads=1).verdict == "not established"  # three points decide nothing


def test_words():
    assert "KRR Fisher-Rao" in gf.list_names("geometries")
    assert gf.validate(gf.template("flow"))
    assert gf.versions()["version"] == gf.__version__


def test_pictures_and_frames(flow, source, tmp_path):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    axes = gf.run(flow).plot()
    assert len(axes.lines) == 5 and axes.get_xlabel() == "x"
    flow["domain"] = {"dimension": 2, "cells": 2, "degree": 2}
    assert gf.run(flow).plot().collections
    pandas = pytest.importorskip("pandas")
    certificate = gf.study(source / "studies" / "quickstart.prm", tmp_path / "study", threads=1)
    assert isinstance(certificate.frame(), pandas.DataFrame) and len(certificate.frame()) == len(certificate.rows())
    assert certificate.plot().get_yscale() == "log"
