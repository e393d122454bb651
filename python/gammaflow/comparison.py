# SPDX-License-Identifier: LGPL-2.1-or-later
"""Particles against a reference: `gammaflow compare`, from arrays and from files (doc/comparing.md)."""
import json
import math
import os
import re
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

_LARGEST_ARRAYS = 1 << 32  # bytes
_CODECS = {"blosc", "bz2", "gzip", "lz4", "lzma", "zlib", "zstd", "shuffle", "delta"}
_COUNTS = re.compile(rb"^(POINTS|CELLS|CELL_TYPES|POINT_DATA|CELL_DATA|VERTICES|LINES|POLYGONS)[ \t]+(\d+)", re.M)


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


def _from_legacy_vtk(path: Path, folder: Path, name: str) -> str:
    """A legacy file of VTK as the .vtu file that the program reads, by meshio. Counts that it claims are compared with
    its size first: meshio takes memory for them."""
    try:
        import meshio
    except ImportError as error:
        raise InputError(f"{path}: is a legacy file of VTK; meshio (python3-meshio), which reads it, is not there") \
            from error
    saved = folder / (name + ".vtu")
    try:
        size = path.stat().st_size
        if size > _LARGEST_ARRAYS:
            raise InputError(f"{path}: has {size} bytes: at most {_LARGEST_ARRAYS}")
        for word, count in _COUNTS.findall(path.read_bytes()):
            if int(count) > size:
                raise InputError(f"{path}: {word.decode()}: claims {int(count)} entries, more than {size} bytes hold")
        meshio.write(saved, meshio.read(path))
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        raise InputError(f"{path}: meshio cannot read it: {error}") from error
    return str(saved)


def _require_plain(path: Path, key: str, array: Any) -> None:
    """Numbers of a bounded size, packed by codecs that only unpack bytes: that of pickles runs what is in them."""
    if array.dtype.kind not in "fiu":
        raise InputError(f"{path}: {key} holds no numbers ({array.dtype}): floating-point numbers or integers")
    codecs = ([array.compressor] if array.compressor is not None else []) + list(array.filters or [])
    for codec in codecs:
        if codec.codec_id not in _CODECS:
            raise InputError(f"{path}: {key} is packed by '{codec.codec_id}', which is never run: "
                             f"{', '.join(sorted(_CODECS))}")
    chunk = math.prod(array.chunks) * array.dtype.itemsize
    if array.nbytes > _LARGEST_ARRAYS or chunk > 16 * array.nbytes + (1 << 20):
        raise InputError(f"{path}: {key} has {array.nbytes} bytes in chunks of {chunk}: at most {_LARGEST_ARRAYS}, and "
                         "chunks that fit to it")
    if array.nchunks_initialized != array.nchunks:
        raise InputError(f"{path}: {key} lacks {array.nchunks - array.nchunks_initialized} of its "
                         f"{array.nchunks} chunks, which would read as its fill value: write all of them")


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
            _require_plain(path, key, array)
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
    """What the program does not read itself, saved as what it reads; None of all else."""
    suffix = path.suffix.lower()
    if path.is_dir() and ((path / ".zarray").exists() or (path / ".zgroup").exists()):
        return _from_zarr(path, folder, name)
    if suffix == ".vtk":
        return _from_legacy_vtk(path, folder, name)
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
    candidates: arrays (n,), (n, d) or (times, n, d), pairs (points, weights), Particles, or files; legacy files of VTK
    (.vtk) where meshio is there, Zarr directories where zarr is there. times: of their snapshots.
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
