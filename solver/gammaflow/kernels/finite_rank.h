// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace gammaflow
{
/// k(x, y) = sum_j phi_j(x) phi_j(y), j < rank(). Of a measure m it sees the moments sum_i phi_j(x_i) m_i
/// alone. It has no integral, no variance and no inverse, so that it approximates nothing local.
class FiniteRankKernel : public Kernel
{
 public:
  using Kernel::Kernel;
  bool intrinsic() const final { return false; }

  virtual unsigned rank() const = 0;
  /// phi_j(x), rank() numbers.
  virtual void features(const Point &x, double *phi) const = 0;
  double operator()(const Point &x, const Point &y) const;

  /// set(i, sum_k k(x_i, x_k) m_k) for i, k < n, with x_i = point(i), m_i = mass(i): O(n rank).
  template <class PointAt, class MassAt, class Set>
  void apply(std::size_t n, const PointAt &point, const MassAt &mass, const Set &set) const
  {
    std::vector<double> phi(rank()), moments(rank(), 0.);
    for (std::size_t i = 0; i < n; ++i) {
      features(point(i), phi.data());
      const double m = mass(i);
      for (std::size_t j = 0; j < phi.size(); ++j) moments[j] += m * phi[j];
    }
    for (std::size_t i = 0; i < n; ++i) {
      features(point(i), phi.data());
      set(i, std::inner_product(phi.begin(), phi.end(), moments.begin(), 0.));
    }
  }
};

/// Whether the section `kernel` or `energy kernel` asks for such a kernel.
bool is_of_finite_rank(const Parameters &parameters, const std::string &section);

/// By moments, O(N rank). InputError for operators and boundaries that are others' and for periodic domains,
/// on which features are not continuous.
std::shared_ptr<const KernelOperator> make_finite_rank_operator(std::shared_ptr<const Kernel> kernel,
                                                                std::shared_ptr<const Space> space,
                                                                const KernelOperatorOptions &options);

}  // namespace gammaflow
