# SPDX-License-Identifier: LGPL-2.1-or-later
"""Evolutions that `gammaflow run` or `gammaflow reference` has computed."""
import json
import os
from typing import Any, Dict, Optional, Union

import numpy as np

from . import _core
from ._errors import translated


class Evolution:
    """A density or a field that moves: u(x, t) for 0 <= t <= times[-1], with error bars where it is a reference.

    Between the output times the flow is integrated on, with the tolerance of the outputs. Arrays are copies.
    """

    def __init__(self, directory: Union[str, "os.PathLike[str]"], _keep: Any = None):
        self.directory = os.fspath(directory)
        self._keep = _keep  # the temporary directory, as long as this lives
        with translated():
            self._core = _core.Evolution(self.directory)

    def __repr__(self) -> str:
        return (f"<gammaflow.Evolution: {self.title}, {self.dimension}D, {len(self.times)} outputs, "
                f"0 <= t <= {self.times[-1]:g}>")

    @property
    def title(self) -> str:
        """Energy and geometry, in words."""
        return self._core.title

    @property
    def dimension(self) -> int:
        """Of the domain: 1 to 3."""
        return self._core.dimension

    @property
    def times(self) -> np.ndarray:
        """Output times, shape (n,)."""
        return self._core.times

    @property
    def box(self) -> np.ndarray:
        """Lower and upper corner of the domain, or of a box around it, shape (2, d)."""
        return self._core.box

    @property
    def parameters(self) -> Dict[str, Dict[str, str]]:
        """Section, key, value: what was computed."""
        return json.loads(self._core.parameters)

    def nodes(self, t: float = 0.0) -> np.ndarray:
        """Nodes of the mesh at time t, shape (n, d)."""
        with translated():
            return self._core.nodes(t)

    def weights(self, t: float = 0.0) -> np.ndarray:
        """Weights of the nodes, shape (n,): int f = sum_i weights_i f(nodes_i), f a function on the mesh."""
        with translated():
            return self._core.weights(t)

    def state(self, t: float) -> np.ndarray:
        """Values at the nodes, shape (n,)."""
        with translated():
            return self._core.state(t)

    def target(self, t: float = 0.0) -> Optional[np.ndarray]:
        """What the states head for, at the nodes, shape (n,); None where there is nothing."""
        with translated():
            return self._core.target(t)

    def __call__(self, x: Any, t: float) -> np.ndarray:
        """Values at points x, shape (n, d), or (n,) on intervals; a number for one point of an interval."""
        points = np.asarray(x, dtype=float)
        shape = points.shape if self.dimension == 1 and points.ndim != 2 else points.shape[:-1]
        with translated():
            return self._core.values(float(t), points.reshape(-1, self.dimension)).reshape(shape)[()]

    def error_bar(self, norm: str, t: float) -> Optional[float]:
        """Bound of the error in a norm of reference/norms, in the units of that norm; None where there is none."""
        with translated():
            return self._core.error_bar(norm, float(t))

    def mass(self, t: float) -> float:
        """int u dx at time t."""
        with translated():
            return self._core.integral(float(t))

    def quantiles(self, levels: Any, t: float) -> np.ndarray:
        """On intervals: the x with a part `levels` of the mass to the left; the shape of `levels`."""
        at = np.asarray(levels, dtype=float)
        with translated():
            return self._core.quantiles(float(t), at.reshape(-1)).reshape(at.shape)[()]

    def mass_left_of(self, x: Any, t: float) -> np.ndarray:
        """On intervals: int_lower^x u, the shape of x."""
        at = np.asarray(x, dtype=float)
        with translated():
            return self._core.mass_left_of(float(t), at.reshape(-1)).reshape(at.shape)[()]

    def plot(self, times: Any = None, ax: Any = None) -> Any:
        """Draws states (1D: curves, 2D: one map) with Matplotlib; returns the axes."""
        from . import plots

        return plots.plot_evolution(self, times, ax)
