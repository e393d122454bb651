# SPDX-License-Identifier: LGPL-2.1-or-later
"""The notebooks run from top to bottom, and come out as their words say."""
import json

import pytest

pytest.importorskip("matplotlib").use("Agg")


def executed(source, name, monkeypatch, folder):
    monkeypatch.chdir(folder)
    cells = json.loads((source / "python" / "notebooks" / name).read_text())["cells"]
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    return names


def test_certify_your_sampler(source, monkeypatch, tmp_path):
    names = executed(source, "certify_your_sampler.ipynb", monkeypatch, tmp_path)
    standing = {(row["candidate"], row["time"]): row["standing"]
                for row in names["comparison"].rows() if row["distance"] == "W1"}
    assert standing["candidate-1.npz", 1.0] == "as samples"
    assert standing["candidate-2.npz", 0.25] == "beyond sampling error"


def test_a_convergence_study(source, monkeypatch, tmp_path):
    names = executed(source, "a_convergence_study.ipynb", monkeypatch, tmp_path)
    certificate = names["certificate"]
    assert certificate.verdict == "confirmed" and certificate.cases[0].claims[0].verdict == "confirmed"
