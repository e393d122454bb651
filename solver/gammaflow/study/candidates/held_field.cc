// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/candidates/field_bars.h>
#include <gammaflow/study/candidates/held_field.h>
#include <gammaflow/study/candidates/meaning.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace gammaflow
{
namespace
{
const std::string of_mass = "mass", of_energy = "energy difference";
constexpr std::size_t most_nodes[3] = {100000, 400000, 300000};

/// u, positive ones by their logarithm.
Vector moved(const Parameters &parameters, const Space &from, const Vector &u, const Space &to)
{
  const bool positive = std::all_of(u.begin(), u.end(), [](double value) { return value > 0; });
  Vector source = u, result = to.zero();
  if (positive)
    for (double &value : source) value = std::log(value);
  if (refinement_of(from) == refinement_of(to))
    to.interpolate(from, source, result);
  else
    result = transferred(parameters, from, source, to);
  if (positive)
    for (double &value : result) value = std::exp(value);
  return result;
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
    if (name == of_mass) return {std::abs(space_->integrate(c) - space_->integrate(u)), 0};
    if (name == of_energy) return {std::abs(energy()(c) - energy()(u)), 0};
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

 private:
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
};

bool followed_the_state(const StoredEvolution &evolution, double time)
{
  return evolution.shared_space(time) != evolution.evolution().shared_space();
}

/// A mesh that followed the state, its cells halved where its nodes are further apart than `spacing`, as
/// often as the number of nodes allows.
std::shared_ptr<const Space> halved(const StoredEvolution &reference, const std::shared_ptr<const Space> &own,
                                    double spacing)
{
  const std::vector<double> lengths = cell_lengths(*own);
  const double nodes_in_length = *std::max_element(lengths.begin(), lengths.end()) / own->spacing();
  const unsigned dim = own->dim();
  for (int most = 8; most > 0; --most) {
    std::vector<int> halvings;
    double cells = 0;
    for (const double length : lengths) {
      const double wanted = std::ceil(std::log2(length / nodes_in_length / spacing) - 1e-9);
      halvings.push_back(int(std::clamp(wanted, 0., double(most))));
      cells += std::pow(2., int(dim) * halvings.back());
    }
    if (double(own->n_nodes()) * cells / double(lengths.size()) > double(most_nodes[dim - 1])) continue;
    const Wish wish = spread(reference.parameters(), own, halvings, 0);
    const unsigned deepest = unsigned(refinement_of(*own).size()) + unsigned(most);
    return make_refined_space(reference.parameters(), granted(reference.parameters(), {wish}, deepest));
  }
  return own;
}

/// The nodes of the space are further apart than the candidate's numbers: what is between them is not seen.
bool coarser_than(double spacing, const Space &space)
{
  return space.spacing() > spacing * (1 + 1e-9);
}

/// The space of the reference, refined until its nodes are as near to each other as the candidate's, or until
/// they are too many.
std::shared_ptr<const Space> comparison_space(const StoredEvolution &reference, double time, double spacing)
{
  const auto own = reference.shared_space(time);
  if (!coarser_than(spacing, *own)) return own;
  if (followed_the_state(reference, time)) return halved(reference, own, spacing);
  unsigned level = 0;
  while (own->spacing() / double(1u << level) > spacing * (1 + 1e-9) &&
         estimate_nodes(reference.parameters(), level + 1) <= most_nodes[own->dim() - 1])
    ++level;
  return level == 0 ? own : make_serial_space(reference.parameters(), level);
}

/// The same of the candidate's numbers: the smallest distance, as its cells may be of all sizes.
double spacing_of(const StoredEvolution &evolution, double time)
{
  const Space &space = evolution.space(time);
  if (!followed_the_state(evolution, time)) return space.spacing();
  const std::vector<double> lengths = cell_lengths(space);
  const auto [least, most] = std::minmax_element(lengths.begin(), lengths.end());
  return space.spacing() * *least / *most;
}

Vector on(const Space &space, const std::vector<double> &values)
{
  Vector result = space.zero();
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

std::string why_not(const std::string &name, const Space &space, bool positive, bool has_energy)
{
  if (name == of_mass) return "";
  if (name == of_energy) return has_energy ? "" : name + " needs an energy of the state, and there is none";
  return why_not_applicable(name, {std::shared_ptr<const Space>(&space, [](auto) {}), nullptr}, positive,
                            true);
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
    const Space &space = *nodes->space(), &other = *between->space();
    const Vector state = reference.state(held.time);
    const Parameters &parameters = reference.parameters();
    const Vector u = nodes->space() == own ? state : moved(parameters, *own, state, space),
                 v = moved(parameters, space, u, other);
    const bool unseen = coarser_than(snapshot.spacing, space);
    if (unseen && plan.log)
      plan.log("note: " + snapshot.where + ", t = " + few_digits(held.time, 6) + ": its numbers are " +
               few_digits(snapshot.spacing, 3) + " apart, the nodes of the comparison up to " +
               few_digits(space.spacing(), 3) +
               ", and more would be too many: what is between them is not seen, and the error is not known");
    Vector c = on(space, snapshot.values(space.nodes())), e = on(other, snapshot.values(other.nodes()));
    std::vector<Vector> coarse;
    for (const auto &values : snapshot.coarser) coarse.push_back(on(space, values(space.nodes())));
    held.mass = space.integrate(c);
    const double mass = space.integrate(u);
    const bool density = reference.evolution().positive();
    if (density && plan.normalize && held.mass > 0) {
      c *= mass / held.mass;
      e *= mass / held.mass;
      for (Vector &vector : coarse) vector *= mass / held.mass;
    } else if (density)
      require_mass(held.mass, snapshot.where, mass);
    const bool positive = density && snapshot.not_negative;
    auto names = plan.distances;
    if (names.empty())
      for (const auto &name : field_distances())
        if (name != "reverse KL" && why_not(name, space, positive, has_energy).empty()) names.push_back(name);
    for (std::size_t k = 0; k < names.size(); ++k) {
      const std::string why = is_field_distance(names[k]) ? why_not(names[k], space, positive, has_energy)
                                                          : names[k] + " is a distance of particles alone";
      if (!why.empty()) throw InputError("--distances", names[k], why, "distances that apply here");
      if (plan.progress)
        plan.progress((double(result.size()) + double(k) / double(names.size())) / double(candidate.size()),
                      names[k]);
      const bool divergence = names[k] == "KL" || names[k] == "reverse KL";
      const auto value = nodes->of(names[k], c, u), apart = between->of(names[k], e, v);
      HeldDistance entry;
      entry.name = names[k];
      entry.value = value.value;
      entry.own_error = value.error + std::abs(value.value - apart.value);
      // what stays of a distance when both sides may be off: the triangle inequality, of roots for
      // divergences
      const double power = divergence ? 0.5 : 1;
      double of_candidate = 0;
      for (const Vector &vector : coarse)
        of_candidate = triangle_error_bar(0, of_candidate, nodes->of(names[k], vector, c).value, power);
      entry.interpolation = triangle_error_bar(value.value, of_candidate, 0, power);
      if (const auto bar = field_bar(reference, names[k], held.time, space, u); bar && !unseen)
        entry.bar = triangle_error_bar(value.value, of_candidate, *bar, power) - entry.interpolation;
      held.distances.push_back(entry);
    }
    result.push_back(std::move(held));
  }
  return result;
}

}  // namespace gammaflow
