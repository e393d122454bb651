# SPDX-License-Identifier: LGPL-2.1-or-later
"""Particles against a reference: `gammaflow compare`, from arrays and from files (doc/comparing.md)."""
import json
import math
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union
from xml.etree import ElementTree

import numpy as np

from ._errors import InputError, NumericalFailure
from ._program import Parameters, Progress, _command, _file_of
from .evolution import Evolution
from .particles import Particles

Candidate = Union[str, "os.PathLike[str]", np.ndarray, Tuple[np.ndarray, np.ndarray], Particles]

_LARGEST_SERIES = 1 << 20  # bytes
_LARGEST_ARRAYS = 1 << 32


@dataclass(frozen=True)
class Comparison:
    """What the comparison found. `raw` is all of compare.json."""

    passed: Optional[bool]  #: all that was expected holds; None: it is not established
    raw: Dict[str, Any] = field(repr=False, compare=False)

    def rows(self) -> List[Dict[str, Any]]:
        """One dict per candidate, time and distance: value, error bar, what independent samples have, in words."""
        return [{"candidate": Path(candidate["name"]).name, "parameter": candidate["parameter"],
                 "time": snapshot["time"], "particles": snapshot.get("particles", snapshot.get("numbers")),
                 "distance": one["distance"],
                 "value": math.inf if one["value"] is None else one["value"],
                 "error": math.nan if one["error"] is None else one["error"],
                 "sampling mean": (one["sampling"] or {}).get("mean", math.nan),
                 "sampling deviation": (one["sampling"] or {}).get("deviation", math.nan),
                 "standing": one["standing"]}
                for candidate in self.raw["candidates"] for snapshot in candidate["snapshots"]
                for one in snapshot["distances"]]

    @property
    def rates(self) -> List[Dict[str, Any]]:
        """Orders in the parameter of a family: distance, low, high, verdict, sentence."""
        return self.raw["rates"]

    def frame(self) -> Any:
        """rows() as a pandas frame."""
        import pandas

        return pandas.DataFrame(self.rows())

    def plot(self, distance: Optional[str] = None, ax: Any = None) -> Any:
        """Draws one distance over time (of a family over the parameter), with error bars and what samples have."""
        from . import plots

        return plots.plot_comparison(self, distance, ax)


def _mesh_arrays(path: Path) -> Dict[str, np.ndarray]:
    """Points x and values u (or points alone, as particles) of a file of VTK, by meshio."""
    try:
        import meshio
    except ImportError as error:
        raise InputError(f"{path}: is a file of VTK, and meshio (python3-meshio), which reads it, is not there") \
            from error
    try:
        mesh = meshio.read(path)
    except (Exception, SystemExit) as error:
        raise InputError(f"{path}: meshio cannot read it: {error}") from error
    points = np.asarray(mesh.points, dtype=float)
    points = points[:, [d for d in range(points.shape[1]) if d == 0 or np.ptp(points[:, d]) > 0]]
    scalars = {key: np.asarray(value, dtype=float) for key, value in mesh.point_data.items() if np.ndim(value) == 1}
    wanted = [key for key in ("u", "density", "rho", "value", "values", "field") if key in scalars]
    if len(wanted) > 1 or (not wanted and len(scalars) > 1):
        raise InputError(f"{path}: which of {sorted(scalars)} is the density is not clear: one of them, named u")
    values = [scalars[key] for key in wanted or scalars]
    return {"x": points, **({"u": values[0]} if values else {})}


