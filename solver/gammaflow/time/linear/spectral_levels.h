// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
/// An approximate inverse of an operator with a symbol that depends on the density u at a point,
///   p(lambda, u) = 1 + factor symbol(lambda, u)/u:
/// the sum over levels c of w_c(u) p(L, c)^-1, with hats w_c in log u. What is neglected is of lower order in
/// derivatives, and the error of the interpolation in u. The mean density in place of levels leaves the
/// contrast of densities to the iteration, wherever symbol/u depends on u: for ridge regression where the
/// ridge is as large as density times symbol of the kernel, or larger.
class SpectralLevels
{
 public:
  using Symbol = std::function<double(double lambda, double density)>;

  /// At this density > 0, nodal values.
  void prepare(const Space &space, const Symbol &symbol, const Vector &density, double factor);
  void apply(const Vector &r, Vector &z) const;
  void forget() { inverse_.clear(); }
  bool prepared() const { return !inverse_.empty(); }

 private:
  /// The levels that suit these densities are those that there are.
  bool serves(double least, double most, double factor) const;
  void choose(double least, double most);

  std::vector<double> levels_;  ///< logarithms, ascending
  std::vector<std::unique_ptr<const SpectralOperator>> inverse_;
  Vector position_;  ///< of each node between the levels: 1.3 is 0.7 of level 1 and 0.3 of level 2
  mutable Vector image_;
  double factor_ = 0;
};

}  // namespace gammaflow
