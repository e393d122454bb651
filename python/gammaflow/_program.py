# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands of the program, as functions."""
import contextlib
import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple, Union

from . import _core
from ._errors import InputError, NumericalFailure, translated
from .certificate import Certificate, read_certificate
from .evolution import Evolution
from .particles import Particles, ParticleStudy

Parameters = Union[str, "os.PathLike[str]", Mapping[str, Any]]
Progress = Callable[[float, str], None]


def versions() -> Dict[str, str]:
    """Versions of GammaFlow and deal.II, revision, compiler."""
    return json.loads(_core.versions())


def _value(value: Any) -> str:
    """As it stands in a parameter file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_value, value))
    return str(value)


@contextlib.contextmanager
def _file_of(parameters: Parameters) -> Iterator[str]:
    """A path as it is; text and dicts as a file that lives as long as the command."""
    if isinstance(parameters, Mapping):
        sections: Dict[str, Dict[str, str]] = {}
        for name, content in parameters.items():
            if isinstance(content, Mapping):
                sections.setdefault(str(name), {}).update({str(k): _value(v) for k, v in content.items()})
            elif "/" in str(name):
                section, _, key = str(name).partition("/")
                sections.setdefault(section, {})[key] = _value(content)
            else:
                raise InputError(f"parameters: section '{name}': given '{content}': is no section\n"
                                 "  allowed: a dict of keys, or \"section/key\": value")
        text, suffix = json.dumps(sections), ".json"
    elif isinstance(parameters, str) and "\n" in parameters:
        text, suffix = parameters, ".prm"
    else:
        yield os.fspath(parameters)
        return
    with tempfile.TemporaryDirectory(prefix="gammaflow-") as folder:
        path = Path(folder) / ("parameters" + suffix)
        path.write_text(text)
        try:
            yield str(path)
        except (InputError, NumericalFailure) as error:  # nobody knows this file
            raise type(error)(str(error).replace(str(path), "parameters")) from None


def _command(words: List[str], progress: Optional[Progress] = None) -> Tuple[int, str]:
    """Exit code and what was printed; NumericalFailure with what it said for exit code 3."""
    def report(fraction: float, what: str) -> None:
        if progress is not None and not math.isnan(fraction):
            progress(fraction, what)

    with translated():
        code, out, err = _core.command(words, report if progress is not None else None)
    if code == 2:
        raise InputError(err.strip())
    if code == 3:
        raise NumericalFailure(err.strip() or out.strip() or "not established")
    return code, out


def _options(output: str, threads: Optional[int], overwrite: bool) -> List[str]:
    return (["--quiet", "--output", output] + (["--threads", str(threads)] if threads else []) +
            (["--overwrite"] if overwrite else []))


@contextlib.contextmanager
def _directory(
    output: Optional["os.PathLike[str] | str"],
) -> Iterator[Tuple[str, Optional[tempfile.TemporaryDirectory]]]:
    """The directory that was named, or one that lives as long as the result."""
    if output is not None:
        yield os.fspath(output), None
        return
    temporary = tempfile.TemporaryDirectory(prefix="gammaflow-")
    yield str(Path(temporary.name) / "output"), temporary


def run(parameters: Parameters, output: Optional[str] = None, *, progress: Optional[Progress] = None,
        threads: Optional[int] = None, overwrite: bool = False) -> Union[Evolution, Particles]:
    """Computes one flow or geodesic (`gammaflow run`) and returns it; Particles where `particles` asks for them.

    output: directory of the results; None: a temporary one, removed with the result. progress(fraction, what) is
    called while it runs; an exception in it, and Ctrl-C, end the computation. Particles that were interrupted go on
    where `output` is given again.
    """
    with _file_of(parameters) as file, _directory(output) as (directory, temporary):
        _command(["run", file, *_options(directory, threads, overwrite)], progress)
        return load(directory, temporary)


def load(directory: Union[str, "os.PathLike[str]"], _keep: Any = None) -> Union[Evolution, Particles]:
    """What `gammaflow run` or `gammaflow reference` has written into a directory."""
    particles = (Path(directory) / "particles.h5").exists()
    return Particles(directory, _keep) if particles else Evolution(directory, _keep)


def reference(parameters: Parameters, output: Optional[str] = None, *, tolerance: float = 1e-6,
              progress: Optional[Progress] = None, threads: Optional[int] = None,
              overwrite: bool = False) -> Evolution:
    """Computes an evolution whose relative error in each norm of reference/norms is below `tolerance`, with bars.

    NumericalFailure where that is not reached; what was reached then stands in `output`.
    """
    with _file_of(parameters) as file, _directory(output) as (directory, temporary):
        _command(["reference", file, "--tolerance", repr(float(tolerance)),
                  *_options(directory, threads, overwrite)], progress)
        return Evolution(directory, temporary)


def study(parameters: Parameters, output: Optional[str] = None, *, progress: Optional[Progress] = None,
          threads: Optional[int] = None, overwrite: bool = False) -> Union[Certificate, ParticleStudy]:
    """Runs a convergence study and returns its certificate, whatever the verdicts are; a ParticleStudy where
    `particle study/numbers` asks for one.

    NumericalFailure only where there is no certificate. Interrupted studies go on where `output` is given again.
    """
    with _file_of(parameters) as file, _directory(output) as (directory, temporary):
        certificate = Path(directory) / "certificate.json"
        before = certificate.stat().st_mtime_ns if certificate.exists() else None
        try:
            _command(["study", file, *_options(directory, threads, overwrite)], progress)
        except NumericalFailure:  # not established, or a point failed: the certificate says so
            if not certificate.exists() or certificate.stat().st_mtime_ns == before:
                raise
        raw, path = read_certificate(certificate)
        return (ParticleStudy if raw.get("kind") == "particles" else Certificate)._of(raw, path, temporary)


def validate(parameters: Parameters) -> List[str]:
    """What would be computed, line by line; InputError for what cannot be."""
    with _file_of(parameters) as file:
        return _command(["validate", file])[1].splitlines()


def template(kind: str = "flow", *, all: bool = False) -> str:
    """A parameter file that runs as it is: "flow", "study", ... (`gammaflow template --help`)."""
    return _command(["template", kind] + (["--all"] if all else []))[1]


def list_names(what: str) -> str:
    """What there is, as text: "energies", "geometries", "kernels", ... (`gammaflow list`)."""
    return _command(["list", what])[1]
