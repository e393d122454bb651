"""SVGD in NumPy (Liu & Wang 2016), independent of GammaFlow: writes particles.npz.

    python3 svgd.py [N] [FILE]
"""
import sys

import numpy as np
from statistics import NormalDist


def velocity(x, bandwidth):
    """1/N sum_j [k(x_i, x_j) (log pi)'(x_j) + d/dx_j k(x_i, x_j)], pi the standard normal law."""
    difference = x[:, None] - x[None, :]
    k = np.exp(-difference**2 / (2 * bandwidth**2))
    return (k * -x[None, :] + k * difference / bandwidth**2).mean(axis=1)


def svgd(n, times, bandwidth=0.5, step=0.01):
    """From the quantiles of N(-1, 1/4), by Heun's method."""
    x = np.array([NormalDist(-1, 0.5).inv_cdf((i + 0.5) / n) for i in range(n)])
    t, snapshots = 0.0, []
    for end in times:
        steps = round((end - t) / step)
        for _ in range(steps):
            first = velocity(x, bandwidth)
            x = x + step / 2 * (first + velocity(x + step * first, bandwidth))
        t = end
        snapshots.append(x.copy())
    return np.array(snapshots)[:, :, None]


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    times = [0.5, 1.0]
    np.savez(sys.argv[2] if len(sys.argv) > 2 else "particles.npz", particles=svgd(number, times), times=times)
