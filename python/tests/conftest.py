# SPDX-License-Identifier: LGPL-2.1-or-later
import os
from pathlib import Path

import pytest

FLOW = {
    "domain": {"cells": 16, "degree": 4},
    "initial state": {"formula": "1 + 0.5*cos(pi*x)"},
    "target": {"formula": "exp(0.5*cos(2*pi*x))"},
    "energy/name": "KL",
    "geometry/name": "Fisher-Rao",
    "time": {"end": 1.0, "outputs": 4, "tolerance": 1e-9},
}


@pytest.fixture
def flow():
    return {key: dict(value) if isinstance(value, dict) else value for key, value in FLOW.items()}


@pytest.fixture(scope="session")
def source():
    return Path(os.environ.get("GAMMAFLOW_SOURCE", Path(__file__).resolve().parents[2]))