def _series_members(path: Path) -> List[Tuple[float, Path]]:
    """Times and files of a series: of ParaView, .pvd (XML) or .vtu.series (JSON)."""
    if path.stat().st_size > _LARGEST_SERIES:
        raise InputError(f"{path}: is larger than a list of files: at most {_LARGEST_SERIES} bytes")
    text = path.read_text(encoding="utf-8", errors="strict")
    try:
        if path.suffix.lower() == ".pvd":
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                raise ValueError("declares entities")
            sets = ElementTree.fromstring(text).findall("./Collection/DataSet")
            members = [(float(one.attrib["timestep"]), one.attrib["file"]) for one in sets]
        else:
            members = [(float(one["time"]), str(one["name"])) for one in json.loads(text)["files"]]
    except (ElementTree.ParseError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: is no list of files with their times: {error}") from error
    if not members or any(not b > a for (a, _), (b, _) in zip(members, members[1:])):
        raise InputError(f"{path}: has no files, or times that do not ascend: each time once, in order")
    return [(time, path.parent / name) for time, name in members]


def _from_series(path: Path, folder: Path, name: str) -> str:
    """A series of files of VTK with the same points (of particles: as many), saved as .npz."""
    members = _series_members(path)
    states = [_mesh_arrays(file) for _, file in members]
    for (_, file), state in zip(members, states):
        if state.keys() != states[0].keys() or state["x"].shape != states[0]["x"].shape:
            raise InputError(f"{file}: holds other points or data than the first file of {path}: one mesh for all; "
                             "or compare them one by one")
        if "u" in state and not np.array_equal(state["x"], states[0]["x"]):
            raise InputError(f"{file}: has its points at other places than the first file of {path}: one mesh for "
                             "all; or compare them one by one")
    arrays = {"x": states[0]["x"], "u": np.stack([state["u"] for state in states])} if "u" in states[0] else \
        {"x": np.stack([state["x"] for state in states])}
    saved = folder / (name + ".npz")
    np.savez(saved, times=np.array([time for time, _ in members]), **arrays)
    return str(saved)


def _from_zarr(path: Path, folder: Path, name: str) -> str:
    """The arrays of a Zarr directory (version 2), one or a group, saved as .npz; objects are never decoded."""
    try:
        import zarr
    except ImportError as error:
        raise InputError(f"{path}: is a Zarr directory, and zarr (python3-zarr), which reads it, is not there") \
            from error
    try:
        opened = zarr.open(str(path), mode="r")
        found = {"x": opened} if isinstance(opened, zarr.Array) else dict(opened.arrays())
        for key, array in found.items():
            if array.dtype.kind not in "fiu":
                raise InputError(f"{path}: {key} holds no numbers ({array.dtype}): floating-point numbers or integers")
            if array.nbytes > _LARGEST_ARRAYS:
                raise InputError(f"{path}: {key} has {array.nbytes} bytes: at most {_LARGEST_ARRAYS}")
            if array.nchunks_initialized != array.nchunks:
                raise InputError(f"{path}: {key} lacks {array.nchunks - array.nchunks_initialized} of its "
                                 f"{array.nchunks} chunks, which would read as its fill value: write all of them")
        arrays = {key: np.asarray(array[...], dtype=float) for key, array in found.items()}
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{path}: zarr cannot read it: {error}") from error
    if not arrays:
        raise InputError(f"{path}: holds no arrays: x, u, times and weights as in an .npz file")
    saved = folder / (name + ".npz")
    np.savez(saved, **arrays)
    return str(saved)


def _converted(path: Path, folder: Path, name: str) -> Optional[str]:
    """What the program does not read itself, saved as .npz; None of all else."""
    suffix = path.suffix.lower()
    if path.is_dir() and ((path / ".zarray").exists() or (path / ".zgroup").exists()):
        return _from_zarr(path, folder, name)
    if suffix == ".pvd" or path.name.lower().endswith((".vtu.series", ".vtk.series")):
        return _from_series(path, folder, name)
    if suffix in (".vtu", ".vtk"):
        saved = folder / (name + ".npz")
        np.savez(saved, **_mesh_arrays(path))
        return str(saved)
    return None


def _of_particles(particles: Particles, times: Optional[Sequence[float]]) -> Tuple[Any, Any]:
    """Times, positions and weights: of these output times, or of all after the start."""
    chosen = particles.times[1:] if times is None else np.atleast_1d(np.asarray(times, dtype=float))
    states = [particles.at(float(t)) for t in chosen]
    return chosen, (np.stack([x for x, _ in states]), np.stack([w for _, w in states]))


def _file(candidate: Candidate, times: Optional[Sequence[float]], name: str, folder: Path) -> str:
    """The path of a candidate; arrays are saved."""
    if isinstance(candidate, (str, os.PathLike)):
        return _converted(Path(candidate), folder, name) or os.fspath(candidate)
    if isinstance(candidate, Particles):
        times, candidate = _of_particles(candidate, times)
    points, weights = candidate if isinstance(candidate, tuple) else (candidate, None)
    path = folder / (name + ".npz")
    arrays = {"x": np.asarray(points, dtype=float)}
    if weights is not None:
        arrays["weights"] = np.asarray(weights, dtype=float)
    if times is not None:
        arrays["times"] = np.atleast_1d(np.asarray(times, dtype=float))
    np.savez(path, **arrays)
    return str(path)


def compare(reference: Union[Evolution, Parameters], *candidates: Candidate, times: Optional[Sequence[float]] = None,
            distances: Optional[Sequence[str]] = None, parameter: Optional[Sequence[float]] = None,
            order: Optional[float] = None, tolerance: Optional[Mapping[str, float]] = None,
            options: Sequence[str] = (), output: Optional[str] = None,
            progress: Optional[Progress] = None) -> Comparison:
    """Holds particles against a reference, with the sampling error apart from the method's.

    reference: an Evolution, the directory of one, or parameters (then it is computed with error bars).
    candidates: arrays (n,), (n, d) or (times, n, d), pairs (points, weights), Particles, or files; of VTK (.vtu, .vtk)
    and series of them (.pvd, .vtu.series) where meshio is there: their points, with the point data u (or the only one)
    as values; Zarr directories where zarr is there. times: of their snapshots.
    parameter: one number per candidate that goes to zero; order: the one that is expected.
    tolerance: {"W1": 0.05}. options: further words of the command line, ["--kernel", "Matern 5/2"].
    """
    if not candidates:
        raise InputError("compare: no candidate was given")
    with tempfile.TemporaryDirectory(prefix="gammaflow-") as temporary:
        folder = Path(temporary)
        files = [_file(candidate, times, f"candidate-{k + 1}", folder) for k, candidate in enumerate(candidates)]
        target = Path(output) if output is not None else folder / "compared"
        words = ["--quiet", "--output", str(target), *options]
        if times is not None and any(isinstance(c, (str, os.PathLike)) for c in candidates):
            words += ["--times", ",".join(map(repr, map(float, times)))]
        if distances is not None:
            words += ["--distances", ",".join(distances)]
        if parameter is not None:
            words += ["--parameter", ",".join(map(repr, map(float, parameter)))]
        if order is not None:
            words += ["--order", repr(float(order))]
        if tolerance is not None:
            words += ["--tolerance", ",".join(f"{name}={float(value)!r}" for name, value in tolerance.items())]
        passed: Optional[bool] = True
        with _file_of(reference.directory if isinstance(reference, Evolution) else reference) as file:
            try:
                passed = _command(["compare", file, *files, *words], progress)[0] == 0
            except NumericalFailure:
                if not (target / "compare.json").exists():
                    raise
                passed = None
        return Comparison(passed, json.loads((target / "compare.json").read_text()))
