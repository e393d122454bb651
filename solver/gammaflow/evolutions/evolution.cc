// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/evolutions/evolution.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
const Registry<Evolution>::Entry &kind_of(const Parameters &parameters)
{
  const Registry<Evolution>::Entry *otherwise = nullptr;
  for (const auto &[name, entry] : Registry<Evolution>::entries())
    if (!entry.traits.asked_for)
      otherwise = &entry;
    else if (entry.traits.asked_for(parameters))
      return entry;
  return *otherwise;
}
}  // namespace

std::unique_ptr<const Evolution> make_evolution(const Parameters &parameters,
                                                std::shared_ptr<const Space> space)
{
  return kind_of(parameters).make({parameters, std::move(space)});
}

bool describes_flow(const Parameters &parameters)
{
  return !kind_of(parameters).traits.asked_for;
}

std::vector<KnownExamples> known_solutions()
{
  std::vector<KnownExamples> all;
  for (const auto &[name, entry] : Registry<Evolution>::entries()) {
    const auto known = entry.traits.known();
    all.insert(all.end(), known.begin(), known.end());
  }
  return all;
}

KnownExamples known_solution(const std::string &name)
{
  const auto all = known_solutions();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto &e) { return e.name == name; });
  if (found == all.end()) {
    std::vector<std::string> names;
    for (const auto &example : all) names.push_back(example.name);
    throw InputError("known solutions", name, "no such name" + did_you_mean(name, names),
                     "see: gammaflow list closed forms");
  }
  return *found;
}

}  // namespace gammaflow
