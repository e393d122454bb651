// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/domain.h>

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/grid/tria.h>
#include <deal.II/lac/affine_constraints.h>

namespace gammaflow
{
/// A mesh that is periodic in direction d has flat ends, x_d = lower and x_d = upper, whose faces are the
/// same faces: they carry boundary numbers of their own, which all later meshes inherit.
///
/// Identifies them on a coarse mesh, before it is refined. InputError where the faces at the two ends do not
/// lie opposite each other.
template <int dim>
void identify_periodic_faces(const Parameters &parameters, const Domain &domain,
                             dealii::Triangulation<dim, dim> &mesh);
/// Whether the ends in direction d were identified.
template <int dim>
bool has_periodic_faces(const dealii::Triangulation<dim, dim> &mesh, unsigned direction);
/// Adds u(x) = u(x') for nodes x, x' that are the same; constraints of hanging nodes come first.
template <int dim>
void add_periodicity(const dealii::DoFHandler<dim, dim> &dofs,
                     dealii::AffineConstraints<double> &constraints);

}  // namespace gammaflow
