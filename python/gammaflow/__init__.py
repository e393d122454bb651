# SPDX-License-Identifier: LGPL-2.1-or-later
"""Certified references for gradient flows, certificates for their kernel approximations.

    import gammaflow as gf

    reference = gf.reference({"energy": {"name": "KL"}, "geometry": {"name": "Fisher-Rao"},
                              "initial state": {"formula": "1 + 0.5*cos(pi*x)"}}, tolerance=1e-6)
    reference(x, t)                      # the density at points (n,) or (n, d), at time t
    reference.error_bar("L1", t)         # |computed - true| in L1 is at most this
    gf.compare(reference, particles, times=[1.0]).rows()   # W1, MMD ... with error bars and sampling errors
    gf.study("studies/quickstart.prm")   # a Certificate: cases, claims, verdicts
    gf.run({"particles": {"dynamics": "SVGD"}, ...})   # Particles: positions, weights, times, energies

Parameters are those of parameter files (doc/parameters.md), as a path, as text, or as a dict of sections.
Errors: InputError (what was given cannot be computed), NumericalFailure (what was asked for is not reached).
"""
from ._errors import GammaFlowError, InputError, NumericalFailure
from ._program import list_names, load, reference, run, study, template, validate, versions
from .certificate import Case, Certificate, Claim
from .comparison import Comparison, compare
from .evolution import Evolution
from .particles import EnsembleDistance, ParticleCase, Particles, ParticleStudy

__all__ = [
    "Case", "Certificate", "Claim", "Comparison", "EnsembleDistance", "Evolution", "GammaFlowError", "InputError",
    "NumericalFailure", "ParticleCase", "ParticleStudy", "Particles", "compare", "list_names", "load", "reference",
    "run", "study", "template", "validate", "versions",
]
__version__ = versions()["version"]
