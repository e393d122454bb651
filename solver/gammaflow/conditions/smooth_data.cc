// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/bulk.h>
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/spaces/inspection/spectral_measure.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// A Sobolev index s of what the kernel acts on at t = 0 (the force, which holds initial state and target;
/// times the density where the kernel acts on that): its part E_j in the frequencies [2^j, 2^(j+1)) falls
/// like 2^(-2 s j). Needed: (1 - g(L)) w of order p in L2 asks for w in H^p (with an energy of gradients the
/// force has two derivatives of u: H^(p+2) data), lambda/(lambda + c g(L)) xi of order 1 for xi in H^(2m),
/// symbol of order |w|^-2m. With less, min(p, s) and min(1, s/(2m)). Looked at inside: times sin^8 of the
/// distance to no-flux walls, whose layers have conditions of their own.
class SmoothData final : public Condition
{
 public:
  using Condition::Condition;

  void look_at(const ConditionMoment &moment) override
  {
    if (moment.time > 0 || !needed()) return;
    const Space &space = moment.space;
    box_ = space.tensor_grid() != nullptr;
    if (!box_) return;
    Vector field = sweep().of_ridge() ? moment.force : averaged_field(sweep(), moment);
    field.add(-space.integrate(field) / space.volume());
    field.scale(space.sample([&space](const Point &x) { return window(space, x); }));
    const SpectralMeasure measure = SpectralAnalysis(space)(field);
    const double floor = measure.floor + std::pow(moment.accuracy, 2) * space.volume();
    take_octaves(measure, std::max(1e3 * floor, 1e-24 * all_of(measure)));
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.evaluated = "at the initial state";
    r.holds = Holds::yes;
    if (!needed()) {
      r.sentence = "No Sobolev index suffices for a Gaussian symbol: 'force in modes that move' decides.";
      return r;
    }
    r.threshold = *needed();
    std::ostringstream out;
    out.precision(2);
    if (!box_) {
      r.holds = Holds::undecided;
      r.sentence = "The smoothness of the data is looked at on boxes only.";
      return r;
    }
    if (octaves_.size() < 4) {
      r.sentence = "What the kernel acts on is made of few modes.";
      return r;
    }
    const auto [before, last] = index();
    const double low = std::min(before, last), high = std::max(before, last);
    r.value = (low + high) / 2;
    out << "Inside, what the kernel acts on falls like a function of H^s, s = " << low;
    if (high > low + 0.005) out << " to " << high;
    out << ", by its modes; the order needs s = " << *needed() << '.';
    const double share = rough_share();
    if (last >= *needed() || share <= largest_share) {
      if (last < *needed()) out << " What is rough is too little to show on this sweep.";
    } else if (high < *needed() - 0.1) {
      r.holds = Holds::no;
      r.help = "initial state and target without kinks and jumps";
      r.alternative = orders(std::round(4 * r.value) / 4);
    } else {
      r.holds = Holds::undecided;
      r.help = "a finer mesh, or smoother data";
    }
    r.sentence = out.str();
    return r;
  }

 private:
  struct Octave {
    double value, weight;  ///< eigenvalue of the Laplacian in the middle
  };

  const Kernel &kernel() const { return *sweep().steps.back().kernel; }
  std::optional<double> needed() const
  {
    if (!sweep().of_ridge()) return sweep().order;
    const auto m = kernel_smoothness(kernel());
    return m ? std::optional<double>(2 * *m * sweep().order) : std::nullopt;
  }

  static double window(const Space &space, const Point &x)
  {
    double product = 1;
    for (unsigned d = 0; d < space.dim(); ++d)
      if (!space.periodic(d)) {
        const double part = (x[d] - space.lower()[d]) / (space.upper()[d] - space.lower()[d]);
        product *= std::pow(std::sin(3.141592653589793 * part), 8);
      }
    return product;
  }
  static double all_of(const SpectralMeasure &measure)
  {
    double all = 0;
    for (const auto &part : measure.parts) all += part.weight;
    return all;
  }

