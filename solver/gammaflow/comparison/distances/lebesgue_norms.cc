// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/cell_extremes.h>
#include <gammaflow/comparison/distances/distance.h>

#include <cmath>

namespace gammaflow
{
namespace
{
Vector difference(const Vector &a, const Vector &b)
{
  Vector d = a;
  d -= b;
  return d;
}

/// L1: int |a - b| of the finite-element functions.
class L1Distance : public Distance
{
 public:
  explicit L1Distance(const Context &context) : space_(context.space) {}
  double between(const Vector &a, const Vector &b) const override
  {
    return integral_of_absolute(*space_, difference(a, b));
  }
  Measurement measured(const Vector &a, const Vector &b) const override
  {
    Measurement result;
    result.value = integral_of_absolute(*space_, difference(a, b), &result.error);
    return result;
  }

 private:
  std::shared_ptr<const Space> space_;
};

/// L2: (sum_i w_i (a_i - b_i)^2)^(1/2).
class L2Distance : public Distance
{
 public:
  explicit L2Distance(const Context &context) : space_(context.space) {}
  double between(const Vector &a, const Vector &b) const override
  {
    const double *w = data(space_->weights());
    double sum = 0;
    for (std::size_t i = 0; i < size(a); ++i) sum += w[i] * std::pow(data(a)[i] - data(b)[i], 2);
    return std::sqrt(space_->sum(sum));
  }

 private:
  std::shared_ptr<const Space> space_;
};

/// Linf: max |a - b| of the finite-element functions.
class LinfDistance : public Distance
{
 public:
  explicit LinfDistance(const Context &context) : space_(context.space) {}
  double between(const Vector &a, const Vector &b) const override
  {
    return maximum_of_absolute(*space_, difference(a, b));
  }
  bool at_points() const override { return true; }

 private:
  std::shared_ptr<const Space> space_;
};

const Register<Distance> l1("L1", {"int |a - b|"}, [](const Distance::Context &context) {
  return std::make_unique<L1Distance>(context);
});
const Register<Distance> l2("L2", {"(int (a - b)^2)^(1/2)"}, [](const Distance::Context &context) {
  return std::make_unique<L2Distance>(context);
});
const Register<Distance> linf("Linf", {"max |a - b|"}, [](const Distance::Context &context) {
  return std::make_unique<LinfDistance>(context);
});

}  // namespace
}  // namespace gammaflow
