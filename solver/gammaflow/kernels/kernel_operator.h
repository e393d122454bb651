// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// The flat operator (Kf x)(x_i) = sum_j k(x_i, x_j) w_j x_j (or g(L) x) on a space, ready to be applied.
/// Symmetric and positive semi-definite in the pairing <.,.> of the space.
class KernelOperator
{
 public:
  virtual ~KernelOperator() = default;

  virtual void apply(const Vector &x, Vector &y) const = 0;  ///< y = Kf x; y has the layout of x and is not x
  /// d_i = k(x_i, x_i) w_i, the diagonal of the matrix that acts on nodal values: for Jacobi preconditioning.
  virtual void diagonal(Vector &d) const = 0;
  /// y = Kf^-1 x. Where has_inverse() is false it throws std::logic_error: use solvers on Kf instead.
  virtual bool has_inverse() const { return false; }
  virtual void apply_inverse(const Vector &x, Vector &y) const;

  /// Begins with dense, separable, fft, sparse, calculus, elliptic or moments; then why and how in a few
  /// words: for the log.
  virtual std::string backend() const = 0;
  /// Bound of the error of apply() relative to the norm of Kf, against the dense operator.
  virtual double accuracy() const { return 1e-12; }
  /// Bytes held.
  virtual std::size_t memory() const = 0;

  const Kernel &kernel() const { return *kernel_; }
  std::shared_ptr<const Kernel> shared_kernel() const { return kernel_; }
  std::shared_ptr<const Space> shared_space() const { return space_; }
  const Space &space() const { return *space_; }
  /// The structure of Kf^-1 when it is a differential operator (1 + l^2 L)^s of integer s; nullptr otherwise.
  const SpectralFunction *differential_inverse() const { return differential_inverse_.get(); }

 protected:
  KernelOperator(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const Space> space);
  std::shared_ptr<const Kernel> kernel_;
  std::shared_ptr<const Space> space_;
  std::unique_ptr<const SpectralFunction> differential_inverse_;
};

/// How a kernel is turned into an operator on the nodes.
struct KernelOperatorOptions {
  std::string backend = "auto";  ///< auto, dense, separable, fft, sparse, calculus, elliptic
  /// none, symmetric (q^-1/2 k q^-1/2), sinkhorn (d k d with d k d 1 = 1); conditioned changes nothing here
  /// (conditioned_walls.h of the geometries of velocities does).
  std::string boundary = "none";
  double tolerance = 1e-12;        ///< relative to k(0): tails below it are left out (sparse, images)
  double memory_mib = 4096;        ///< a backend that would need more is refused before anything is allocated
  std::string section = "kernel";  ///< named in messages
};

/// Chooses the backend (auto) and builds it. InputError where the backend cannot serve the kernel on this
/// space, or would need more memory than allowed: the message names what could. Boundary normalizations do
/// not change intrinsic kernels, since g(0) = 1.
std::shared_ptr<const KernelOperator> make_kernel_operator(std::shared_ptr<const Kernel> kernel,
                                                           std::shared_ptr<const Space> space,
                                                           const KernelOperatorOptions &options);
/// From the parameters of `section` ("kernel" or "energy kernel"). InputError also on a distributed space,
/// unless the kernel is an intrinsic Matern of integer smoothness.
std::shared_ptr<const KernelOperator> make_kernel_operator(const Parameters &parameters,
                                                           const std::string &section,
                                                           std::shared_ptr<const Space> space);
/// The smallest bandwidth for which the sum over the nodes of the space stands for the integral: at smaller
/// ones the error of Kf 1 inside the domain exceeds one percent, by the formula in resolution.cc. 0 for
/// kernels that are no function of |x - y|, and for the elliptic operator on a period.
double smallest_resolved_bandwidth(const Parameters &parameters, const std::string &section,
                                   const Space &space);

}  // namespace gammaflow
