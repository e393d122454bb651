#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Steps of SVGD as practitioners write them: NumPy, all pairs of N particles in 2D, Gaussian kernel, standard normal
target, Euler steps. Usage: svgd_particles.py [N] [steps]. Prints seconds per step.

By rows of blocks (O(N) memory): with the N x N matrix at once the same work waits for the memory.
The same by GammaFlow: gammaflow run benchmarks/peers/svgd_particles.prm --set "particles/number = N"
"""
import sys
import time

import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 5
sigma, step, block = 0.3, 0.01, 250
x = 1 + 0.5 * np.random.default_rng(1).standard_normal((n, 2))


def velocity(x):
    score = -x
    squares = (x**2).sum(axis=1)
    phi = np.empty_like(x)
    for i in range(0, n, block):
        rows = x[i : i + block]
        distance = squares[i : i + block, None] + squares[None, :] - 2 * rows @ x.T
        k = np.exp(distance / (-2 * sigma**2))
        phi[i : i + block] = k @ score + (rows * k.sum(axis=1)[:, None] - k @ x) / sigma**2
    return phi / n


best = np.inf
for _ in range(steps):
    start = time.perf_counter()
    x += step * velocity(x)
    best = min(best, time.perf_counter() - start)
print(f"N = {n}: {best:.4f} s per step (best of {steps}), mean {x.mean(axis=0)}")
