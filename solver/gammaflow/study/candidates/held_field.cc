// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/by_logarithm.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/candidates/comparison_space.h>
#include <gammaflow/study/candidates/divergence_bars.h>
#include <gammaflow/study/candidates/energy_bar.h>
#include <gammaflow/study/candidates/field_bars.h>
#include <gammaflow/study/candidates/held_field.h>
#include <gammaflow/study/candidates/known_mass.h>
#include <gammaflow/study/candidates/meaning.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace gammaflow
{
namespace
{
const std::string of_mass = "mass", of_energy = "energy difference";

/// u on another space of the reference.
Vector moved(const Parameters &parameters, const Space &from, const Vector &u, const Space &to)
{
  const bool positive = std::all_of(u.begin(), u.end(), [](double value) { return value > 0; });
  return by_logarithm(u, positive, to, [&](const Vector &v, Vector &result) {
    if (refinement_of(from) == refinement_of(to))
      to.interpolate(from, v, result);
    else
      result = transferred(parameters, from, v, to);
  });
}

/// What distances are computed with, on one space; kept from time to time.
class Measure
{
 public:
  Measure(const StoredEvolution &reference, std::shared_ptr<const Space> space)
      : reference_(reference), space_(std::move(space))
  {
  }
  const std::shared_ptr<const Space> &space() const { return space_; }

  /// The distance of the candidate c from the reference u.
  Distance::Measurement of(const std::string &name, const Vector &c, const Vector &u)
  {
    if (name == of_mass) return difference(space_->integrate(c), space_->integrate(u));
    if (name == of_energy) return difference(energy()(c), energy()(u));
    auto &distance = distances_[name];
    if (!distance) distance = Registry<Distance>::make(name, {space_, nullptr});
    if (!Registry<Distance>::traits(name).needs_equal_mass) return distance->measured(c, u);
    Vector scaled = c;
    if (reference_.evolution().positive())
      scaled *= space_->integrate(u) / space_->integrate(c);
    else
      scaled.add((space_->integrate(u) - space_->integrate(c)) / space_->volume());
    return distance->measured(scaled, u);
  }

  double energy_of(const Vector &u) { return energy()(u); }
  /// What the energy of the reference may be off by; nothing where that is not known.
  std::optional<double> energy_bar_of(const Vector &u, const LebesgueBars &bars)
  {
    if (!describes_flow(reference_.parameters())) return std::nullopt;
    if (!flow_) flow_ = std::make_unique<Flow>(Flow::build(reference_.parameters(), space_));
    return energy_bar(*flow_, u, bars, mass_is_known(reference_));
  }

 private:
  /// Of two sums over all nodes: their round-off is the least error.
  static Distance::Measurement difference(double a, double b)
  {
    constexpr double round_off = 64 * std::numeric_limits<double>::epsilon();
    return {std::abs(a - b), round_off * std::max(std::abs(a), std::abs(b))};
  }
  const std::function<double(const Vector &)> &energy()
  {
    if (!evolution_) {
      evolution_ = make_evolution(reference_.parameters(), space_);
      energy_ = evolution_->energy();
    }
    return energy_;
  }
  const StoredEvolution &reference_;
  std::shared_ptr<const Space> space_;
  std::map<std::string, std::unique_ptr<const Distance>> distances_;
  std::unique_ptr<const Evolution> evolution_;
  std::function<double(const Vector &)> energy_;
  std::unique_ptr<const Flow> flow_;
};

Vector on(const Space &space, const std::vector<double> &values)
{
  Vector result = space.zero();
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

/// Candidate c and reference u at the nodes, e and v between them, and c from fewer of its numbers.
struct Sides {
  Vector c, u, e, v;
  std::vector<Vector> coarser;

  void scale_candidate(double factor)
  {
    c *= factor;
    e *= factor;
    for (Vector &vector : coarser) vector *= factor;
  }
};

Sides sides_of(const StoredEvolution &reference, double time, const CandidateField &candidate,
               const Space &space, const Space &between)
{
  const auto own = reference.shared_space(time);
  const Parameters &parameters = reference.parameters();
  Sides sides;
  sides.u = reference.state(time);
  if (&space != own.get()) sides.u = moved(parameters, *own, sides.u, space);
  sides.v = moved(parameters, space, sides.u, between);
  sides.c = on(space, candidate.values(space.nodes()));
  sides.e = on(between, candidate.values(between.nodes()));
  for (const auto &values : candidate.coarser) sides.coarser.push_back(on(space, values(space.nodes())));
  return sides;
}

bool is_divergence(const std::string &name)
{
  return name == "KL" || name == "reverse KL";
}

/// The two energies themselves, and what that of the reference may be off by.
void add_energies(HeldDistance &held, Measure &nodes, const Sides &sides, const LebesgueBars &bars)
{
  held.of_candidate = nodes.energy_of(sides.c);
  held.of_reference = nodes.energy_of(sides.u);
  held.bar = nodes.energy_bar_of(sides.u, bars);
  if (!held.bar) {
    held.no_bar_word = "no bar of this energy";
    held.why_no_bar =
        "what the bars of the reference mean for its energy is not known (Linf among "
        "reference/norms?)";
  }
}

/// A distance that is infinite, or no number, has no error.
HeldDistance not_defined(HeldDistance held, const std::string &why)
{
  held.own_error = held.interpolation = 0;
  held.bar.reset();
  held.no_bar_word = std::isnan(held.value) ? "not defined" : "infinite";
  held.why_no_bar = why;
  return held;
}

void add_divergence_bar(HeldDistance &held, const Measure &nodes, const Sides &sides,
                        const LebesgueBars &bars)
{
  const auto found = divergence_bar(held.name != "KL", *nodes.space(), sides.c, sides.u, bars);
  held.bar = found.bar;
  held.why_no_bar = found.why_none;
  if (!found.bar) held.no_bar_word = "not bounded";
}

/// What stays of a distance when both sides may be off: of metrics the triangle inequality; of divergences
/// and energies what they change by.
HeldDistance held_distance(const std::string &name, Measure &nodes, Measure &between, const Sides &sides,
                           const std::optional<double> &bar, const LebesgueBars &bars)
{
  HeldDistance held;
  held.name = name;
  const auto value = nodes.of(name, sides.c, sides.u);
  held.value = value.value;
  const double apart = between.of(name, sides.e, sides.v).value;
  if (!std::isfinite(value.value) || !std::isfinite(apart)) {
    if (std::isfinite(held.value)) held.value = apart;
    return not_defined(held, is_divergence(name)
                                 ? why_infinite(name != "KL", *nodes.space(), sides.c, sides.u)
                                 : "is not finite: the energy of the candidate is not defined");
  }
  held.own_error = value.error + std::abs(value.value - apart);
  for (const Vector &vector : sides.coarser)
    held.interpolation += is_divergence(name)
                              ? divergence_change(name != "KL", *nodes.space(), sides.c, vector, sides.u)
                              : nodes.of(name, vector, sides.c).value;
  held.bar = bar;
  if (is_divergence(name)) add_divergence_bar(held, nodes, sides, bars);
  if (name == of_energy) add_energies(held, nodes, sides, bars);
  return held;
}

std::string why_not(const std::string &name, const Space &space, bool positive, bool has_energy)
{
  if (name == of_mass) return "";
  if (name == of_energy) return has_energy ? "" : name + " needs an energy of the state, and there is none";
  return why_not_applicable(name, {std::shared_ptr<const Space>(&space, [](auto) {}), nullptr}, positive,
                            true);
}

std::vector<std::string> distances_that_apply(const Space &space, bool positive, bool has_energy)
{
  std::vector<std::string> names;
  for (const auto &name : field_distances())
    if (name != "reverse KL" && why_not(name, space, positive, has_energy).empty()) names.push_back(name);
  return names;
}

std::string unseen_between(const CandidateField &candidate, const Space &space)
{
  return "its numbers are " + few_digits(candidate.spacing, 3) +
         " apart, the nodes of the comparison up to " + few_digits(space.spacing(), 3) +
         ", and more would be too many: what is between them is not seen, and the error is not known";
}
}  // namespace

bool is_field_distance(const std::string &name)
{
  const auto all = field_distances();
  return std::find(all.begin(), all.end(), name) != all.end();
}

std::vector<std::string> field_distances()
{
  std::vector<std::string> result;
  for (const auto &[name, entry] : Registry<Distance>::entries())
    if (!entry.traits.needs_kernel) result.push_back(name);
  result.push_back(of_mass);
  result.push_back(of_energy);
  return result;
}

std::vector<CandidateField> candidate_fields(const std::vector<FieldSnapshot> &snapshots)
{
  std::vector<CandidateField> result;
  for (const auto &snapshot : snapshots) {
    CandidateField field;
    field.time = snapshot.time;
    field.where = snapshot.where;
    field.values = [f = snapshot.field](const std::vector<Point> &x) { return f->at(x); };
    for (const bool other_half : {false, true})
      field.coarser.emplace_back([f = std::shared_ptr<const Field>(snapshot.field->coarser(other_half))](
                                     const std::vector<Point> &x) { return f->at(x); });
    field.spacing = snapshot.field->spacing();
    field.size = snapshot.field->size();
    field.not_negative = snapshot.field->not_negative();
    result.push_back(std::move(field));
  }
  return result;
}

std::vector<CandidateField> candidate_fields(const StoredEvolution &candidate,
                                             const StoredEvolution &reference, const std::string &name)
{
  const Space &a = candidate.space(), &b = reference.space();
  bool same = a.dim() == b.dim() && std::abs(a.volume() - b.volume()) <= 1e-9 * b.volume();
  for (unsigned d = 0; same && d < a.dim(); ++d) {
    const double tolerance = 1e-9 * (b.upper()[d] - b.lower()[d]);
    same = std::abs(a.lower()[d] - b.lower()[d]) <= tolerance &&
           std::abs(a.upper()[d] - b.upper()[d]) <= tolerance && a.periodic(d) == b.periodic(d);
  }
  if (!same)
    throw InputError(name, a.description(), "is an evolution on another domain than the reference",
                     b.description());
  std::vector<CandidateField> result;
  for (const double time : candidate.times()) {
    if (time > reference.times().back() * (1 + 1e-12)) break;
    CandidateField field;
    field.time = time;
    field.where = name;
    field.values = [&candidate, time](const std::vector<Point> &x) { return candidate.values(time, x); };
    field.spacing = spacing_of(candidate, time);
    field.size = candidate.space(time).n_nodes();
    field.not_negative = candidate.evolution().positive();
    result.push_back(std::move(field));
  }
  return result;
}

std::vector<HeldSnapshot> held_against(const StoredEvolution &reference,
                                       const std::vector<CandidateField> &candidate,
                                       const ComparisonPlan &plan)
{
  const double end = reference.times().back();
  const bool has_energy = bool(reference.evolution().energy());
  std::vector<HeldSnapshot> result;
  std::unique_ptr<Measure> nodes, between;
  std::shared_ptr<const Space> own_before;
  double spacing_before = 0;
  for (const auto &snapshot : candidate) {
    require_time(snapshot.time, snapshot.where, candidate.size(), end);
    HeldSnapshot held;
    held.field = true;
    held.time = std::min(snapshot.time.value_or(end), end);
    held.where = snapshot.where;
    held.particles = snapshot.size;
    held.effective = double(snapshot.size);
    const auto own = reference.shared_space(held.time);
    if (!nodes || own != own_before || snapshot.spacing != spacing_before) {
      nodes = std::make_unique<Measure>(reference, comparison_space(reference, held.time, snapshot.spacing));
      between = std::make_unique<Measure>(reference, nodes->space()->between_nodes());
      own_before = own;
      spacing_before = snapshot.spacing;
    }
    const Space &space = *nodes->space();
    const bool unseen = coarser_than(snapshot.spacing, space);
    if (unseen && plan.log)
      plan.log("note: " + snapshot.where + ", t = " + few_digits(held.time, 6) + ": " +
               unseen_between(snapshot, space));
    Sides sides = sides_of(reference, held.time, snapshot, space, *between->space());
    held.mass = space.integrate(sides.c);
    const double mass = space.integrate(sides.u);
    const bool density = reference.evolution().positive();
    if (density && plan.normalize && held.mass > 0)
      sides.scale_candidate(mass / held.mass);
    else if (density)
      require_mass(held.mass, snapshot.where, mass);
    const bool positive = density && snapshot.not_negative;
    const LebesgueBars bars = lebesgue_bars(reference, held.time, space.volume());
    const auto names =
        plan.distances.empty() ? distances_that_apply(space, positive, has_energy) : plan.distances;
    for (std::size_t k = 0; k < names.size(); ++k) {
      const std::string why = is_field_distance(names[k]) ? why_not(names[k], space, positive, has_energy)
                                                          : names[k] + " is a distance of particles alone";
      if (!why.empty()) throw InputError("--distances", names[k], why, "distances that apply here");
      if (plan.progress)
        plan.progress((double(result.size()) + double(k) / double(names.size())) / double(candidate.size()),
                      names[k]);
      const auto bar = field_bar(reference, names[k], held.time, space, sides.u);
      held.distances.push_back(held_distance(names[k], *nodes, *between, sides, bar, bars));
      if (unseen) {
        held.distances.back().bar.reset();
        held.distances.back().no_bar_word = "its grid is finer than the comparison";
        held.distances.back().why_no_bar = unseen_between(snapshot, space);
      }
    }
    result.push_back(std::move(held));
  }
  return result;
}

}  // namespace gammaflow
