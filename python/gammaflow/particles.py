# SPDX-License-Identifier: LGPL-2.1-or-later
"""Particles that `gammaflow run` has moved, and studies of N -> infinity (doc/particles.md)."""
import json
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple, Union

import numpy as np

from . import _core
from ._errors import InputError, translated
from .certificate import _number, read_certificate


class Particles:
    """Particles at their output times, as NumPy arrays.

    times (n,), positions (n, N, d), weights (n, N), energies (n,): NaN where the dynamics have no energy.
    ledger: a dict of columns, each (n,): mean_x, variance_x, speed, least_weight, effective_size, outside, steps ...
    parameters: section, key, value. directory: where the files are.
    """

    times: np.ndarray
    positions: np.ndarray
    weights: np.ndarray
    ledger: Dict[str, np.ndarray]
    parameters: Dict[str, Dict[str, str]]

    def __init__(self, directory: Union[str, "os.PathLike[str]"], _keep: Any = None):
        self.directory = os.fspath(directory)
        self._keep = _keep  # the temporary directory, as long as this lives
        with translated():
            self.times, self.positions, self.weights, self.ledger, parameters = _core.particles(
                str(Path(self.directory) / "particles.h5"))
        self.parameters = json.loads(parameters)

    def __repr__(self) -> str:
        return (f"<gammaflow.Particles: {self.parameters['particles']['dynamics']}, {self.positions.shape[1]} in "
                f"{self.dimension}D, {len(self.times)} outputs, 0 <= t <= {self.times[-1]:g}>")

    @property
    def dimension(self) -> int:
        """Of the domain: 1 to 3."""
        return self.positions.shape[2]

    @property
    def energies(self) -> np.ndarray:
        """Of each output, shape (n,)."""
        return self.ledger["energy"]

    def at(self, t: float) -> Tuple[np.ndarray, np.ndarray]:
        """Positions (N, d) and weights (N,) at an output time."""
        found = np.flatnonzero(np.isclose(self.times, t, rtol=1e-12, atol=1e-12 * self.times[-1]))
        if len(found) == 0:
            raise InputError(f"particles: given '{t!r}': is no output time\n  allowed: {self.times.tolist()}")
        return self.positions[found[0]], self.weights[found[0]]

    def compare(self, reference: Any, **options: Any) -> Any:
        """All outputs after the start against a reference: gammaflow.compare(reference, self, ...)."""
        from .comparison import compare

        return compare(reference, self, **options)

    def plot(self, t: Optional[float] = None, ax: Any = None) -> Any:
        """Draws the particles at an output time, the last one by default: 1D a histogram, 2D points; the axes."""
        from . import plots

        return plots.plot_particles(self, t, ax)


@dataclass(frozen=True)
class EnsembleDistance:
    """One distance of ensembles of N particles from the flow of densities. Arrays: one entry for each N."""

    name: str
    verdict: str  #: on the predicted order: confirmed, refuted, not established
    as_expected: bool
    predicted_order: float  #: in 1/N
    order: Optional[Tuple[float, float]]  #: interval of the observed order
    sentence: str  #: what may be said, with its range
    numbers: np.ndarray
    means: np.ndarray  #: over seeds
    spreads: np.ndarray  #: standard deviation over seeds
    bars: np.ndarray  #: of the means: seeds, mean field, time steps, quadratures
    values: np.ndarray  #: (numbers, seeds)
    raw: Dict[str, Any] = field(repr=False, compare=False)

    @classmethod
    def _of(cls, entry: Dict[str, Any]) -> "EnsembleDistance":
        statement, points = entry.get("order_statement") or {}, entry["points"]
        low, high = _number(statement.get("low")), _number(statement.get("high"))

        def column(key: str) -> np.ndarray:
            return np.array([_number(point[key]) for point in points])

        return cls(entry["name"], entry["verdict"], entry["as_expected"], _number(entry["predicted_order"]),
                   None if math.isnan(low) else (low, high), statement.get("sentence") or "",
                   np.array([point["number"] for point in points]), column("mean"), column("spread"),
                   column("delta"), np.array([[_number(v) for v in point["values"]] for point in points]), entry)


@dataclass(frozen=True)
class ParticleCase:
    """Ensembles of one kind of particles against the flow of densities that they tend to."""

    name: str
    verdict: str
    as_expected: bool
    distances: List[EnsembleDistance]
    raw: Dict[str, Any] = field(repr=False, compare=False)

    def __getitem__(self, name: str) -> EnsembleDistance:
        for distance in self.distances:
            if distance.name == name:
                return distance
        raise KeyError(f"{name!r}: the distances are {', '.join(repr(d.name) for d in self.distances)}")


@dataclass(frozen=True)
class ParticleStudy:
    """The certificate of a study of N -> infinity. `raw` is all of it."""

    name: str
    verdict: str
    as_expected: bool
    complete: bool
    cases: List[ParticleCase]
    raw: Dict[str, Any] = field(repr=False, compare=False)
    path: str = ""
    _keep: Any = field(default=None, repr=False, compare=False)

    @classmethod
    def _of(cls, raw: Dict[str, Any], path: str, _keep: Any = None) -> "ParticleStudy":
        cases = [ParticleCase(entry["name"], entry["verdict"], entry["as_expected"],
                              [EnsembleDistance._of(one) for one in entry["distances"]], entry)
                 for entry in raw["cases"]]
        return cls(raw["study"]["name"], raw["verdict"], raw["as_expected"], raw["complete"], cases, raw, path, _keep)

    @classmethod
    def read(cls, path: Union[str, "os.PathLike[str]"]) -> "ParticleStudy":
        """A certificate.json, or the directory of a study."""
        raw, file = read_certificate(path)
        if raw.get("kind") != "particles":
            raise InputError(f"{file}: is no certificate of particles: gammaflow.Certificate.read")
        return cls._of(raw, file)

    def __getitem__(self, name: str) -> ParticleCase:
        for case in self.cases:
            if case.name == name:
                return case
        raise KeyError(f"{name!r}: the cases are {', '.join(repr(c.name) for c in self.cases)}")

    def rows(self) -> List[Dict[str, Any]]:
        """One dict per case, distance and N: mean over seeds, spread, error bar."""
        return [{"case": case.name, "distance": one.name, "number": int(n), "mean": mean, "spread": spread,
                 "bar": bar}
                for case in self.cases for one in case.distances
                for n, mean, spread, bar in zip(one.numbers, one.means, one.spreads, one.bars)]

    def frame(self) -> Any:
        """rows() as a pandas frame."""
        import pandas

        return pandas.DataFrame(self.rows())

    def plot(self, ax: Any = None) -> Any:
        """Draws the means over N with their error bars, both logarithmic; returns the axes."""
        from . import plots

        return plots.plot_particle_study(self, ax)
