# SPDX-License-Identifier: LGPL-2.1-or-later
"""Certificates of studies as objects (the file: doc/certificate.schema.json)."""
import json
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple, Union

from ._errors import InputError


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else math.nan


def read_certificate(path: Union[str, "os.PathLike[str]"]) -> Tuple[Dict[str, Any], str]:
    """All of a certificate.json, given itself or by the directory of its study, and the path of the file."""
    file = Path(path)
    if file.is_dir():
        file = file / "certificate.json"
    return json.loads(file.read_text()), str(file)


@dataclass(frozen=True)
class Claim:
    """One claim about one case. `raw` is all of it, as it stands in the file."""

    number: int  #: of the claims of evolutionary Gamma-convergence, 1 to 6
    name: str
    verdict: str  #: confirmed, refuted, not established, not applicable
    sentence: str  #: what may be said, with its range
    predicted_order: float  #: NaN where there is none
    order: Optional[Tuple[float, float]]  #: interval of the observed order
    raw: Dict[str, Any] = field(repr=False, compare=False)

    @classmethod
    def _of(cls, entry: Dict[str, Any]) -> "Claim":
        statement = entry.get("order_statement") or {}
        low, high = _number(statement.get("low")), _number(statement.get("high"))
        return cls(int(entry["claim"]), entry["name"], entry["verdict"], entry.get("sentence") or "",
                   _number(entry.get("predicted_order")), None if math.isnan(low) else (low, high), entry)


@dataclass(frozen=True)
class Case:
    """A kernel flow, its limit flow, the sweep between them."""

    name: str
    verdict: str
    as_expected: bool
    claims: List[Claim]
    raw: Dict[str, Any] = field(repr=False, compare=False)

    @property
    def points(self) -> List[Dict[str, Any]]:
        """The measured points, as they stand in the file."""
        return self.raw["points"]

    def distances(self, name: Optional[str] = None) -> "Tuple[Any, Any, Any]":
        """Parameters, distances, error bars of the points as arrays, each shape (n,); `name`: the judged distance."""
        import numpy as np

        rows = [(p["parameter"], p["distances"][name or self.judged_distance]) for p in self.points]
        return (np.array([_number(e) for e, _ in rows]), np.array([_number(d["value"]) for _, d in rows]),
                np.array([_number(d["delta"]) for _, d in rows]))

    @property
    def judged_distance(self) -> str:
        """The distance that decides whether the flows converge."""
        return self.raw["judged_distance"] if "judged_distance" in self.raw else self.points[0]["judged_distance"]

    @classmethod
    def _of(cls, entry: Dict[str, Any]) -> "Case":
        return cls(entry["name"], entry["verdict"], entry["as_expected"],
                   [Claim._of(claim) for claim in entry["claims"]], entry)


@dataclass(frozen=True)
class Certificate:
    """What a study has found. `raw` is all of it."""

    name: str
    verdict: str
    as_expected: bool
    complete: bool
    cases: List[Case]
    raw: Dict[str, Any] = field(repr=False, compare=False)
    path: str = ""
    _keep: Any = field(default=None, repr=False, compare=False)

    @classmethod
    def _of(cls, raw: Dict[str, Any], path: str, _keep: Any = None) -> "Certificate":
        return cls(raw["study"]["name"], raw["verdict"], raw["as_expected"], raw["complete"],
                   [Case._of(entry) for entry in raw["cases"]], raw, path, _keep)

    @classmethod
    def read(cls, path: Union[str, "os.PathLike[str]"]) -> "Certificate":
        """A certificate.json, or the directory of a study."""
        raw, file = read_certificate(path)
        if raw.get("kind") == "particles":
            raise InputError(f"{file}: is a certificate of particles: gammaflow.ParticleStudy.read")
        return cls._of(raw, file)

    def __getitem__(self, name: str) -> Case:
        for case in self.cases:
            if case.name == name:
                return case
        raise KeyError(f"{name!r}: the cases are {', '.join(repr(c.name) for c in self.cases)}")

    def rows(self) -> List[Dict[str, Any]]:
        """One dict per claim: case, claim, name, verdict, predicted order, low, high."""
        return [{"case": case.name, "claim": claim.number, "name": claim.name, "verdict": claim.verdict,
                 "predicted order": claim.predicted_order,
                 "low": claim.order[0] if claim.order else math.nan,
                 "high": claim.order[1] if claim.order else math.nan}
                for case in self.cases for claim in case.claims]

    def frame(self) -> Any:
        """rows() as a pandas frame."""
        import pandas

        return pandas.DataFrame(self.rows())

    def plot(self, ax: Any = None) -> Any:
        """Draws the judged distance of each case over the parameter, with error bars; returns the axes."""
        from . import plots

        return plots.plot_certificate(self, ax)
