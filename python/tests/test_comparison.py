# SPDX-License-Identifier: LGPL-2.1-or-later
"""gammaflow.compare against closed forms; what independent samples have must not look like an error of a method."""
import json
import pickle

import numpy as np
import pytest

import gammaflow as gf

HEAT = {"domain": {"cells": 8, "degree": 4}, "initial state/formula": "1 + 0.5*cos(pi*x)", "target/formula": "1",
        "energy/name": "KL", "geometry/name": "Wasserstein", "time": {"end": 0.1, "outputs": 2}}


@pytest.fixture(scope="module")
def reference():
    return gf.reference(HEAT, tolerance=1e-6)


def quantile_points(reference, n, t):
    return reference.quantiles((np.arange(n) + 0.5) / n, t)


# W1 of points at the mid quantiles is about 1/(4n) times int rho^-1 rho: at most 1/n. Would catch lost times, weights.
def test_points_at_quantiles_are_closer_than_samples(reference):
    points = np.stack([quantile_points(reference, 200, t) for t in (0.05, 0.1)])[..., None]
    rows = gf.compare(reference, points, times=[0.05, 0.1], distances=["W1"]).rows()
    assert [row["time"] for row in rows] == [0.05, 0.1]
    for row in rows:
        assert 1e-4 < row["value"] < 1 / 200 and row["value"] < row["sampling mean"] / 3
        assert row["error"] < 1e-5 and row["particles"] == 200


def test_samples_are_as_samples_and_others_are_beyond(reference):
    levels = np.random.default_rng(3).uniform(size=2000)
    good = reference.quantiles(levels, 0.1)
    bad = np.clip(good + 0.05, 0, 1)  # must fail
    comparison = gf.compare(reference, good, bad, times=[0.1], distances=["W1", "MMD"])
    standing = {(row["candidate"], row["distance"]): row["standing"] for row in comparison.rows()}
    assert standing["candidate-1.npz", "W1"] == "as samples"
    assert standing["candidate-2.npz", "W1"] == "beyond sampling error"
    assert standing["candidate-2.npz", "MMD"] == "beyond sampling error"


def test_weights_count(reference):
    x = np.linspace(0, 1, 401)[1:-1]
    density = reference(x, 0.1)
    weighted = gf.compare(reference, (x, density / density.sum()), times=[0.1], distances=["W1"]).rows()[0]
    plain = gf.compare(reference, x, times=[0.1], distances=["W1"]).rows()[0]
    assert weighted["value"] < 2e-3 < 1e-2 < plain["value"]


def test_tolerances_and_rates(reference):
    family = [quantile_points(reference, n, 0.1) for n in (50, 100, 200, 400, 800)]
    comparison = gf.compare(reference, *family, times=[0.1], distances=["W1"], order=1, tolerance={"W1": 0.5},
                            parameter=[1 / 50, 1 / 100, 1 / 200, 1 / 400, 1 / 800])
    (rate,) = comparison.rates
    assert rate["low"] is None or rate["low"] <= 1 <= rate["high"]
    assert comparison.passed in (True, None)  # the order may be not established, but not refuted
    assert gf.compare(reference, family[0], times=[0.1], distances=["W1"], tolerance={"W1": 1e-6}).passed is False


def test_bad_candidates_are_named(reference):
    with pytest.raises(gf.InputError, match="candidate-1.npz"):
        gf.compare(reference, np.array([0.1, np.nan]), times=[0.1])
    with pytest.raises(gf.InputError, match="outside|domain"):
        gf.compare(reference, np.array([0.1, 7.0]), times=[0.1])
    with pytest.raises(gf.InputError, match="no candidate"):
        gf.compare(reference)


def test_picture(reference):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    points = np.stack([quantile_points(reference, 50, t) for t in (0.05, 0.1)])[..., None]
    axes = gf.compare(reference, points, times=[0.05, 0.1], distances=["W1"]).plot()
    assert "W1" in axes.get_ylabel() and axes.get_xlabel() == "time"


