// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/formula/enclosure.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>

namespace gammaflow
{
namespace
{
const std::string section = "observables";

const DeclareParameters declared(section, [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "quantities", "", Patterns::Anything(),
      "Numbers to write to observables.csv at every output time, separated by `|`, each with a name before a "
      "colon if it is to have one: `energy | centre: u(0.5) | L2 to exp(-t)*cos(pi*x)`. energy, mass, mean, "
      "minimum, maximum (of the nodal values; mean is the mass over the volume); primal dissipation, dual "
      "dissipation, balance; u(x, y, z), the value at a point; `D "
      "to FORMULA`, the distance D to a formula in x, y, z, t, taken at the nodes of elements of another "
      "degree, between those of the state; `integral of FORMULA`, in x, y, z, t and u.");
  prm.declare_entry(
      "events", "", Patterns::Anything(),
      "Levels that a quantity crosses, `half: u(0.5) = 0.2 | energy = 1e-3`: the first time at which "
      "it does is located to the accuracy of the time integrator and written to events.csv.");
});

[[noreturn]] void reject(const Evolution &evolution, const std::string &key, const std::string &text,
                         const std::string &why)
{
  evolution.parameters().reject(
      section, key, "'" + text + "' " + why,
      "energy, mass, mean, minimum, maximum, primal dissipation, dual dissipation, balance, "
      "u(x, y, z), D to FORMULA, integral of FORMULA");
}

Expression expression(const Evolution &evolution, const std::string &key, const std::string &text,
                      const std::string &formula, const std::vector<std::string> &variables)
{
  try {
    return parse_expression(evolution.parameters(), formula, variables);
  } catch (const std::invalid_argument &error) {
    reject(evolution, key, text, std::string("does not parse: ") + error.what());
  }
}

Observable point_value(const Evolution &evolution, const std::string &key, const std::string &text)
{
  std::vector<std::string> parts;
  const std::string inside = text.substr(2, text.size() - 3);
  boost::split(parts, inside, boost::is_any_of(","));
  if (parts.size() != evolution.space().dim())
    reject(evolution, key, text, "has not as many coordinates as the domain has dimensions");
  Point x{};
  for (std::size_t d = 0; d < parts.size(); ++d) {
    const double none = 0;
    x[d] = expression(evolution, key, text, parts[d], {}).value(&none);
  }
  const auto space = evolution.shared_space();
  try {
    space->evaluate(evolution.initial_state(), x);
  } catch (const std::exception &) {
    reject(evolution, key, text, "is a point outside of the domain");
  }
  Observable result;
  result.at_points = true;
  result.value = [space, x](double, const Vector &u, const LedgerRow *) { return space->evaluate(u, x); };
  return result;
}

/// Masses that should be equal differ by the quadrature of what a mesh does not resolve, a coarse one by this
/// much. Where the formula has the mass of the state but for that, it is given all of it.
constexpr double most_scaled = 0.01;

Vector sampled(const Space &space, const Expression &formula, double t)
{
  return space.sample([&](const Point &x) {
    const std::array<double, 4> v{{x[0], x[1], x[2], t}};
    return formula.value(v.data());
  });
}

Observable distance_to(const Evolution &evolution, const std::string &key, const std::string &text,
                       std::size_t at)
{
  const std::string name = boost::trim_copy(text.substr(0, at));
  if (Registry<Distance>::entries().count(name) == 0)
    reject(evolution, key, text, "names no distance; there are " + Registry<Distance>::selection());
  const std::string why = why_not_applicable(name, {evolution.shared_space(), nullptr}, evolution.positive(),
                                             evolution.conserves_mass());
  if (!why.empty()) reject(evolution, key, text, "cannot be taken: " + why);
  const Expression formula = expression(evolution, key, text, text.substr(at + 4), {"x", "y", "z", "t"});
  // At its own nodes a state may be more accurate than elsewhere.
  const auto space = evolution.shared_space();
  std::shared_ptr<const Space> between;
  try {
    between = space->between_nodes();
  } catch (const InputError &error) {
    reject(evolution, key, text,
           std::string("needs the nodes of another degree on the same cells: ") + error.what());
  }
  const std::shared_ptr<const Distance> distance = Registry<Distance>::make(name, {between, nullptr});
  const bool equal_mass = evolution.positive() && Registry<Distance>::traits(name).needs_equal_mass;
  if (equal_mass) {
    const double mass = space->integrate(evolution.initial_state()),
                 given = between->integrate(sampled(*between, formula, 0));
    if (!(std::abs(given - mass) <= most_scaled * mass)) {
      std::ostringstream message;
      message << "compares densities of equal mass: at t = 0 the formula has " << given << ", the state "
              << mass;
      reject(evolution, key, text, message.str());
    }
  }
  Observable result;
  result.at_points = name == "Linf";
  result.value = [space, between, positive = evolution.positive(), equal_mass, formula, distance](
                     double t, const Vector &u, const LedgerRow *) {
    Vector state = between->zero();
    between->interpolate(*space, u, state);
    if (positive) {  // elements that do not resolve a density may undershoot zero
      const double least = space->minimum(u);
      for (double &value : state)
        if (!(value > 0)) value = least;
    }
    Vector other = sampled(*between, formula, t);
    if (equal_mass) {
      const double ratio = between->integrate(state) / between->integrate(other);
      if (std::abs(ratio - 1) <= most_scaled) other *= ratio;
    }
    return distance->between(state, other);
  };
  return result;
}

/// Whether a formula in x, y, z, t and u has bounded derivatives in space and in u on the domain, for u
/// around what it is at the start.
bool smooth(const Expression &formula, const Evolution &evolution)
{
  const Space &space = evolution.space();
  const Vector u = evolution.initial_state();
  const double least = space.minimum(u), most = space.maximum(u), margin = (most - least) / 2;
  std::array<Interval, 5> v;
  for (unsigned d = 0; d < space.dim(); ++d) v[d] = Interval(space.lower()[d], space.upper()[d]);
  v[3] = Interval(0, evolution.parameters().number("time", "end"));
  v[4] = Interval(least > 0 ? least / 2 : least - margin, most + margin);
  for (unsigned d : {0u, 1u, 2u, 4u}) {
    if (d < 3 && d >= space.dim()) continue;
    const Interval slope = enclosure(formula, v.data(), d, 1)[1];
    if (!std::isfinite(slope.lower()) || !std::isfinite(slope.upper())) return false;
  }
  return true;
}

Observable integral_of(const Evolution &evolution, const std::string &key, const std::string &text,
                       std::size_t length)
{
  const Expression formula = expression(evolution, key, text, text.substr(length), {"x", "y", "z", "t", "u"});
  Observable result;
  result.at_points = !smooth(formula, evolution);
  result.value = [space = evolution.shared_space(), formula](double t, const Vector &u, const LedgerRow *) {
    double sum = 0;
    for (std::size_t i = 0; i < space->n_nodes(); ++i) {
      const Point &x = space->nodes()[i];
      const std::array<double, 5> v{{x[0], x[1], x[2], t, data(u)[i]}};
      sum += data(space->weights())[i] * formula.value(v.data());
    }
    return space->sum(sum);
  };
  return result;
}

/// What has a word for a name.
const std::map<std::string, std::function<double(const Space &, const Vector &)>> functionals = {
    {"mass", [](const Space &space, const Vector &u) { return space.integrate(u); }},
    {"mean", [](const Space &space, const Vector &u) { return space.integrate(u) / space.volume(); }},
    {"minimum", [](const Space &space, const Vector &u) { return space.minimum(u); }},
    {"maximum", [](const Space &space, const Vector &u) { return space.maximum(u); }}};
const std::map<std::string, double LedgerRow::*> of_dissipation = {
    {"primal dissipation", &LedgerRow::primal_dissipated},
    {"dual dissipation", &LedgerRow::dual_dissipated},
    {"balance", &LedgerRow::edb_residual}};

Observable of_ledger(double LedgerRow::*member)
{
  Observable result;
  result.of_state = false;
  result.value = [member](double, const Vector &, const LedgerRow *row) { return row->*member; };
  return result;
}

Observable read(const Evolution &evolution, const std::string &key, std::string text)
{
  std::string name;
  const auto colon = text.find(':');
  if (colon != std::string::npos) {
    name = boost::trim_copy(text.substr(0, colon));
    text = text.substr(colon + 1);
  }
  boost::trim(text);
  Observable result;
  const auto to = text.find(" to ");
  const auto energy = evolution.energy();
  if (text == "energy" && !energy)
    result = of_ledger(&LedgerRow::energy);
  else if (text == "energy")
    result.value = [energy](double, const Vector &u, const LedgerRow *) { return energy(u); };
  else if (const auto f = functionals.find(text); f != functionals.end())
    result.value = [space = evolution.shared_space(), g = f->second](
                       double, const Vector &u, const LedgerRow *) { return g(*space, u); };
  else if (const auto m = of_dissipation.find(text); m != of_dissipation.end()) {
    if (!energy)
      reject(evolution, key, text, "is no quantity of a " + evolution.title() + ": nothing dissipates");
    result = of_ledger(m->second);
  } else if (boost::starts_with(text, "u(") && boost::ends_with(text, ")"))
    result = point_value(evolution, key, text);
  else if (boost::starts_with(text, "integral of "))
    result = integral_of(evolution, key, text, 12);
  else if (to != std::string::npos)
    result = distance_to(evolution, key, text, to);
  else
    reject(evolution, key, text, "is no quantity");
  result.at_points = result.at_points || text == "minimum" || text == "maximum";
  result.text = text;
  result.name = name.empty() ? text : name;
  return result;
}

std::vector<std::string> entries_of(const Evolution &evolution, const std::string &key)
{
  const std::string text = evolution.parameters().text(section, key) + "|";
  std::vector<std::string> result;
  std::string part;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text.compare(i, 2, "||") == 0 && i + 2 < text.size())  // "or" in a formula
      part += text[i++], part += "|";
    else if (text[i] != '|')
      part += text[i];
    else {
      if (!boost::trim_copy(part).empty()) result.push_back(boost::trim_copy(part));
      part.clear();
    }
  return result;
}
}  // namespace

