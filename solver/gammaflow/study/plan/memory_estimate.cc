// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/evolve.h>

#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double mib = 0x1p20;
/// Meshes that are named one by one.
constexpr unsigned most_named = 6;

/// "8.4", "8192"
std::string in_mib(double memory)
{
  return memory < 100 ? few_digits(memory, 2) : std::to_string(std::lround(memory));
}

double outputs_of(const Parameters &parameters)
{
  return double(evolve_options(parameters).output_times.size());
}

double limit_of(const Parameters &parameters)
{
  return parameters.number("memory", "limit");
}

std::string of_level(unsigned level, std::size_t nodes, double memory)
{
  return "level " + std::to_string(level) + ": " + std::to_string(nodes) + " nodes, " + in_mib(memory) +
         " MiB";
}
}  // namespace

double memory_of_run(const Evolution &evolution)
{
  const double nodes = double(evolution.space().n_nodes());
  return (nodes * (outputs_of(evolution.parameters()) * sizeof(double) + evolution.work_per_node()) +
          evolution.operator_bytes()) /
         mib;
}

void check_memory_of_run(const Evolution &evolution)
{
  const Parameters &p = evolution.parameters();
  const double needed = memory_of_run(evolution), limit = limit_of(p), outputs = outputs_of(p);
  if (needed <= limit) return;
  p.reject("memory", "limit",
           "the evolution needs about " + in_mib(needed) + " MiB: " + std::to_string(std::lround(outputs)) +
               " states of " + std::to_string(evolution.space().n_nodes()) + " nodes take " +
               in_mib(outputs * double(evolution.space().n_nodes()) * sizeof(double) / mib) +
               ", time integration and operators the rest",
           "at least that, fewer time/outputs, or fewer domain/cells");
}

double memory_of_round(const Parameters &parameters, const double work_per_node, const unsigned level,
                       const std::function<std::size_t(unsigned level)> &nodes)
{
  const double finest = double(nodes(level));
  double states = 3 * finest;
  for (unsigned k = 1; k <= 3 && k <= level; ++k) states += double(nodes(level - k));
  return (states * outputs_of(parameters) * sizeof(double) + finest * work_per_node) / mib;
}

double memory_of_point(const double outputs, const unsigned level,
                       const std::function<std::size_t(unsigned level)> &nodes)
{
  const double finest = double(nodes(level));
  double states = 2 * finest;
  for (unsigned k = 1; k <= 2 && k <= level; ++k) states += double(nodes(level - k));
  return (2 * states * outputs * sizeof(double) + finest * most_work_per_node) / mib;
}

std::string memory_line(const Evolution &evolution)
{
  return "memory:   about " + in_mib(memory_of_run(evolution)) +
         " MiB of memory/limit = " + in_mib(limit_of(evolution.parameters())) +
         " MiB, the states of all output times included";
}

std::vector<std::string> reference_plan(const Evolution &evolution)
{
  const Parameters &p = evolution.parameters();
  if (adaptive(p)) return {"reference: meshes that follow the state, found by a pilot, and refined evenly"};
  const auto nodes = [&p](unsigned level) { return estimate_nodes(p, level); };
  const auto memory = [&](unsigned level) {
    return memory_of_round(p, evolution.work_per_node(), level, nodes);
  };
  const double limit = limit_of(p);
  std::string text =
      "reference: compares " +
      of_level(first_reference_level, nodes(first_reference_level), memory(first_reference_level)) +
      ", with coarser companions of " + std::to_string(nodes(1)) + " and " + std::to_string(nodes(0)) +
      " nodes;";
  std::vector<std::string> lines{text};
  if (memory(first_reference_level) > limit) {
    lines.push_back("           that is more than memory/limit = " + in_mib(limit) + " MiB");
    return lines;
  }
  unsigned last = first_reference_level;
  while (last < 40 && memory(last + 1) <= limit) ++last;
  std::string more;
  for (unsigned level = first_reference_level + 1;
       level <= last && level <= first_reference_level + most_named; ++level)
    more += (more.empty() ? "" : "; ") + of_level(level, nodes(level), memory(level));
  if (!more.empty()) lines.push_back("           as far as needed " + more + ";");
  lines.push_back(
      "           memory/limit = " + in_mib(limit) + " MiB ends it after " +
      of_level(last, nodes(last), memory(last)) +
      (p.text("reference", "degree") == "auto" ? " (fewer levels where the degree is raised)" : ""));
  return lines;
}

}  // namespace gammaflow
