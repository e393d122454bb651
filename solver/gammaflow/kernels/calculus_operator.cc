// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/calculus_operator.h>
#include <gammaflow/spaces/box/box_modes.h>

namespace gammaflow
{
CalculusOperator::CalculusOperator(std::shared_ptr<const IntrinsicKernel> kernel,
                                   std::shared_ptr<const Space> space)
    : KernelOperator(kernel, space),
      forward_(space->laplacian().prepare(kernel->symbol())),
      label_(kernel->symbol().label)
{
  if (kernel->bounded_inverse()) inverse_ = space->laplacian().prepare(kernel->inverse_symbol());
}

void CalculusOperator::apply_inverse(const Vector &x, Vector &y) const
{
  if (!inverse_) return KernelOperator::apply_inverse(x, y);
  inverse_->apply(x, y);
}

std::string CalculusOperator::backend() const
{
  return "calculus (a function of the Laplacian: " + label_ + ")";
}

std::size_t CalculusOperator::memory() const
{
  // g on the spectrum and two vectors of work per operator; on a box the eigenvectors of each direction that
  // has no fast transforms.
  std::size_t numbers = 3 * space().n_nodes() * (inverse_ ? 2 : 1);
  if (const TensorGrid *grid = space().tensor_grid())
    for (unsigned d = 0; d < grid->dim; ++d)
      if (!BoxModes::transformed(grid->direction[d]))
        numbers += 2 * grid->direction[d].size() * grid->direction[d].size();
  return sizeof(double) * numbers;
}

}  // namespace gammaflow
