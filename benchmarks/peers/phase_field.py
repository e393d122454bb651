#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Allen-Cahn and Cahn-Hilliard steps with FEniCSx (Debian's python3-dolfinx), the peer of benchmarks/flow_steps.cc.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 benchmarks/peers/phase_field.py [cells [steps]]

Allen-Cahn: u' = lap u - (u^3 - u)/eps^2, eps = 0.02, implicit Euler with tau = 1e-4, Q1, full Newton, CG with Jacobi.
Cahn-Hilliard: the FEniCSx demo (lambda = 0.01, theta = 0.5, tau = 5e-6, f = 100 c^2 (1-c)^2), Q1 x Q1, MUMPS.
Prints milliseconds per step (the median) and Newton iterations.
"""
import statistics
import sys
import time

import numpy as np
import ufl
from dolfinx import fem, mesh
from dolfinx.fem.petsc import NonlinearProblem
from dolfinx.nls.petsc import NewtonSolver
from mpi4py import MPI
from petsc4py import PETSc


def newton(u, form, linear):
    solver = NewtonSolver(MPI.COMM_WORLD, NonlinearProblem(form, u))
    solver.convergence_criterion = "incremental"
    solver.rtol = 1e-6
    options, prefix = PETSc.Options(), solver.krylov_solver.getOptionsPrefix()
    for key, value in linear.items():
        options[prefix + key] = value
    solver.krylov_solver.setFromOptions()
    return solver


def report(name, solver, u, u_old, steps):
    times, iterations = [], []
    for _ in range(steps + 1):
        begin = time.perf_counter()
        iterations.append(solver.solve(u)[0])
        u_old.x.array[:] = u.x.array
        times.append(1e3 * (time.perf_counter() - begin))
    print(f"{name}: {statistics.median(times[1:]):.1f} ms per step, "
          f"{statistics.mean(iterations[1:]):.1f} Newton iterations", flush=True)


def allen_cahn(square, steps, eps=0.02, tau=1e-4):
    V = fem.FunctionSpace(square, ("Lagrange", 1))
    u, old, v = fem.Function(V), fem.Function(V), ufl.TestFunction(V)
    u.interpolate(lambda x: np.tanh((0.25 - np.hypot(x[0] - 0.5, x[1] - 0.5)) / (np.sqrt(2) * eps)))
    old.x.array[:] = u.x.array
    form = ((u - old) / tau * v + ufl.dot(ufl.grad(u), ufl.grad(v)) + (u**3 - u) / eps**2 * v) * ufl.dx
    solver = newton(u, form, {"ksp_type": "cg", "pc_type": "jacobi", "ksp_rtol": 1e-8})
    report("Allen-Cahn", solver, u, old, steps)


def cahn_hilliard(square, steps, kappa=0.01, tau=5e-6, theta=0.5):
    element = ufl.FiniteElement("Lagrange", square.ufl_cell(), 1)
    W = fem.FunctionSpace(square, element * element)
    u, old = fem.Function(W), fem.Function(W)
    q, v = ufl.TestFunctions(W)
    (c, mu), (c_old, mu_old) = ufl.split(u), ufl.split(old)
    random = np.random.default_rng(2)
    u.sub(0).interpolate(lambda x: 0.63 + 0.02 * (0.5 - random.random(x.shape[1])))
    old.x.array[:] = u.x.array
    c_variable = ufl.variable(c)
    df = ufl.diff(100 * c_variable**2 * (1 - c_variable)**2, c_variable)
    middle = (1 - theta) * mu_old + theta * mu
    form = ((c - c_old) * q + tau * ufl.dot(ufl.grad(middle), ufl.grad(q))) * ufl.dx \
        + (mu * v - df * v - kappa * ufl.dot(ufl.grad(c), ufl.grad(v))) * ufl.dx
    solver = newton(u, form, {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"})
    report("Cahn-Hilliard", solver, u, old, steps)


if __name__ == "__main__":
    cells = int(sys.argv[1]) if len(sys.argv) > 1 else 256
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    unit_square = mesh.create_unit_square(MPI.COMM_WORLD, cells, cells, mesh.CellType.quadrilateral)
    allen_cahn(unit_square, count)
    cahn_hilliard(unit_square, count)
