// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/study/identification/which_limit.h>

#include <boost/algorithm/string.hpp>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("identification", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "candidates", "none", dealii::Patterns::Anything(),
      "Which limits a sweep is held against: none; auto, those that are local and of the kind of the flow "
      "(transport or growth); or a list, \"geometry: section/key = value, section/key = value | geometry | "
      "...\". Each is computed, and is excluded, accepted or not decided. A mobility theta(rho) is fitted to "
      "the "
      "rates, too.");
});

std::vector<Candidate> automatic(const CasePlan &plan)
{
  const auto &traits = Registry<Geometry>::traits(plan.flow.text("geometry", "name"));
  const bool spherical = boost::starts_with(plan.flow.text("geometry", "name"), "spherical ");
  if (traits.conserves_mass && !spherical)
    return {{"Wasserstein", "geometry/gradients = staggered"},
            {"power-mobility Wasserstein", "geometry/exponent = 2"},
            {"saturating-mobility Wasserstein", ""}};
  const std::string prefix = spherical ? "spherical " : "";
  return {{prefix + "Fisher-Rao", ""},
          {prefix + "power-mobility Fisher-Rao", "geometry/exponent = 2"},
          {prefix + "saturating-mobility Fisher-Rao", ""},
          {prefix + "power-mobility Fisher-Rao", "geometry/exponent = 0"}};  // L2
}
}  // namespace

std::vector<Candidate> candidates_in(const CasePlan &plan, const std::string &section, const std::string &key)
{
  std::vector<Candidate> result;
  std::vector<std::string> parts;
  const std::string given = plan.flow.text(section, key);
  boost::split(parts, given, boost::is_any_of("|"));
  for (const std::string &part : parts) {
    const std::size_t colon = part.find(':');
    result.push_back({boost::trim_copy(part.substr(0, colon)),
                      colon == std::string::npos
                          ? ""
                          : boost::replace_all_copy(boost::trim_copy(part.substr(colon + 1)), ",", ";")});
    if (Registry<Geometry>::entries().count(result.back().geometry) == 0)
      plan.flow.reject(section, key,
                       "there is no geometry '" + result.back().geometry + "'" +
                           did_you_mean(result.back().geometry, Registry<Geometry>::names()),
                       "none, auto, " + boost::join(Registry<Geometry>::names(), ", "));
  }
  for (const Candidate &c : result) {  // settings that make no sense
    CasePlan other = plan;
    other.limit.geometry = c.geometry;
    other.limit.settings = c.settings;
    require_settings_of_one_flow(plan.flow, section, key, c.settings);
    other.limit_at(plan.steps.back());
  }
  return result;
}

std::vector<Candidate> candidates_of(const CasePlan &plan)
{
  const std::string given = boost::trim_copy(plan.flow.text("identification", "candidates"));
  if (given.empty() || given == "none") return {};
  if (plan.equality || plan.sweep_parameter == "none" || plan.steps.size() < 4)
    plan.flow.reject("identification", "candidates",
                     "a limit is identified from a sweep of four or more points",
                     "none, or sweep/parameter and more sweep/points");
  if (given != "auto") return candidates_in(plan, "identification", "candidates");
  std::vector<Candidate> result;
  for (const Candidate &c : automatic(plan))
    if (Registry<Geometry>::entries().count(c.geometry) > 0) result.push_back(c);
  return result;
}

}  // namespace gammaflow
