// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/study/plan/claimed_limit.h>
#include <gammaflow/study/plan/path_limit.h>
#include <gammaflow/study/plan/sweep_steps.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace gammaflow
{
namespace
{
using dealii::ParameterHandler;
namespace Patterns = dealii::Patterns;

const DeclareParameters limit("limit", [](ParameterHandler &prm) {
  prm.declare_entry(
      "geometry", "auto", Patterns::Anything(),
      "The geometry of the expected limit flow; auto: the one that the geometry itself declares for the "
      "sweep parameter (see `gammaflow list geometries`).");
  prm.declare_entry(
      "settings", "", Patterns::Anything(),
      "What else is different in the limit flow: \"section/key = value; section/key = value\".");
  prm.declare_entry("order", "auto", Patterns::Anything(),
                    "The expected order in the sweep parameter; auto: the declared one.");
  prm.declare_entry(
      "order of energies", "auto", Patterns::Anything(),
      "The expected order of energies and dissipations where it is not that of the solutions (an "
      "error in a thin layer counts less in an integral than in a norm); auto: as `order`.");
  prm.declare_entry("order tolerance", "0.15", Number(0, 0.5),
                    "How far an observed order may be from the expected one and still confirm it; where the "
                    "uncertainty of the fit is smaller than the difference, the certificate says so.");
  prm.declare_entry("expected", "confirmed", Patterns::Selection("confirmed|refuted"),
                    "The verdict that this study is there to show; the program exits with 1 for the "
                    "opposite, with 3 where nothing is established.");
  prm.declare_entry("distance", "auto", Patterns::Anything(),
                    "The distance that claim 1 is judged by; auto: Hellinger for densities, L2 for fields.");
  prm.declare_entry(
      "mode", "convergence", Patterns::Selection("convergence|equality"),
      "convergence: the distance goes to zero with the sweep parameter; equality: it is zero, to "
      "`tolerance`, at every point.");
  prm.declare_entry("tolerance", "1e-8", Number(0), "What counts as equal in mode `equality`.");
});

bool has_ridge(const std::string &geometry)
{
  return Registry<Geometry>::traits(geometry).depends_on("ridge");
}

/// What the geometry declares for this sweep, if it applies: on a path, with the order in sigma (not a number
/// where there is none), and only where the ridge vanishes. A geometry that is not swept stays as it is.
std::optional<LimitDeclaration> declared_by_geometry(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter"), geometry = p.text("geometry", "name");
  if (!geometry_moves(p)) {
    if (!energy_moves(p)) return {};
    return LimitDeclaration{parameter, geometry, "", std::numeric_limits<double>::infinity(), ""};
  }
  const auto &limits = Registry<Geometry>::traits(geometry).limits;
  const auto declared = std::find_if(limits.begin(), limits.end(), [&](const auto &l) {
    return l.parameter == (parameter == "bandwidths" ? "bandwidth" : parameter);
  });
  if (declared == limits.end()) return {};
  LimitDeclaration result = *declared;
  if (parameter != "path") return result;
  const PathLimit path = path_limit(p, sweep_values(p).back());
  if (!path.vanishes()) return {};
  result.order = path.exponent ? result.order * *path.exponent : std::nan("");
  return result;
}

/// Adds what the energy declares: its settings, its conditions, and the lower of both orders.
void add_declared_by_energy(const Parameters &p, LimitDeclaration &to)
{
  if (!energy_moves(p)) return;
  const auto &limits = Registry<Energy>::traits(p.text("energy", "name")).limits;
  if (limits.empty()) return;
  const EnergyLimit &of = limits.front();
  const auto append = [](std::string &list, const std::string &text, const char *separator) {
    if (!text.empty()) list += (list.empty() ? "" : separator) + text;
  };
  append(to.settings, "energy/name = " + of.energy, "; ");
  append(to.settings, of.settings, "; ");
  append(to.note, of.note, "; ");
  if (to.order > of.order) to.order = of.order;  // not a number: there is none
  for (const auto &condition : of.conditions) to.conditions.push_back(condition + of_energy);
}

/// The declared settings and those of the study, which go before.
std::string with_own_settings(const std::string &declared, const std::string &own)
{
  std::vector<std::string> all;
  const auto own_parts = parts_of_settings(own);
  for (const SettingsPart &part : parts_of_settings(declared))
    if (!part.section.empty() &&
        std::none_of(own_parts.begin(), own_parts.end(), [&](const SettingsPart &other) {
          return other.section == part.section && other.key == part.key;
        }))
      all.push_back(boost::trim_copy(part.text));
  if (!own.empty()) all.push_back(own);
  return boost::join(all, "; ");
}

[[noreturn]] void reject_without_declared_limit(const Parameters &p)
{
  const std::string geometry = p.text("geometry", "name"), parameter = p.text("sweep", "parameter");
  if (parameter == "path" && has_ridge(geometry)) {
    const PathLimit path = path_limit(p, sweep_values(p).back());
    if (!path.vanishes())
      p.reject(
          "sweep", "ridge formula",
          "lambda goes to " + few_digits(path.ridge) +
              ", not to 0, as sigma goes to 0: the limit that the geometry declares for a vanishing ridge "
              "is not that of this path",
          "a formula that is 0 at sigma = 0, or the name of another limit (limit/geometry, limit/order)");
  }
  p.reject("limit", "geometry",
           "the geometry '" + geometry + "'" +
               (energy_moves(p) ? " with the energy '" + p.text("energy", "name") + "'" : "") +
               " declares no limit for the sweep parameter '" + parameter + "'",
           "the name of the expected limit geometry");
}
}  // namespace

/// limit/`key`, or what stands for `auto`.
double order_or(const Parameters &p, const std::string &key, double automatic)
{
  if (p.text("limit", key) == "auto") return automatic;
  const double order = p.number("limit", key);
  if (!(order > 0) || !std::isfinite(order))
    p.reject("limit", key, "is not an order of convergence", "auto, or a number > 0");
  return order;
}

std::optional<LimitDeclaration> declared_limit(const Parameters &p)
{
  auto declared = declared_by_geometry(p);
  if (!declared) return {};
  add_declared_by_energy(p, *declared);
  if (!std::isfinite(declared->order) && !std::isnan(declared->order))
    return {};  // an energy that declares none
  return declared;
}

void require_settings_of_one_flow(const Parameters &parameters, const std::string &section,
                                  const std::string &key, const std::string &settings)
{
  static const std::set<std::string> shared = {"accuracy", "adaptivity", "domain", "limit", "memory",
                                               "output",   "reference",  "study",  "sweep", "time"};
  for (const SettingsPart &part : parts_of_settings(settings))
    if (shared.count(part.section) > 0 && !(part.section == "domain" && part.key == "constants"))
      parameters.reject(
          section, key,
          "'" + part.text +
              "' is not of this flow alone: the flows of a study have one domain, the same "
              "times, and the same accuracy",
          "settings of other sections than " + boost::join(shared, ", ") + "; domain/constants");
}

LimitDeclaration claimed_limit(const Parameters &p)
{
  const std::string geometry = p.text("geometry", "name");
  const std::string parameter = p.text("sweep", "parameter");

  if (moves_energy_kernel(parameter) && p.flag("energy kernel", "same as geometry"))
    p.reject("energy kernel", "same as geometry",
             "the sweep parameter '" + parameter + "' is the bandwidth of a kernel of the energy's own",
             "false, or sweep/parameter = bandwidth, which moves both");
  if (moves_energy_kernel(parameter) && !energy_moves(p))
    p.reject("sweep", "parameter", "the energy '" + p.text("energy", "name") + "' has no bandwidth",
             "none, bandwidth, or an energy with a kernel");
  if (parameter == "bandwidths" && !geometry_moves(p))
    p.reject("sweep", "parameter", "the geometry '" + geometry + "' has no bandwidth",
             "energy bandwidth, or a kernel geometry");
  if (moves_kernel(parameter) && !geometry_moves(p) && !energy_moves(p))
    p.reject("sweep", "parameter", "the geometry '" + geometry + "' has no bandwidth",
             "none, or a kernel geometry");
  if ((parameter == "ridge" || parameter == "path") && !has_ridge(geometry))
    p.reject("sweep", "parameter", "the geometry '" + geometry + "' has no ridge", "bandwidth, none");

  const auto declared = declared_limit(p);
  LimitDeclaration result = declared.value_or(LimitDeclaration());
  if (!declared) result.order = std::nan("");
  const std::string name = p.text("limit", "geometry");
  if (name != "auto") {
    if (Registry<Geometry>::entries().count(name) == 0)
      p.reject("limit", "geometry",
               "there is no such geometry" + did_you_mean(name, Registry<Geometry>::names()),
               "auto, " + boost::replace_all_copy(Registry<Geometry>::selection(), "|", ", "));
    if (name != result.geometry) {
      const double order = result.order;
      result = LimitDeclaration{parameter, name, "", std::numeric_limits<double>::infinity(), ""};
      add_declared_by_energy(p, result);
      result.conditions.clear();
      result.note = "named by the study";
      result.order = order;
    }
  } else if (!declared)
    reject_without_declared_limit(p);
  const std::string settings = p.text("limit", "settings");
  require_settings_of_one_flow(p, "limit", "settings", settings);
  result.settings = with_own_settings(result.settings, settings);
  result.order = order_or(p, "order", result.order);
  if (p.text("limit", "mode") == "convergence" && !(result.order > 0))
    p.reject("limit", "order",
             parameter == "path"
                 ? "no order is predicted in sigma: the ridge formula is no power law at sigma "
                   "-> 0, or the geometry declares no limit for the path"
                 : "no order is declared for this limit",
             "a positive number");
  result.parameter = parameter;
  return result;
}

}  // namespace gammaflow
