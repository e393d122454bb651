#pragma once

#include <gammaflow/core/parameters.h>
#include <gammaflow/core/registry.h>
#include <gammaflow/core/types.h>
#include <gammaflow/discretization/space.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// A distance (or divergence) between two states on the same space.
class Distance
{
 public:
  struct Context {
    std::shared_ptr<const Space> space;
    std::shared_ptr<const KernelOperator> kernel;  ///< for MMD; null otherwise
  };
  struct Traits {
    std::string summary;
    bool needs_positive = false;    ///< Hellinger, KL, W1, W2
    bool needs_1d = false;          ///< W1, W2
    bool needs_kernel = false;      ///< MMD
    bool needs_equal_mass = false;  ///< H-1, W1, W2
    /// d^power satisfies (asymptotically) the triangle inequality: 1 for metrics, 1/2 for the KL divergences.
    double metric_power = 1;
  };

  virtual ~Distance() = default;
  virtual double between(const Vector &a, const Vector &b) const = 0;
};

}  // namespace gammaflow