std::vector<Observable> observables_of(const Evolution &evolution)
{
  std::vector<Observable> result;
  for (const auto &entry : entries_of(evolution, "quantities"))
    result.push_back(read(evolution, "quantities", entry));
  return result;
}

std::vector<Event> events_of(const Evolution &evolution)
{
  std::vector<Event> result;
  for (const auto &entry : entries_of(evolution, "events")) {
    const auto equals = entry.rfind('=');
    if (equals == std::string::npos) reject(evolution, "events", entry, "has no level: QUANTITY = LEVEL");
    Event event;
    event.observable = read(evolution, "events", entry.substr(0, equals));
    if (!event.observable.of_state)
      reject(evolution, "events", entry, "is known at output times only, and can be no event");
    const double none = 0;
    event.level = expression(evolution, "events", entry, entry.substr(equals + 1), {}).value(&none);
    if (!std::isfinite(event.level)) reject(evolution, "events", entry, "has a level that is not a number");
    event.text = event.observable.text + " = " + boost::trim_copy(entry.substr(equals + 1));
    event.name = event.observable.name == event.observable.text ? event.text : event.observable.name;
    result.push_back(event);
  }
  return result;
}

std::vector<bool> taken_at_points(const std::vector<Observable> &observables)
{
  std::vector<bool> result;
  for (const Observable &observable : observables) result.push_back(observable.at_points);
  return result;
}

std::vector<std::vector<double>> observed(const std::vector<Observable> &observables,
                                          const Trajectory &trajectory)
{
  std::vector<std::vector<double>> result(trajectory.times.size());
  for (std::size_t n = 0; n < result.size(); ++n)
    for (const auto &observable : observables)
      result[n].push_back(observable.value(trajectory.times[n], trajectory.states[n], &trajectory.ledger[n]));
  return result;
}

std::vector<double> event_times(const Evolution &evolution, const Trajectory &trajectory,
                                double time_tolerance)
{
  std::vector<double> result;
  for (const EventTime &event : located_events(evolution, trajectory, time_tolerance, {}))
    result.push_back(event.time);
  return result;
}

}  // namespace gammaflow