# Legacy files of VTK. Would catch: coordinates that are all 0 taken for a dimension, points in another order.
# Must fail: files that are cut, and such that claim 10^9 points.
def test_legacy_files_of_vtk(reference, tmp_path):
    meshio = pytest.importorskip("meshio")
    points = quantile_points(reference, 50, 0.1)
    space = np.zeros((50, 3))
    space[:, 0] = points
    meshio.write(tmp_path / "p.vtk", meshio.Mesh(space, [("vertex", np.arange(50)[:, None])]))
    found = gf.compare(reference, tmp_path / "p.vtk", times=[0.1], distances=["W1"]).rows()
    same = gf.compare(reference, points, distances=["W1"]).rows()
    assert found[0]["value"] == pytest.approx(same[0]["value"], rel=1e-12)
    whole = (tmp_path / "p.vtk").read_bytes()
    (tmp_path / "cut.vtk").write_bytes(whole[:len(whole) // 3])
    with pytest.raises(gf.InputError, match="cut.vtk"):
        gf.compare(reference, tmp_path / "cut.vtk")
    (tmp_path / "rows.vtk").write_bytes(whole.replace(b"POINTS 50", b"POINTS 1000000000"))
    with pytest.raises(gf.InputError, match="rows.vtk: POINTS: claims 1000000000"):
        gf.compare(reference, tmp_path / "rows.vtk")


def vtk_writers(folder):
    """One file of points by VTK itself for each way to write it: name, and what writes it."""
    vtk = pytest.importorskip("vtk")
    for mode in ("Ascii", "Binary", "Appended"):
        for compressed in (True, False):
            for big in (True, False):
                writer = vtk.vtkXMLUnstructuredGridWriter()
                getattr(writer, f"SetDataModeTo{mode}")()
                writer.SetEncodeAppendedData(big)
                writer.SetCompressorTypeToZLib() if compressed else writer.SetCompressorTypeToNone()
                writer.SetByteOrderToBigEndian() if big else writer.SetByteOrderToLittleEndian()
                writer.SetHeaderTypeToUInt64() if big else writer.SetHeaderTypeToUInt32()
                name = f"{mode}-{compressed}-{big}.vtu"
                writer.SetFileName(str(folder / name))
                yield name, writer


# What VTK and meshio write, the program reads. Would catch: a way to write that is misread. Must fail: numbers of which
# the file claims the other byte order.
def test_files_of_vtk_and_meshio(reference, tmp_path):
    vtk = pytest.importorskip("vtk")
    points = quantile_points(reference, 300, 0.1)
    expected = gf.compare(reference, points, distances=["W1"]).rows()[0]["value"]
    grid, places = vtk.vtkUnstructuredGrid(), vtk.vtkPoints()
    places.SetDataTypeToDouble()
    for k, x in enumerate(points):
        places.InsertNextPoint(float(x), 0.0, 0.0)
        grid.InsertNextCell(vtk.VTK_VERTEX, 1, [k])
    grid.SetPoints(places)
    files = []
    for name, writer in vtk_writers(tmp_path):
        writer.SetInputData(grid)
        assert writer.Write() == 1
        files.append(tmp_path / name)
    meshio = pytest.importorskip("meshio")
    space = np.zeros((300, 3))
    space[:, 0] = points
    mesh = meshio.Mesh(space, [("vertex", np.arange(300)[:, None])])
    for compression in ("zlib", None):
        for binary in (True, False):
            files.append(tmp_path / f"meshio-{compression}-{binary}.vtu")
            meshio.vtu.write(files[-1], mesh, binary=binary, compression=compression)
    rows = gf.compare(reference, *files, distances=["W1"]).rows()
    assert len(rows) == 16
    for row in rows:
        assert row["value"] == pytest.approx(expected, rel=1e-6 if "Ascii" in row["candidate"] else 1e-12), row
    raw = (tmp_path / "Appended-False-False.vtu").read_bytes()
    (tmp_path / "order.vtu").write_bytes(raw.replace(b'byte_order="LittleEndian"', b'byte_order="BigEndian"'))
    with pytest.raises(gf.InputError, match="order.vtu"):
        gf.compare(reference, tmp_path / "order.vtu")


# Would catch: times of a series that are dropped, files in another order. Must fail: times that do not ascend, a file
# that is not there, entities.
def test_series_of_vtk(reference, tmp_path):
    meshio = pytest.importorskip("meshio")
    states = []
    for k, t in enumerate((0.05, 0.1)):
        states.append(quantile_points(reference, 40, t))
        space = np.zeros((40, 3))
        space[:, 0] = states[-1]
        meshio.write(tmp_path / f"p{k}.vtu", meshio.Mesh(space, [("vertex", np.arange(40)[:, None])]))
    sets = [f'<DataSet timestep="{t}" file="p{k}.vtu"/>' for k, t in enumerate((0.05, 0.1))]

    def pvd(lines, head=""):
        file = tmp_path / "series.pvd"
        file.write_text(f'{head}<VTKFile type="Collection"><Collection>{"".join(lines)}</Collection></VTKFile>')
        return file

    found = gf.compare(reference, pvd(sets), distances=["W1"]).rows()
    same = gf.compare(reference, np.stack(states)[:, :, None], times=[0.05, 0.1], distances=["W1"]).rows()
    assert [row["time"] for row in found] == [0.05, 0.1]
    assert [row["value"] for row in found] == pytest.approx([row["value"] for row in same], rel=1e-12)
    listed = tmp_path / "p.vtu.series"
    listed.write_text('{"files": [{"name": "p0.vtu", "time": 0.05}, {"name": "p1.vtu", "time": 0.1}]}')
    assert [row["value"] for row in gf.compare(reference, listed, distances=["W1"]).rows()] == \
        [row["value"] for row in found]
    for lines, head in ((sets[::-1], ""), (['<DataSet timestep="0" file="none.vtu"/>'], ""),
                        (sets, '<!DOCTYPE a [<!ENTITY b "c">]>')):
        with pytest.raises(gf.InputError):
            gf.compare(reference, pvd(lines, head))


# Would catch: chunks in another order, compressed ones that are not. Must fail: chunks that are missing (they would
# read as 0), objects, which are never decoded.
def test_zarr(reference, tmp_path):
    zarr = pytest.importorskip("zarr")
    points = quantile_points(reference, 50, 0.1)
    group = zarr.open_group(str(tmp_path / "p.zarr"), mode="w")
    group.create_dataset("x", data=points[:, None], chunks=(16, 1))
    found = gf.compare(reference, tmp_path / "p.zarr", times=[0.1], distances=["W1"]).rows()
    same = gf.compare(reference, points, times=[0.1], distances=["W1"]).rows()
    assert found[0]["value"] == pytest.approx(same[0]["value"], rel=1e-12)
    (tmp_path / "p.zarr" / "x" / "1.0").unlink()
    with pytest.raises(gf.InputError, match="lacks 1 of its 4 chunks"):
        gf.compare(reference, tmp_path / "p.zarr")
    zarr.save(str(tmp_path / "text.zarr"), np.array(["a", "b"]))
    with pytest.raises(gf.InputError, match="no numbers"):
        gf.compare(reference, tmp_path / "text.zarr")


# Must fail: what a Zarr directory claims and does not hold, and a codec that would run what is in a chunk.
def test_zarr_that_claims_too_much_or_runs_something(reference, tmp_path):
    zarr = pytest.importorskip("zarr")

    def changed(**entries):
        path = tmp_path / "a.zarr"
        zarr.save(str(path), np.linspace(0.1, 0.9, 50))
        described = json.loads((path / ".zarray").read_text())
        (path / ".zarray").write_text(json.dumps({**described, **entries}))
        return path

    assert gf.compare(reference, changed(), times=[0.1], distances=["W1"]).rows()
    for entries, words in (({"shape": [10**9]}, "8000000000 bytes"), ({"chunks": [10**9]}, "chunks of 8000000000"),
                           ({"shape": [60], "chunks": [50]}, "lacks 1 of its 2"), ({"dtype": "|O"}, "a.zarr"),
                           ({"shape": "no"}, "zarr cannot read it"), ({"chunks": [40]}, "a.zarr"),
                           ({"compressor": {"id": "pickle"}}, "'pickle', which is never run")):
        with pytest.raises(gf.InputError, match=words):
            gf.compare(reference, changed(**entries))

    class Runs:
        def __reduce__(self):
            return (open, (str(tmp_path / "was run"), "w"))

    path = changed(compressor={"id": "pickle"})
    (path / "0").write_bytes(pickle.dumps(Runs()))
    with pytest.raises(gf.InputError, match="never run"):
        gf.compare(reference, path)
    (path / "0").unlink()
    (path / "0").write_bytes(b"no blosc at all")
    with pytest.raises(gf.InputError, match="a.zarr"):
        gf.compare(reference, path)
    assert not (tmp_path / "was run").exists()
    np.save(tmp_path / "objects.npy", np.array([Runs()], dtype=object), allow_pickle=True)
    with pytest.raises(gf.InputError, match="never loaded"):
        gf.compare(reference, tmp_path / "objects.npy")
    assert not (tmp_path / "was run").exists()
