// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/mesh_field_kernel.h>
#include <gammaflow/spaces/solvers/low_order_multigrid.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
/// Multigrid for 1 + l^2 L, which knows nothing of walls, and its work space.
struct MeshFieldKernel::Cycle {
  LowOrderMultigrid multigrid;
  Cycle(const Space &space, const Vector &one, double square) : multigrid(space)
  {
    Vector l2 = one;
    l2 *= square;
    multigrid.initialize(one, l2);
  }
};

MeshFieldKernel::MeshFieldKernel(const Parameters &parameters, const KernelOperator &kernel,
                                 std::shared_ptr<const VelocityFields> fields)
    : fields_(std::dynamic_pointer_cast<const MeshFields>(std::move(fields))),
      options_(parameters),
      one_(fields_->points().zero())
{
  const SpectralFunction *inverse = kernel.differential_inverse();
  if (inverse == nullptr)
    parameters.reject("kernel", "name", "is no elliptic problem, and on meshes the kernels of velocities are",
                      "intrinsic Matern with an integer kernel/smoothness; or domain/shape = box");
  square_ = inverse->length * inverse->length;
  smoothness_ = inverse->smoothness;
  one_ = 1.;
  Vector diagonal = one_;
  fields_->points().gradients().diagonal(one_, diagonal);
  diagonal_ = square_ * as_eigen(diagonal);
  cycle_ = std::make_unique<Cycle>(fields_->points(), one_, square_);
}

MeshFieldKernel::~MeshFieldKernel() = default;

double MeshFieldKernel::symbol(const double eigenvalue) const
{
  return std::pow(1 + square_ * eigenvalue, -smoothness_);
}

Vector MeshFieldKernel::packed() const
{
  return Vector(std::make_shared<const dealii::Utilities::MPI::Partitioner>(
      dealii::types::global_dof_index(fields_->dim() * fields_->size(0)), 0,
      fields_->points().weights().get_mpi_communicator()));
}

void MeshFieldKernel::pack(const Field &f, Vector &v) const
{
  const Eigen::Index n = fields_->size(0);
  for (unsigned d = 0; d < fields_->dim(); ++d) as_eigen(v).segment(d * n, n) = f[d];
}

void MeshFieldKernel::unpack(const Vector &v, Field &f) const
{
  const Eigen::Index n = fields_->size(0);
  for (unsigned d = 0; d < fields_->dim(); ++d) f[d] = as_eigen(v).segment(d * n, n);
}

void MeshFieldKernel::apply_inverse(const Field &x, Field &y) const
{
  Vector in = fields_->points().zero(), out = in;
  y = x;
  for (int power = 0; power < smoothness_; ++power) {
    for (auto &component : y) {
      as_eigen(in) = component;
      fields_->points().gradients().apply(one_, in, out);
      component += square_ * as_eigen(out);
    }
    fields_->make_tangential(y);
  }
}

/// For the unknown M^1/2 f: the Euclidean norm of the residual is that of L2, and bounds the error, since A
/// is at least 1.
unsigned MeshFieldKernel::apply(const Field &x, Field &y) const
{
  const Eigen::VectorXd root = fields_->weights(0).cwiseSqrt();
  Field f = fields_->zero();
  Vector in = fields_->points().zero(), out = in;
  const auto load = [&](const Vector &v) {  // f = M^-1/2 v
    unpack(v, f);
    for (auto &component : f) component.array() /= root.array();
  };
  const auto store = [&](Vector &v) {  // v = M^1/2 Pi f
    fields_->make_tangential(f);
    for (auto &component : f) component.array() *= root.array();
    pack(f, v);
  };
  const LinearMap matrix = [&](const Vector &p, Vector &q) {
    load(p);
    for (auto &component : f) {
      as_eigen(in) = component;
      fields_->points().gradients().apply(one_, in, out);
      component += square_ * as_eigen(out);
    }
    store(q);
  };
  const LinearMap preconditioner = [&](const Vector &r, Vector &z) {
    load(r);
    for (auto &component : f) {
      as_eigen(in) = component;
      cycle_->multigrid.apply(in, out);
      component = as_eigen(out);
    }
    store(z);
  };
  Vector b = packed(), solution = b;
  f = x;
  store(b);
  // what the round-off of A leaves: a few units of its largest entry
  const double reachable = 8 * std::numeric_limits<double>::epsilon() *
                           (1 + fields_->points().maximum(diagonal_.maxCoeff())),
               relative = std::max(options_.tolerance, reachable);
  unsigned iterations = 0;
  for (int power = 0; power < smoothness_; ++power) {
    const double size = b.l2_norm(), tolerance = relative * size;
    solution = 0.;
    const SolverReport report =
        size > 0 ? conjugate_gradients(matrix, preconditioner, solution, b, tolerance, options_.iterations)
                 : SolverReport{0, 0, size == 0};
    if (!report.converged)
      fail("the kernel of velocities on a mesh", report, report.residual / size, relative);
    iterations += report.iterations;
    b = solution;
  }
  load(b);
  y = f;
  return iterations;
}

MeshVelocityRegression::MeshVelocityRegression(std::unique_ptr<const MeshFieldKernel> kernel,
                                               const double lambda)
    : VelocityRegression(lambda), kernel_(std::move(kernel))
{
}

/// As EllipticRegression: with D = M (rho + lambda), which is the same for all components, the unknown is
/// D^1/2 f, and the residual bounds the error in L2(rho).
unsigned MeshVelocityRegression::solve(const Field &rho, const Field &g, Field &f) const
{
  const MeshFields &fields = kernel_->fields();
  const double norm = fields.norm(rho, g);
  f = fields.zero();
  if (norm == 0) return 0;
  const Eigen::ArrayXd w = fields.weights(0).array(), r = rho[0].array(), sum = r + lambda(),
                       s = 1 / (w * sum).sqrt(), mass = r / sum, q = lambda() * w * s,
                       jacobi = sum / (r + lambda() * (1 + kernel_->scaled_diagonal().array())
                                                          .pow(double(kernel_->smoothness())));
  Field in = fields.zero(), out = in;
  const LinearMap matrix = [&](const Vector &x, Vector &y) {
    kernel_->unpack(x, in);
    for (auto &component : in) component.array() *= s;
    kernel_->apply_inverse(in, out);
    for (unsigned d = 0; d < fields.dim(); ++d)
      out[d].array() = mass * in[d].array() / s + q * out[d].array();
    kernel_->pack(out, y);
  };
  const LinearMap preconditioner = [&](const Vector &x, Vector &z) {
    kernel_->unpack(x, in);
    for (auto &component : in) component.array() *= jacobi;
    kernel_->pack(in, z);
  };
  Vector b = kernel_->packed(), x = b;
  in = out = g;
  fields.make_tangential(in);
  for (unsigned d = 0; d < fields.dim(); ++d) {
    out[d].array() = mass * in[d].array() / s;  // that of zero bandwidth
    in[d].array() *= w * s * r;
  }
  kernel_->pack(in, b);
  kernel_->pack(out, x);
  const SolverOptions &options = kernel_->options();
  const SolverReport solved =
      std::isfinite(norm)
          ? conjugate_gradients(matrix, preconditioner, x, b, options.tolerance * norm, options.iterations)
          : SolverReport{};
  if (!solved.converged)
    fail("kernel ridge regression of velocities on a mesh", solved, solved.residual / norm,
         options.tolerance);
  kernel_->unpack(x, f);
  for (auto &component : f) component.array() *= s;
  return solved.iterations;
}

}  // namespace gammaflow
