# SPDX-License-Identifier: LGPL-2.1-or-later
"""Particles against a reference: `gammaflow compare`, from arrays and from files (doc/comparing.md)."""
import json
import math
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from ._errors import InputError, NumericalFailure
from ._program import Parameters, Progress, _command, _file_of
from .evolution import Evolution
from .particles import Particles

Candidate = Union[str, "os.PathLike[str]", np.ndarray, Tuple[np.ndarray, np.ndarray], Particles]


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
                 "value": one["value"], "error": math.nan if one["error"] is None else one["error"],
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


def _from_meshio(path: Path, folder: Path, name: str) -> str:
    """Points and values (or points alone, as particles) of a file of VTK, saved as .npz, by meshio."""
    try:
        import meshio
    except ImportError as error:
        raise InputError(f"{path}: is a file of VTK, and meshio, which reads it, is not there") from error
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
    saved = folder / (name + ".npz")
    np.savez(saved, x=points, **({"u": values[0]} if values else {}))
    return str(saved)


def _of_particles(particles: Particles, times: Optional[Sequence[float]]) -> Tuple[Any, Any]:
    """Times, positions and weights: of these output times, or of all after the start."""
    chosen = particles.times[1:] if times is None else np.atleast_1d(np.asarray(times, dtype=float))
    states = [particles.at(float(t)) for t in chosen]
    return chosen, (np.stack([x for x, _ in states]), np.stack([w for _, w in states]))


def _file(candidate: Candidate, times: Optional[Sequence[float]], name: str, folder: Path) -> str:
    """The path of a candidate; arrays are saved."""
    if isinstance(candidate, (str, os.PathLike)):
        if Path(candidate).suffix.lower() in (".vtu", ".vtk"):
            return _from_meshio(Path(candidate), folder, name)
        return os.fspath(candidate)
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
    where meshio is there: their points, with the point data u (or the only one) as values. times: of their snapshots.
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
