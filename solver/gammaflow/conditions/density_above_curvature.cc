// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>
#include <gammaflow/kernels/kernel_symbol.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// blob-KL expands log(k*rho/rho) and k*(rho/(k*rho)) in m/2 L rho/rho, which must be small: a density that
/// is bounded below, or bandwidths below the lengths of log rho. Looked at where rho is not negligible (1e-8
/// of its largest value), inside (L rho at walls contains the slope there).
class DensityAboveCurvature final : public Condition
{
 public:
  using Condition::Condition;

  void look_at(const ConditionMoment &moment) override
  {
    const Space &space = moment.space;
    Vector image = space.zero();
    space.laplacian().laplacian(moment.state, image);
    const auto wall = space.at_boundary();
    const double largest = space.maximum(moment.state);
    double ratio = 0;
    for (std::size_t i = 0; i < size(image); ++i)
      if (!wall[i] && data(moment.state)[i] > 1e-8 * largest)
        ratio = std::max(ratio, std::abs(data(image)[i]) / data(moment.state)[i]);
    ratio_ = std::max(ratio_, space.maximum(ratio));
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.threshold = 0.5;
    r.value = squared_width(*sweep().steps.back().kernel) * ratio_;
    r.holds = r.value < r.threshold ? Holds::yes : r.value > 2 ? Holds::no : Holds::undecided;
    std::ostringstream out;
    out.precision(3);
    out << "m/2 |L rho|/rho is at most " << r.value << " at the smallest bandwidth (|L rho|/rho up to "
        << ratio_ << ")";
    out << (r.holds == Holds::yes ? ", small enough to expand in." : ", not small.");
    r.sentence = out.str();
    if (r.holds != Holds::yes) r.help = "smaller bandwidths, or a higher floor of the density";
    return r;
  }

 private:
  double ratio_ = 0;
};

const Register<Condition> registered("density above its curvature",
                                     {"m/2 |L rho|/rho is small: the averaged density is near the density"},
                                     [](const auto &context) {
                                       return std::make_unique<DensityAboveCurvature>(context);
                                     });
}  // namespace
}  // namespace gammaflow
