// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/bulk.h>
#include <gammaflow/conditions/mode_orders.h>
#include <gammaflow/kernels/kernel_symbol.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// The order of (1 - g(L)/g(0))^p w, mode by mode (p = 2 for energies of order 4, else 1): that of the kernel
/// where its bandwidth is below the lengths on which the field w (density times force, or the force) varies,
/// 0 where it is above them, and less where w is rough. Looked at down to a hundredth of the smallest
/// bandwidth (which scales the symbol: g depends on bandwidth^2 L).
class BandwidthBelowLengths final : public Condition
{
 public:
  explicit BandwidthBelowLengths(const Context &context) : Condition(context)
  {
    for (const auto &step : sweep().steps) {
      errors_.parameters.push_back(step.kernel->bandwidth());
      scales_.push_back({step.kernel.get(), 1});
    }
    errors_.of_sweep = scales_.size();
    for (int i = 1; i <= 4; ++i) {
      const double smaller = std::pow(10., -0.5 * i);
      errors_.parameters.push_back(sweep().steps.back().kernel->bandwidth() * smaller);
      scales_.push_back({sweep().steps.back().kernel.get(), smaller * smaller});
    }
    errors_.errors.assign(scales_.size(), 0.);
  }

  void look_at(const ConditionMoment &moment) override
  {
    const SpectralMeasure measure = analysis_(moment.space, averaged_field(sweep(), moment));
    const double all = measure.norm([](double) { return 1.; });
    for (std::size_t i = 0; i < scales_.size(); ++i) {
      const auto &[kernel, scale] = scales_[i];
      const double whole = kernel_symbol(*kernel, 0);
      errors_.errors[i] = std::max(errors_.errors[i], measure.norm([&, k = kernel, s = scale](double value) {
        return std::pow(std::abs(1 - kernel_symbol(*k, s * value) / whole), sweep().power());
      }));
    }
    errors_.noise = std::max({errors_.noise, moment.accuracy * std::max(1., all), std::sqrt(measure.floor)});
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    const Kernel &kernel = *sweep().steps.back().kernel;
    if (!std::isfinite(squared_width(kernel))) {
      r.holds = Holds::undecided;
      r.sentence = "The kernel has no second moment, so that there is no width to compare.";
      return r;
    }
    const double order = 2 * sweep().power();
    r.holds = judge(errors_, order);
    const double end = errors_.at_end_of_sweep(), beyond = errors_.beyond();
    r.value = std::isfinite(end) ? std::min(end, beyond) : order;
    r.threshold = order - 0.05;
    std::ostringstream out;
    out.precision(2);
    if (std::isfinite(end))
      out << "From the modes of the averaged field an order of " << end
          << " is expected at the end of the sweep, " << beyond << " beyond it.";
    else
      out << "The averaged field is constant.";
    if (r.holds == Holds::no && beyond >= order - unseen_order(order)) {
      const double from = errors_.settled_from(order - 0.1);
      out << " The sweep lies above the lengths on which the data vary";
      if (from > 0) out << " (order " << order << " shows from a bandwidth of about " << from << " on)";
      out << '.';
      r.help = "smaller bandwidths";
    } else if (r.holds == Holds::no) {
      out << " The data are not smooth enough for order " << order << '.';
      r.help = "smoother data (no kinks, no slope at walls)";
    } else if (r.holds == Holds::undecided)
      r.help = "smaller bandwidths";
    r.sentence = out.str();
    return r;
  }

 private:
  ExpectedErrors errors_;
  std::vector<std::pair<const Kernel *, double>> scales_;
  KeptAnalysis analysis_;
};

const Register<Condition> registered(
    "bandwidth below the data's lengths",
    {"(1 - g(L)) w is of the kernel's order: the data are smooth on its scale"},
    [](const auto &context) { return std::make_unique<BandwidthBelowLengths>(context); });
}  // namespace
}  // namespace gammaflow