  /// From that of the largest part on, as long as they exceed `least`; the last one of the mesh is left out.
  void take_octaves(const SpectralMeasure &measure, double least)
  {
    octaves_.clear();
    const auto &parts = measure.parts;
    if (parts.empty()) return;
    for (double top = parts.back().value / 4; top > 0 && octaves_.size() < 40; top /= 4) {
      double weight = 0;
      bool lower = false;
      for (const auto &part : parts) {
        if (part.value > top / 4 && part.value <= top) weight += part.weight;
        lower = lower || (part.value > 1e-12 && part.value <= top / 4);
      }
      octaves_.push_back({top / 2, weight});
      if (!lower) break;
    }
    std::reverse(octaves_.begin(), octaves_.end());
    const auto largest = std::max_element(octaves_.begin(), octaves_.end(),
                                          [](const auto &a, const auto &b) { return a.weight < b.weight; });
    const auto end =
        std::find_if(largest, octaves_.end(), [least](const auto &o) { return !(o.weight > least); });
    next_is_below_ = end == octaves_.end() ? 0 : least;
    octaves_ = std::vector<Octave>(largest, end);
  }

  /// Two slopes, from the last three octaves. Of smooth functions the last one is the steeper one. Where the
  /// next octave is lost in round-off, the last slope is at least that to there, if it is the steepest one:
  /// functions of few modes fall within one octave. (Where it is not, the last octave is little more than
  /// round-off itself.)
  std::pair<double, double> index() const
  {
    const std::size_t n = octaves_.size();
    const auto slope = [&](std::size_t j) {
      return std::log2(octaves_[j].weight / octaves_[j + 1].weight) / 2;
    };
    const double before = slope(n - 3), last = slope(n - 2),
                 beyond = next_is_below_ > 0 ? std::log2(octaves_.back().weight / next_is_below_) / 2 : 0;
    return beyond > std::max(before, last) ? std::make_pair(last, beyond) : std::make_pair(before, last);
  }

  double missed(double value) const
  {
    const double symbol = kernel_symbol(kernel(), value);
    if (!sweep().of_ridge()) return 1 - symbol / kernel_symbol(kernel(), 0);
    const double ridge = sweep().steps.back().ridge;
    return ridge / (ridge + symbol);
  }

  /// Of the error at the smallest parameter, the part from the last three octaves and what follows them.
  double rough_share() const
  {
    double all = 0, rough = 0;
    const std::size_t n = octaves_.size();
    for (std::size_t j = 0; j < n; ++j) {
      const double part = octaves_[j].weight * std::pow(missed(octaves_[j].value), 2);
      all += part;
      if (j + 3 >= n) rough += part;
    }
    double value = octaves_.back().value, weight = octaves_.back().weight;
    const double fall = std::pow(4., std::max(0.1, std::min(index().first, index().second)));
    for (int j = 0; j < 30; ++j) {
      value *= 4, weight /= fall;
      rough += weight * std::pow(missed(value), 2);
      all += weight * std::pow(missed(value), 2);
    }
    return all > 0 ? std::sqrt(rough / all) : 0;
  }

  /// Where the order in L2 is limited by s: norms of H^-k gain k derivatives, the divergence is quadratic.
  /// Norms that need to know where the function is rough (L1, Linf, W1, W2) have none.
  std::map<std::string, double> orders(double s) const
  {
    const double per = sweep().of_ridge() ? *needed() / sweep().order : 1, most = sweep().order;
    const double l2 = std::min(s / per, most);
    return {{"L2", l2},
            {"Hellinger", l2},
            {"KL", 2 * l2},
            {"reverse KL", 2 * l2},
            {"H-1", std::min((s + 1) / per, most)},
            {"energies", std::min(2 * l2, most)}};
  }

  bool box_ = true;
  std::vector<Octave> octaves_;
  double next_is_below_ = 0;  ///< the part of the octave that follows; 0 where the mesh has none
};

const Register<Condition> registered(
    "smooth data", {"what the kernel acts on at t = 0 has the derivatives that the order needs"},
    [](const auto &context) { return std::make_unique<SmoothData>(context); });
}  // namespace
}  // namespace gammaflow
