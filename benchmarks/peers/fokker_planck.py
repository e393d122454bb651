#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fokker-Planck with FEniCSx (Debian's python3-dolfinx), the peer of benchmarks/time_to_accuracy.cc.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 benchmarks/peers/fokker_planck.py [cells]

u' = div(grad u + x u) on (-5,5)^2 without flux, Q1, from a Gaussian of mean (1, 0.5) and deviation 0.7 to t = 1:
the Ornstein-Uhlenbeck process, whose exact density is Gaussian. The matrix does not change: implicit Euler and
Crank-Nicolson (its first step as two of implicit Euler of half the length) with MUMPS (factored once), with GMRES and
ILU, with BiCGStab and hypre, for several numbers of steps. Prints the L1 error at t = 1 (quadrature) and the seconds
from an assembled form on: matrices, factors and all steps; imports, meshes and compilation of forms are not counted.
"""
import math
import sys
import time

import numpy as np
import ufl
from dolfinx import fem, mesh
from dolfinx.fem.petsc import assemble_matrix
from mpi4py import MPI
from petsc4py import PETSc

SOLVERS = {
    "MUMPS": {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"},
    "GMRES, ILU": {"ksp_type": "gmres", "pc_type": "ilu", "ksp_rtol": "1e-7"},
    "BiCGStab, hypre": {"ksp_type": "bcgs", "pc_type": "hypre", "ksp_rtol": "1e-7"},
}


def solver_of(matrix, name):
    ksp = PETSc.KSP().create(MPI.COMM_WORLD)
    options, prefix = PETSc.Options(), f"s{solver_of.count}_"
    solver_of.count += 1
    for key, value in SOLVERS[name].items():
        options[prefix + key] = value
    ksp.setOptionsPrefix(prefix)
    ksp.setFromOptions()
    ksp.setInitialGuessNonzero(name != "MUMPS")
    ksp.setOperators(matrix)
    ksp.setUp()
    return ksp


solver_of.count = 0


def evolve(mass_form, stiffness_form, start, steps, theta, solver):
    begin = time.perf_counter()
    mass, stiffness = assemble_matrix(mass_form), assemble_matrix(stiffness_form)
    mass.assemble()
    stiffness.assemble()
    h = 1 / steps
    implicit = mass.copy()
    implicit.axpy(theta * h, stiffness)
    ksp = solver_of(implicit, solver)
    u, b, flux = start.copy(), start.copy(), start.copy()
    # Crank-Nicolson: two Euler steps of h/2 have the same matrix and damp what the initial projection excites
    plan = [0.5, 0.5] + [1] * (steps - 1) if theta == 0.5 else [1] * steps
    for length in plan:
        mass.mult(u, b)
        if theta == 0.5 and length == 1:
            stiffness.mult(u, flux)
            b.axpy(-0.5 * h, flux)
        ksp.solve(b, u)
    return u, time.perf_counter() - begin


def main(cells):
    square = mesh.create_rectangle(MPI.COMM_WORLD, [np.array([-5., -5.]), np.array([5., 5.])], [cells, cells],
                                   mesh.CellType.quadrilateral)
    V = fem.FunctionSpace(square, ("Lagrange", 1))
    u, v, x = ufl.TrialFunction(V), ufl.TestFunction(V), ufl.SpatialCoordinate(square)
    mass_form = fem.form(u * v * ufl.dx)
    stiffness_form = fem.form((ufl.dot(ufl.grad(u), ufl.grad(v)) + u * ufl.dot(x, ufl.grad(v))) * ufl.dx)

    def density(t, x, exp):
        decay, variance = math.exp(-t), 1 + (0.7**2 - 1) * math.exp(-2 * t)
        return exp(-((x[0] - decay)**2 + (x[1] - 0.5 * decay)**2) / (2 * variance)) / (2 * math.pi * variance)

    start, result = fem.Function(V), fem.Function(V)
    start.interpolate(lambda x: density(0, x, np.exp))
    error_form = fem.form(abs(result - density(1, x, ufl.exp)) * ufl.dx(metadata={"quadrature_degree": 6}))
    for theta, name, counts in ((1., "implicit Euler", (64, 256)), (0.5, "Crank-Nicolson", (4, 6, 8, 12, 16, 24, 32))):
        for solver in SOLVERS:
            for steps in counts:
                u, seconds = evolve(mass_form, stiffness_form, start.vector, steps, theta, solver)
                result.vector.array[:] = u.array
                print(f"{name}, {solver}, {steps} steps: L1 error {fem.assemble_scalar(error_form):.3e}, "
                      f"{seconds:.3f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 256)
