// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/velocity_regression.h>
#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/spaces/mesh/mesh_fields.h>

#include <memory>

namespace gammaflow
{
/// The Matern kernel of integer s for velocities on a mesh, Kf^-1 = A^s, A = 1 + l^2 L~: f = A^-1 h is the
/// tangential field (MeshFields) with
///   int f . e + l^2 grad f : grad e = int h . e   for every tangential field e.
/// So Kf is the kernel of the fields without normal component at walls whose norm is, for s = 1, int |f|^2 +
/// l^2 |grad f|^2. At a flat wall the normal component has Dirichlet and the tangential one Neumann
/// conditions, as on boxes; at a curved wall the tangential part of the normal derivative vanishes.
class MeshFieldKernel
{
 public:
  using Field = VelocityFields::Field;

  /// InputError for other kernels.
  MeshFieldKernel(const Parameters &parameters, const KernelOperator &kernel,
                  std::shared_ptr<const VelocityFields> fields);
  ~MeshFieldKernel();

  unsigned apply(const Field &x, Field &y) const;  ///< y = Kf x, s solves; returns the iterations
  /// y = A^s x for a tangential field.
  void apply_inverse(const Field &x, Field &y) const;
  double symbol(double eigenvalue) const;
  const MeshFields &fields() const { return *fields_; }
  int smoothness() const { return smoothness_; }
  /// l^2 times the diagonal of the Laplacian, the same for all components.
  const VelocityFields::Component &scaled_diagonal() const { return diagonal_; }
  const SolverOptions &options() const { return options_; }

  /// A field without ghosts as one vector, for solvers.
  Vector packed() const;
  void pack(const Field &f, Vector &v) const;
  void unpack(const Vector &v, Field &f) const;

 private:
  struct Cycle;
  std::shared_ptr<const MeshFields> fields_;
  SolverOptions options_;
  double square_ = 0;  ///< l^2
  int smoothness_ = 1;
  Vector one_;
  VelocityFields::Component diagonal_;
  std::unique_ptr<Cycle> cycle_;
};

/// (rho + lambda A^s) f = rho g among tangential fields, by conjugate gradients with the diagonal.
class MeshVelocityRegression final : public VelocityRegression
{
 public:
  MeshVelocityRegression(std::unique_ptr<const MeshFieldKernel> kernel, double lambda);
  unsigned solve(const Field &rho, const Field &g, Field &f) const override;
  void apply_kernel(const Field &x, Field &y) const override { kernel_->apply(x, y); }
  double kernel_symbol(double eigenvalue) const override { return kernel_->symbol(eigenvalue); }

 private:
  std::unique_ptr<const MeshFieldKernel> kernel_;
};

}  // namespace gammaflow
