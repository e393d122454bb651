// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/separable_field_modes.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/spaces/box/staggered_fields.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// A kernel on vector fields, component by component: (Kf f)(x_q) = sum_q' k(x_q, x_q') omega_q' f_q', or
/// g(L~_d) f with the Laplacian of the component, whose normal component vanishes at walls (StaggeredFields).
/// Symmetric and positive semi-definite in <.,.>_omega.
class FieldKernel
{
 public:
  using Component = StaggeredFields::Component;

  explicit FieldKernel(std::shared_ptr<const Kernel> kernel, std::shared_ptr<const StaggeredFields> fields)
      : kernel_(std::move(kernel)), fields_(std::move(fields))
  {
  }
  virtual ~FieldKernel() = default;

  virtual void apply(unsigned d, const Component &x, Component &y) const = 0;  ///< y = Kf x; y is not x
  /// The eigenvectors of a component, where the kernel is a product over the directions and a dense
  /// decomposition in each of them can be afforded; else null.
  virtual std::unique_ptr<const SeparableFieldModes> separable_modes(unsigned /*d*/) const { return nullptr; }
  /// Begins with calculus, fft or dense.
  virtual std::string backend() const = 0;
  virtual double memory() const = 0;  ///< bytes
  /// Kf on a mode of the Laplacian with this eigenvalue; of free-space kernels, away from walls.
  virtual double symbol(double lambda) const;
  const Kernel &kernel() const { return *kernel_; }
  const StaggeredFields &fields() const { return *fields_; }

 private:
  std::shared_ptr<const Kernel> kernel_;
  std::shared_ptr<const StaggeredFields> fields_;
};

/// The kernel of section `kernel` for velocities. Refuses boundary = symmetric and sinkhorn, which normalize
/// what is done to constants: velocities vanish at walls. boundary = conditioned makes free-space kernels
/// those of velocities whose normal component vanishes at the nodes of the walls.
std::shared_ptr<const FieldKernel> make_field_kernel(const Parameters &parameters,
                                                     std::shared_ptr<const Kernel> kernel, const Space &space,
                                                     std::shared_ptr<const StaggeredFields> fields);

}  // namespace gammaflow
