// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/conditions/condition.h>
#include <gammaflow/curves/curve.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/particles/particle_dynamics.h>
#include <gammaflow/program/command.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <sstream>

namespace gammaflow
{
namespace
{
/// "  name      first line", the further lines below it.
struct Entry {
  std::string name;
  std::vector<std::string> lines;
};
using Entries = std::vector<Entry>;

std::string short_number(double value)
{
  std::ostringstream out;
  out << value;
  return out.str();
}

/// The registered names of a product, each with its summary and what `further` adds.
template <class Product, class Further>
Entries entries_of(const Further &further)
{
  Entries result;
  for (const auto &[name, entry] : Registry<Product>::entries()) {
    result.push_back({name, {entry.traits.summary}});
    for (const auto &line : further(entry.traits)) result.back().lines.push_back(line);
  }
  return result;
}

using Lines = std::vector<std::string>;

Lines of_energy(const Energy::Traits &traits)
{
  std::string text = traits.domain == StateDomain::positive ? "positive densities" : "fields of any sign";
  if (traits.needs_kernel) text += "; has a kernel of its own (section 'energy kernel')";
  Lines lines = {text};
  for (const auto &limit : traits.limits) {
    lines.push_back("limit: bandwidth -> 0 gives " + with_settings(limit.energy, limit.settings) +
                    ", predicted order " + short_number(limit.order));
    if (!limit.note.empty()) lines.push_back("       " + limit.note);
    if (!limit.conditions.empty()) lines.push_back("       checked: " + boost::join(limit.conditions, ", "));
  }
  return lines;
}

Lines of_geometry(const Geometry::Traits &traits)
{
  std::string text = traits.domain == StateDomain::positive ? "positive densities" : "fields of any sign";
  if (traits.conserves_mass) text += "; conserves mass";
  if (traits.needs_kernel) text += "; kernel";
  if (!traits.gradient_structure) text += "; not a gradient system";
  Lines lines = {text};
  for (const auto &limit : traits.limits) {
    const bool path = limit.parameter == "path";
    lines.push_back("limit: " + (path ? "bandwidth and ridge -> 0 along a path" : limit.parameter + " -> 0") +
                    " gives " + with_settings(limit.geometry, limit.settings) + ", predicted order " +
                    short_number(limit.order));
    if (!limit.note.empty()) lines.push_back("       " + limit.note);
    if (!limit.conditions.empty()) lines.push_back("       checked: " + boost::join(limit.conditions, ", "));
  }
  return lines;
}

Lines of_particle_distance(const ParticleDistance::Traits &traits)
{
  Lines lines;
  if (traits.needs_line) lines.push_back("on an interval");
  if (traits.least_dim > 1) lines.push_back("in " + std::to_string(traits.least_dim) + " dimensions or more");
  if (traits.needs_kernel) lines.push_back("needs a kernel");
  return lines;
}

Lines of_distance(const Distance::Traits &traits)
{
  Lines needs;
  if (traits.needs_positive) needs.push_back("positive densities");
  if (traits.needs_1d) needs.push_back("one dimension");
  if (traits.needs_kernel) needs.push_back("a kernel");
  if (traits.needs_equal_mass) needs.push_back("equal masses");
  if (needs.empty()) return {};
  return {"needs " + boost::join(needs, ", ")};
}

template <class Traits>
Lines nothing(const Traits &)
{
  return {};
}

Lines of_dynamics(const ParticleDynamics::Traits &traits)
{
  return {"N -> infinity gives " + traits.energy + " in " + traits.geometry +
          (traits.moves_weights ? "; weights move" : "") + (traits.random ? "; random, with a seed" : "")};
}

Entries integrators()
{
  Entries result;
  for (const auto &[name, entry] : Registry<OneStepMethod>::entries())
    result.push_back(
        {name,
         {"order " + std::to_string(entry.traits.order) + ", adaptive steps, " + entry.traits.summary}});
  return result;
}

/// Of flows and of geodesics.
Entries closed_forms()
{
  Entries result;
  for (const auto &known : known_solutions()) result.push_back({known.name, {known.summary}});
  return result;
}

/// In lines of at most `width` characters, broken between words; the further ones as far to the right as the
/// first.
std::vector<std::string> wrapped(const std::string &text, std::size_t width)
{
  const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
  std::vector<std::string> lines;
  std::string rest = text;
  while (rest.size() > width) {
    std::size_t end = rest.rfind(' ', width);
    if (end == std::string::npos || end <= indent) break;
    lines.push_back(rest.substr(0, end));
    rest = std::string(indent + 2, ' ') + rest.substr(end + 1);
  }
  lines.push_back(rest);
  return lines;
}

struct Topic {
  std::string name, key;
  std::function<Entries()> entries;
};

const std::vector<Topic> &topics()
{
  static const std::vector<Topic> all = {
      {"energies", "energy/name", [] { return entries_of<Energy>(of_energy); }},
      {"geometries", "geometry/name", [] { return entries_of<Geometry>(of_geometry); }},
      {"kernels", "kernel/name", [] { return entries_of<Kernel>(nothing<Kernel::Traits>); }},
      {"densities", "target/kind and initial state/kind",
       [] { return entries_of<Density>(nothing<Density::Traits>); }},
      {"closed forms", "found by themselves", [] { return closed_forms(); }},
      {"dynamics", "particles/dynamics", [] { return entries_of<ParticleDynamics>(of_dynamics); }},
      {"conditions", "of predicted orders; checked by `validate` and `study`",
       [] { return entries_of<Condition>(nothing<Condition::Traits>); }},
      {"distances", "accuracy/distances", [] { return entries_of<Distance>(of_distance); }},
      {"particle distances", "compare --distances",
       [] { return entries_of<ParticleDistance>(of_particle_distance); }},
      {"curves", "probe 1/curve: along which studies probe lower bounds",
       [] { return entries_of<Curve>(nothing<Curve::Traits>); }},
      {"integrators", "time/integrator", [] { return integrators(); }}};
  return all;
}

void print(const Topic &topic)
{
  const Entries entries = topic.entries();
  std::size_t width = 0, longest = 0;
  for (const auto &entry : entries) {
    width = std::max(width, entry.name.size());
    for (const auto &line : entry.lines) longest = std::max(longest, line.size());
  }
  // beside the names where that fits into a window, else below them
  const bool below = width + longest > 110;
  std::cout << topic.name << "  (" << topic.key << ")\n";
  for (const auto &entry : entries) {
    std::cout << "  " << entry.name << std::string(below ? 0 : width - entry.name.size(), ' ');
    for (std::size_t i = 0; i < entry.lines.size(); ++i)
      for (const auto &line : wrapped(entry.lines[i], 100))
        std::cout << (below ? "\n      " : i == 0 ? "  " : "\n" + std::string(width + 6, ' ')) << line;
    std::cout << '\n';
  }
}

int list(const Arguments &arguments)
{
  const std::string wanted = boost::join(arguments.operands, " ");
  std::string names;
  std::vector<std::string> all;
  bool found = false;
  for (const auto &topic : topics()) {
    all.push_back(topic.name);
    names += (names.empty() ? "" : ", ") + topic.name;
    if (!wanted.empty() && wanted != topic.name) continue;
    if (found) std::cout << '\n';
    print(topic);
    found = true;
  }
  if (!found)
    throw InputError("gammaflow list", shortened(wanted), "there is no such list" + did_you_mean(wanted, all),
                     names);
  return exit_done;
}
}  // namespace

Command list_command()
{
  return {
      "list",
      "[TOPIC]",
      "energies, geometries, kernels, ..., each with a line; limits and predicted orders",
      "Lists what a parameter file can ask for, each with one line; kernel geometries with the geometry they "
      "go to,\n"
      "in which parameter and at which predicted order. TOPIC: energies, geometries, kernels, densities,\n"
      "closed forms, dynamics, conditions, distances, particle distances, curves,\n"
      "integrators; without it, all of them.\n\n"
      "  gammaflow list geometries\n",
      0,
      0,
      2,
      false,
      list};
}

}  // namespace gammaflow
