# SPDX-License-Identifier: LGPL-2.1-or-later
"""Evolutions against the closed form log(u/pi)(t) = e^-t log(u0/pi) of KL in Fisher-Rao."""
import numpy as np
import pytest

import gammaflow as gf
from gammaflow import _core
from gammaflow._errors import translated


def exact(x, t):
    pi = np.exp(0.5 * np.cos(2 * np.pi * x))
    return pi * ((1 + 0.5 * np.cos(np.pi * x)) / pi) ** np.exp(-t)


# Would catch: transposed points, a time that is rounded to an output, values that are not interpolated.
@pytest.mark.parametrize("t", [0.0, 0.25, 0.6180339, 1.0])
def test_values_are_those_of_the_closed_form(flow, t):
    evolution = gf.run(flow)
    x = np.linspace(0, 1, 37)
    assert np.allclose(evolution(x, t), exact(x, t), rtol=0, atol=1e-7)
    assert np.allclose(evolution(x[:, None], t), evolution(x, t), rtol=0, atol=0)
    assert np.isclose(evolution(0.3, t), exact(0.3, t), atol=1e-7)
    assert not np.allclose(evolution(x, t), exact(x, t + 0.1), rtol=0, atol=1e-3)  # must fail


def test_nodes_weights_and_target_belong_together(flow):
    evolution = gf.run(flow)
    x = evolution.nodes()[:, 0]
    assert evolution.dimension == 1 and evolution.box.tolist() == [[0], [1]]
    assert np.allclose(evolution.target(), np.exp(0.5 * np.cos(2 * np.pi * x)), rtol=1e-14)
    for t in evolution.times:
        assert np.isclose(evolution.weights() @ evolution.state(t), evolution.mass(t), rtol=1e-14)


def test_quantiles_invert_the_distribution(flow):
    evolution = gf.run(flow)
    levels = np.array([[0.1, 0.5], [0.9, 0.999]])
    x = evolution.quantiles(levels, 0.5)
    assert x.shape == levels.shape
    assert np.allclose(evolution.mass_left_of(x, 0.5), levels * evolution.mass_left_of(1.0, 0.5), rtol=1e-10)


def test_references_have_bars_that_cover(flow):
    reference = gf.reference(flow, tolerance=1e-5)
    assert gf.run(flow).error_bar("L1", 1.0) is None
    assert reference.error_bar("W9", 1.0) is None
    x = np.linspace(0, 1, 500)
    for t in reference.times:
        error = np.abs(reference(x, t) - exact(x, t)).max()
        assert error <= reference.error_bar("Linf", t) + 1e-14
        assert error > 1e-7 * reference.error_bar("Linf", t) or t == 0


def test_two_dimensions(flow):
    flow["domain"] = {"dimension": 2, "cells": 4, "degree": 3}
    evolution = gf.run(flow)
    points = np.random.default_rng(1).uniform(size=(5, 3, 2))
    assert np.allclose(evolution(points, 1.0), exact(points[..., 0], 1.0), atol=5e-3)
    with translated(), pytest.raises(_core._InputError, match="wrong shape"):
        evolution._core.values(0.0, np.zeros((2, 3)))


def test_a_directory_is_loaded_again(flow, tmp_path):
    first = gf.run(flow, tmp_path / "flow")
    again = gf.load(tmp_path / "flow")
    assert np.array_equal(first.state(0.3), again.state(0.3))
    assert again.parameters["geometry"]["name"] == "Fisher-Rao"
    with pytest.raises(gf.InputError, match="holds no evolution"):
        gf.load(tmp_path)
    with pytest.raises(gf.InputError, match="interval"):
        again.state(1.5)
