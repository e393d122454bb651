// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/decay/infimum.h>
#include <gammaflow/decay/minimization.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace gammaflow
{
namespace
{
constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// A bracket is narrow where it is this part of what the flow dissipates.
constexpr double narrow = 1e-12;

class Search
{
 public:
  Search(const Flow &flow, const std::vector<const Vector *> &states)
      : flow_(flow), space_(flow.space()), states_(states), mass_(space_.integrate(*states.front()))
  {
    for (const Vector *u : states) most_mass_ = std::max(most_mass_, 10 * space_.integrate(*u));
  }

  Infimum run()
  {
    try_known();
    const double fall = flow_.energy().value(*states_.front()) - flow_.energy().value(*states_.back());
    const bool found = result_.bracketed() && result_.high - result_.low <= narrow * std::abs(fall);
    if (!found && flow_.positive()) {
      consider(*states_.back(), "the last state of the flow");
      if (space_.minimum(best_) > 0) minimize(best_);
      if (!flow_.energy().convex()) minimize(*states_.back());
    } else if (!found)
      for (const Vector *u : states_) consider(*u, "the smallest value along the flow");
    if (!result_.bracketed() && !flow_.energy().convex())
      result_.basis += "; the energy is not convex: the infimum may be smaller";
    return result_;
  }

 private:
  void try_known()
  {
    const Vector one = space_.sample([](const Point &) { return 1.; });
    if (flow_.has_target()) {
      const double of_target = space_.integrate(flow_.target());
      Vector u = flow_.target();
      if (!flow_.conserves_mass())
        consider(u, "the target");
      else if (flow_.positive() && of_target > 0) {
        u *= mass_ / of_target;
        consider(u, "the target, scaled to the mass of the flow");
      }
      if (flow_.conserves_mass()) {
        u = flow_.target();
        u.add((mass_ - of_target) / space_.volume(), one);
        if (!flow_.positive() || space_.minimum(u) > 0)
          consider(u, "the target and a constant, with the mass of the flow");
      }
    }
    Vector constant = one;
    constant *= mass_ / space_.volume();
    if (!flow_.has_target() && (!flow_.positive() || mass_ > 0)) consider(constant, "a constant");
    if (!flow_.has_target() && flow_.positive()) try_equilibrium(one);
  }

  /// exp(-DF(1)): of int rho log rho - rho + V rho it is exp(-V).
  void try_equilibrium(const Vector &one)
  {
    Vector u = one;
    flow_.energy().first_variation(one, u);
    const double least = flow_.conserves_mass() ? space_.minimum(u) : 0;
    for (double &value : u) value = std::exp(least - value);
    if (flow_.conserves_mass()) u *= mass_ / space_.integrate(u);
    if (space_.minimum(u) > 0) consider(u, "the density exp(-V)");
  }

  void minimize(const Vector &start)
  {
    consider(minimized(flow_, start), "a state that was computed by minimization");
  }

  /// Keeps the smaller value and the larger bound.
  void consider(const Vector &u, const std::string &name)
  {
    const double value = flow_.energy().value(u);
    if (!std::isfinite(value)) return;
    const double bound =
        flow_.energy().convex() ? lower_bound(u, value) : -std::numeric_limits<double>::infinity();
    result_.low = std::max(result_.low, bound);
    if (!(value >= result_.high)) {  // true for the first one
      result_.high = value;
      result_.basis = "the energy of " + name;
      best_ = u;
    }
    result_.low = std::min(result_.low, result_.high);
  }

  /// The duality gap below F(u), and what round-off leaves.
  double lower_bound(const Vector &u, double value) const
  {
    Vector force = u;
    flow_.energy().first_variation(u, force);
    const double least = space_.minimum(force), most = space_.maximum(force),
                 magnitude = std::max(std::abs(least), std::abs(most));
    if (!std::isfinite(least) || !std::isfinite(most)) return -std::numeric_limits<double>::infinity();
    const double pairing = space_.inner(force, u);
    if (flow_.positive()) {
      const double over = flow_.conserves_mass() ? mass_ * least : most_mass_ * std::min(0., least);
      return value + std::min(0., over - pairing) - 8 * epsilon * magnitude * mass_;
    }
    const double mean = flow_.conserves_mass() ? space_.integrate(force) / space_.volume() : 0;
    const double off = std::max(most - mean, mean - least);
    // a minimum over all fields: DF is constant (or 0) to round-off
    return off <= 1e3 * epsilon * scale_of(u) ? value : -std::numeric_limits<double>::infinity();
  }
  /// Of what DF is made of: that at the first state.
  double scale_of(const Vector &u) const
  {
    Vector force = u;
    flow_.energy().first_variation(*states_.front(), force);
    return std::max(std::abs(space_.minimum(force)), std::abs(space_.maximum(force)));
  }

  const Flow &flow_;
  const Space &space_;
  const std::vector<const Vector *> &states_;
  const double mass_;
  double most_mass_ = 0;  ///< bound of the masses that are looked at where the mass is not kept
  Infimum result_;
  Vector best_;
};
}  // namespace

Infimum infimum_of(const Flow &flow, const std::vector<const Vector *> &states)
{
  return Search(flow, states).run();
}

std::vector<Infimum> infima_along(const Parameters &parameters, const Trajectory &trajectory)
{
  std::map<const Space *, std::vector<const Vector *>> on_mesh;
  for (std::size_t k = 0; k < trajectory.states.size(); ++k)
    on_mesh[trajectory.space_of(k).get()].push_back(&trajectory.states[k]);
  std::map<const Space *, Infimum> found;
  std::vector<Infimum> result;
  for (std::size_t k = 0; k < trajectory.states.size(); ++k) {
    const auto space = trajectory.space_of(k);
    auto known = found.find(space.get());
    if (known == found.end()) {
      const Flow flow = Flow::build(parameters, space);
      known = found.emplace(space.get(), infimum_of(flow, on_mesh[space.get()])).first;
    }
    result.push_back(known->second);
  }
  return result;
}

}  // namespace gammaflow
