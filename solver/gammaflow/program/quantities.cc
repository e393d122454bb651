// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/program/any_study.h>
#include <gammaflow/program/check_quantities.h>
#include <gammaflow/program/quantities.h>
#include <gammaflow/program/table.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// Where the state is looked at, in parts of the bounding box: off its symmetry lines, within a ball and an
/// L.
const double probes[3][3] = {{0.17, 0.71, 0.29}, {0.53, 0.41, 0.62}, {0.88, 0.23, 0.57}};

Quantity verdict(const std::string &name, const Json &entry)
{
  Quantity quantity;
  quantity.name = name;
  quantity.word = entry.at("verdict").get<std::string>();
  return quantity;
}

std::string without_commas(std::string text)
{
  for (auto &c : text)
    if (c == ',' || c == '\n' || c == '"') c = ';';
  return text;
}

/// Not a number where the domain does not reach.
double value_at(const Space &space, const Vector &u, const Point &x)
{
  try {
    return space.evaluate(u, x);
  } catch (const InputError &) {
    return std::numeric_limits<double>::quiet_NaN();
  }
}
}  // namespace

std::vector<Quantity> quantities_of(const Trajectory &trajectory)
{
  std::vector<Quantity> result;
  const auto add = [&](const std::string &name, double value) { result.push_back({name, "", value, 0}); };
  for (std::size_t n = 1; n < trajectory.times.size(); ++n) {
    const Space &space = *trajectory.space_of(n);
    const LedgerRow &row = trajectory.ledger[n];
    const std::string at = " at t = " + Table::number(trajectory.times[n], 6);
    add("mass" + at, row.mass);
    add("minimum" + at, row.minimum);
    add("energy" + at, row.energy);
    add("primal dissipation" + at, row.primal_dissipated);
    add("dual dissipation" + at, row.dual_dissipated);
    for (const auto &probe : probes) {
      Point x{};
      std::string where;
      for (unsigned d = 0; d < space.dim(); ++d) {
        x[d] = space.lower()[d] + probe[d] * (space.upper()[d] - space.lower()[d]);
        where += (d == 0 ? "" : " ") + Table::number(x[d], 6);
      }
      add("u(" + where + ")" + at, value_at(space, trajectory.states[n], x));
    }
  }
  return result;
}

namespace
{
/// What each probe of claim 4 says, and the functional along it at the end of the sweep.
void add_probes(const std::string &claim_name, const Json &claim, std::vector<Quantity> &result)
{
  if (!claim.contains("probes")) return;
  for (const auto &probe : claim["probes"]) {
    const std::string name = claim_name + " probe " + without_commas(probe.at("name").get<std::string>());
    result.push_back({name, probe.at("outcome").get<std::string>(), 0, 0});
    if (probe.at("points").empty()) continue;
    const Json &last = probe["points"].back();
    if (last.contains("total") && last["total"][0].is_number() && last["delta"].is_number())
      result.push_back(
          {name + " functional", "", last["total"][0].get<double>(), last["delta"].get<double>()});
  }
}
}  // namespace

std::vector<Quantity> quantities_of(const Json &study)
{
  if (is_of_particles(study)) return quantities_of_particle_study(study);
  std::vector<Quantity> result = {verdict("verdict", study)};
  for (const auto &entry : study.at("cases")) {
    const std::string name = without_commas(entry.at("name").get<std::string>());
    result.push_back(verdict(name + ": verdict", entry));
    for (const auto &claim : entry.at("claims")) {
      const std::string claim_name = name + ": claim " + std::to_string(claim.at("claim").get<int>()) + " (" +
                                     without_commas(claim.at("name").get<std::string>()) + ")";
      result.push_back(verdict(claim_name + " verdict", claim));
      for (const std::string statement : {"limit", "order"})
        if (claim.contains(statement + "_statement") && claim[statement + "_statement"].is_object())
          result.push_back(
              verdict(claim_name + " statement on the " + statement, claim[statement + "_statement"]));
      add_probes(claim_name, claim, result);
      if (claim.contains("observed_order") && claim["observed_order"].is_number())
        result.push_back({claim_name + " order", "", claim["observed_order"].get<double>(),
                          claim.contains("uncertainty") && claim["uncertainty"].is_number()
                              ? claim["uncertainty"].get<double>()
                              : 0});
    }
    for (auto &quantity : quantities_of_checks(entry, name)) result.push_back(std::move(quantity));
    const std::string distance = entry.at("distance").get<std::string>();
    for (const auto &point : entry.at("points")) {
      const auto &distances = point.at("distances");
      if (!distances.contains(distance) || !distances[distance].at("value").is_number()) continue;
      const auto parameter = point.at("parameter");
      result.push_back(
          {name + ": " + distance + " distance" +
               (parameter.is_number() ? " at " + Table::number(parameter.get<double>(), 6) : ""),
           "", distances[distance]["value"].get<double>(),
           distances[distance].at("delta").is_number() ? distances[distance]["delta"].get<double>() : 0});
    }
  }
  return result;
}

std::vector<Comparison> compare(const std::vector<Expected> &expected, const std::vector<Quantity> &found)
{
  std::vector<Comparison> result;
  for (const auto &entry : expected) {
    Comparison comparison;
    comparison.expected = entry;
    for (const auto &quantity : found)
      if (quantity.name == entry.quantity.name) {
        if (comparison.found)
          throw InputError("quantity", entry.quantity.name,
                           "is computed twice under this name: which one is expected is not known",
                           "cases, limits and parameters whose names differ");
        comparison.found = true;
        comparison.quantity = quantity;
      }
    const Quantity &wanted = entry.quantity;
    if (comparison.found) {
      comparison.difference = std::abs(comparison.quantity.value - wanted.value);
      comparison.allowed = wanted.abs_tol + entry.rel_tol * std::abs(wanted.value);
      comparison.pass =
          comparison.quantity.word == wanted.word &&
          (!wanted.word.empty() || comparison.difference <= comparison.allowed);  // false for NaN
    }
    result.push_back(comparison);
  }
  return result;
}

}  // namespace gammaflow
