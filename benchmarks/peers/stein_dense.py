#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The right-hand side of the mean field of SVGD (KL, free-space Gaussian) on n^2 nodes of degree 1, by NumPy with dense
kernel matrices: for each component, all pairs of its staggered points. Usage: stein_dense.py [n] [repetitions]

Two figures: with the matrices formed in each evaluation, row block by row block (O(N) memory, as codes of particles
do), and with matrices that are kept (O(N^2) memory; only where 2 N^2 numbers fit).
"""
import sys
import time

import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 64
repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 5
sigma = 0.05
h = 1 / (n - 1)
line = np.linspace(0, 1, n)
middle = (line[1:] + line[:-1]) / 2
trapezoid = np.full(n, h)
trapezoid[[0, -1]] /= 2
x, y = np.meshgrid(line, line, indexing="ij")
contrast = np.log(10) / 4
z = contrast * (np.cos(np.pi * x) + np.cos(2 * np.pi * y))
xi = z - np.cos(np.pi * x) * np.cos(np.pi * y)

points = [np.array(np.meshgrid(a, b, indexing="ij")).reshape(2, -1).T for a, b in ((middle, line), (line, middle))]
weights = [np.outer(np.full(n - 1, h), trapezoid).ravel(), np.outer(trapezoid, np.full(n - 1, h)).ravel()]


def rows(p, block):
    squares = (p[block, None, 0] - p[None, :, 0]) ** 2 + (p[block, None, 1] - p[None, :, 1]) ** 2
    return np.exp(-squares / (2 * sigma**2)) / (2 * np.pi * sigma**2)


def difference(a, axis):
    return np.diff(a, axis=axis) / h


def rate(apply):
    total = np.zeros((n, n))
    for axis in (0, 1):
        middle_z = (z[1:] + z[:-1]) / 2 if axis == 0 else (z[:, 1:] + z[:, :-1]) / 2
        rho = np.exp(middle_z)
        f = apply(axis, weights[axis] * (rho * difference(xi, axis)).ravel()).reshape(rho.shape)
        flux = rho * f * weights[axis].reshape(rho.shape) / h
        if axis == 0:
            total[1:] += flux
            total[:-1] -= flux
        else:
            total[:, 1:] += flux
            total[:, :-1] -= flux
    return -total / np.outer(trapezoid, trapezoid) / np.exp(z)


def formed(axis, v):
    p = points[axis]
    return np.concatenate([rows(p, slice(i, i + 256)) @ v for i in range(0, len(p), 256)])


def milliseconds(apply):
    """The best time, and the best processor time, of an evaluation."""
    best = [np.inf, np.inf]
    for _ in range(repetitions):
        start = time.perf_counter(), time.process_time()
        rate(apply)
        best = [min(best[0], time.perf_counter() - start[0]), min(best[1], time.process_time() - start[1])]
    return f"{1e3 * best[0]:.1f} ms, processor time {1e3 * best[1]:.1f} ms"


print(f"{n}^2 nodes, matrices formed each time: {milliseconds(formed)}")
if 2 * (n * (n - 1)) ** 2 * 8 < 2e9:
    kept = [rows(p, slice(0, len(p))) for p in points]
    print(f"{n}^2 nodes, matrices kept:             {milliseconds(lambda axis, v: kept[axis] @ v)}")
