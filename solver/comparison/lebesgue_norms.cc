#include <gammaflow/comparison/distance.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// L1: sum_i w_i |a_i - b_i|.
class L1Distance : public Distance
{
 public:
  explicit L1Distance(const Context &context) : space_(context.space) {}
  double between(const Vector &a, const Vector &b) const override
  {
    const double *w = data(space_->weights());
    double sum = 0;
    for (std::size_t i = 0; i < size(a); ++i) sum += w[i] * std::abs(data(a)[i] - data(b)[i]);
    return space_->sum(sum);
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

/// Linf: max_i |a_i - b_i|, over the nodes.
class LinfDistance : public Distance
{
 public:
  explicit LinfDistance(const Context &context) : space_(context.space) {}
  double between(const Vector &a, const Vector &b) const override
  {
    double largest = 0;
    for (std::size_t i = 0; i < size(a); ++i) {
      const double difference = std::abs(data(a)[i] - data(b)[i]);
      if (!(difference <= largest) && !std::isnan(largest)) largest = difference;
    }
    return space_->maximum(largest);
  }

 private:
  std::shared_ptr<const Space> space_;
};

const Register<Distance> l1("L1", {"int |a - b|"}, [](const Distance::Context &context) {
  return std::make_unique<L1Distance>(context);
});
const Register<Distance> l2("L2", {"(int (a - b)^2)^(1/2)"}, [](const Distance::Context &context) {
  return std::make_unique<L2Distance>(context);
});
const Register<Distance> linf("Linf", {"max |a - b| over the nodes"}, [](const Distance::Context &context) {
  return std::make_unique<LinfDistance>(context);
});

}  // namespace
}  // namespace gammaflow
