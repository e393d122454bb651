// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/mode_orders.h>
#include <gammaflow/kernels/kernel_symbol.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// Kernel ridge regression does not move modes of the force with (symbol of the kernel) x (density) < lambda.
/// For a constant density c, and each mode by itself,
///   xi - f = lambda/(lambda + c g(L)) xi,
/// which is of order lambda where xi = g(L) h, and of no algebraic order where the symbol falls faster than
/// the coefficients of xi do: a Gaussian's for any force that is smooth but not made of few modes. c is the
/// mean density (ridge MMD: 1). Looked at from the largest ridge of the sweep to three decades below the
/// smallest one.
class ModesThatMove final : public Condition
{
 public:
  explicit ModesThatMove(const Context &context) : Condition(context)
  {
    for (const auto &step : sweep().steps) {
      errors_.parameters.push_back(step.ridge);
      kernels_.push_back(step.kernel.get());
    }
    errors_.of_sweep = kernels_.size();
    errors_.errors.assign(kernels_.size(), 0.);
    unmoved_.assign(kernels_.size(), 0.);
  }

  void look_at(const ConditionMoment &moment) override
  {
    const SpectralMeasure measure = analysis_(moment.space, moment.force);
    const double density =
                     sweep().weighted ? moment.space.integrate(moment.state) / moment.space.volume() : 1,
                 all = measure.norm([](double) { return 1.; });
    if (errors_.errors.size() == errors_.of_sweep && sweep().parameter == "ridge")
      continue_below(measure, density);
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
      const double ridge = errors_.parameters[i];
      errors_.errors[i] = std::max(errors_.errors[i], measure.norm([&](double value) {
        return ridge / (ridge + density * kernel_symbol(*kernels_[i], value));
      }));
      unmoved_[i] = std::max(unmoved_[i], measure.norm([&](double value) {
        return density * kernel_symbol(*kernels_[i], value) < ridge ? 1. : 0.;
      }));
    }
    all_ = std::max(all_, all);
    unseen_ = std::max(unseen_, beyond_the_mesh(measure, density));
    const double scale = std::max({all, std::sqrt(moment.space.volume()), 1e-300});
    errors_.noise = std::max({errors_.noise, moment.accuracy * scale, std::sqrt(measure.floor)});
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.value = std::min(errors_.at_end_of_sweep(), errors_.beyond());
    r.threshold = 0.95;
    r.holds = judge(errors_, 1);
    const std::size_t last = errors_.of_sweep - 1;
    const bool unseen = unseen_ > 0.3 * errors_.errors[last] && unseen_ > 10 * errors_.noise;
    std::ostringstream out;
    out.precision(2);
    out << "Of the force " << (all_ > 0 ? 100 * unmoved_[0] / all_ : 0) << " to "
        << (all_ > 0 ? 100 * unmoved_[last] / all_ : 0)
        << " % (largest to smallest ridge) is in modes that the kernel does not move";
    if (!std::isfinite(r.value)) {
      out << '.';
      r.value = 1;
      r.sentence = out.str();
      return r;
    }
    out << "; from all modes an order of " << errors_.at_end_of_sweep()
        << " is expected at the end of the sweep";
    if (errors_.errors.size() > errors_.of_sweep) out << ", " << errors_.beyond() << " beyond it";
    out << '.';
    if (r.holds == Holds::no) {
      const double from = errors_.settled_from(0.9);
      if (errors_.beyond() >= 0.95 || from > 0) {
        out << " The sweep lies above the ridges at which order 1 shows";
        if (from > 0) out << " (from about " << from << " on)";
        r.help = "smaller ridges";
      } else {
        out << " The symbol of the kernel falls faster than the modes of the force: no order 1";
        r.help = "a Matern kernel, or data whose force has few modes";
      }
      out << '.';
    } else if (r.holds == Holds::undecided)
      r.help = "smaller ridges, or a Matern kernel";
    if (unseen && r.holds == Holds::yes) {
      r.holds = Holds::undecided;
      out << " But the mesh does not show all modes of the force (kinks, jumps): those that it does not show "
             "may be "
             "more than the error.";
      r.help = "a finer mesh, or smoother data";
    }
    r.sentence = out.str();
    return r;
  }

 private:
  /// Three decades below the smallest ridge, and below the one from which on most of the force moves (but no
  /// more than twelve). Not along a path: the bandwidth is not known there.
  void continue_below(const SpectralMeasure &measure, double density)
  {
    double weight = 0, all = 0, moves = 1;
    for (const auto &part : measure.parts) all += part.weight;
    for (const auto &part : measure.parts)
      if (weight += part.weight; weight < 0.9 * all)
        moves = density * kernel_symbol(*kernels_.back(), part.value);
    const double smallest = sweep().steps.back().ridge;
    errors_.continue_to(std::max(1e-12 * smallest, 1e-3 * std::min(smallest, 0.1 * moves)));
    kernels_.resize(errors_.parameters.size(), kernels_.back());
    unmoved_.resize(errors_.parameters.size(), 0.);
  }

  /// The error at the smallest ridge from modes that the mesh does not show, if half of what lies in its last
  /// octave lies in the next one, and so on (a kink: 0.35).
  double beyond_the_mesh(const SpectralMeasure &measure, double density) const
  {
    if (measure.parts.empty()) return 0;
    const double ridge = sweep().steps.back().ridge, last = measure.parts.back().value;
    const double octave = measure.norm([last](double value) { return value > 0.25 * last ? 1. : 0.; });
    double sum = 0;
    for (int j = 1; j <= 30; ++j) {
      const double symbol = kernel_symbol(*sweep().steps.back().kernel, std::pow(4., j) * last);
      sum += std::pow(octave * std::pow(0.5, j) * ridge / (ridge + density * symbol), 2);
    }
    return std::sqrt(sum);
  }

  ExpectedErrors errors_;
  std::vector<const Kernel *> kernels_;
  std::vector<double> unmoved_;
  double all_ = 0, unseen_ = 0;
  KeptAnalysis analysis_;
};

const Register<Condition> registered("force in modes that move",
                                     {"the force's modes fall faster than the kernel's symbol: "
                                      "lambda/(lambda + c g(L)) xi is of order lambda"},
                                     [](const auto &context) {
                                       return std::make_unique<ModesThatMove>(context);
                                     });
}  // namespace
}  // namespace gammaflow
