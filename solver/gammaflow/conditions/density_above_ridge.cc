// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/mode_orders.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
namespace
{
/// Where rho < lambda, kernel ridge regression acts like Stein/lambda. At zero bandwidth xi - f =
/// lambda/(lambda + rho) xi, and its norm in L2(rho) (which Hellinger distances see) is of order 1 where the
/// ridge lies below the density; in tails with rho -> 0 the order is what they leave.
class DensityAboveRidge final : public Condition
{
 public:
  explicit DensityAboveRidge(const Context &context) : Condition(context)
  {
    for (const auto &step : sweep().steps) errors_.parameters.push_back(step.ridge);
    errors_.of_sweep = errors_.parameters.size();
  }

  void look_at(const ConditionMoment &moment) override
  {
    const Space &space = moment.space;
    const double *rho = data(moment.state), *xi = data(moment.force), *w = data(space.weights());
    if (errors_.errors.empty()) {  // three decades below the smallest ridge, and below most of the density
      const double smallest = sweep().steps.back().ridge;
      errors_.continue_to(1e-3 * std::min(smallest, 0.1 * space.integrate(moment.state) / space.volume()));
    }
    for (std::size_t k = 0; k < errors_.parameters.size(); ++k) {
      const double ridge = errors_.parameters[k];
      double sum = 0;
      for (std::size_t i = 0; i < size(moment.state); ++i)
        sum += w[i] * rho[i] * std::pow(ridge / (ridge + rho[i]) * xi[i], 2);
      errors_.errors[k] = std::max(errors_.errors[k], std::sqrt(space.sum(sum)));
    }
    const double least = space.minimum(moment.state);
    if (least < least_) {
      least_ = least;
      when_ = moment.time;
    }
    const double ridge = sweep().steps.back().ridge;
    double volume = 0, mass = 0, all = 0;
    for (std::size_t i = 0; i < size(moment.state); ++i) {
      all += w[i] * rho[i];
      if (rho[i] >= ridge) continue;
      volume += w[i];
      mass += w[i] * rho[i];
    }
    volume_ = std::max(volume_, space.sum(volume) / space.volume());
    mass_ = std::max(mass_, space.sum(mass) / space.sum(all));
    errors_.noise = std::max(errors_.noise, moment.accuracy);
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.holds = judge(errors_, 1);
    const double end = errors_.at_end_of_sweep(), beyond = errors_.beyond();
    r.value = std::isfinite(end) ? std::min(end, beyond) : 1;
    r.threshold = 0.95;
    std::ostringstream out;
    out.precision(2);
    out << "The smallest density is " << least_ << " (t = " << when_ << "), the ridge "
        << sweep().steps.front().ridge << " to " << sweep().steps.back().ridge;
    if (volume_ > 0)
      out << "; below the smallest ridge lie up to " << 100 * volume_ << " % of the volume, " << 100 * mass_
          << " % of the mass";
    if (std::isfinite(end))
      out << "; at this density an order of " << end << " is expected at the end of the sweep, " << beyond
          << " beyond it";
    out << '.';
    if (r.holds == Holds::no && beyond < 0.9)
      r.help = "a target and an initial state that are bounded below (a floor), or a smaller domain";
    else if (r.holds != Holds::yes)
      r.help = "smaller ridges: sweep/to below a tenth of the smallest density that matters";
    if (r.holds == Holds::no)
      out << (beyond < 0.9 ? " The density's tails lie below the ridge."
                           : " The sweep lies above the density.");
    r.sentence = out.str();
    return r;
  }

 private:
  ExpectedErrors errors_;
  double least_ = std::numeric_limits<double>::infinity(), when_ = 0, volume_ = 0, mass_ = 0;
};

const Register<Condition> registered(
    "density above the ridge",
    {"lambda/(lambda + rho) xi is of order lambda in L2(rho): no tails below the ridge"},
    [](const auto &context) { return std::make_unique<DensityAboveRidge>(context); });
}  // namespace
}  // namespace gammaflow
