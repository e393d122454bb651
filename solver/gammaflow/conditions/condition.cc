// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>

#include <algorithm>

namespace gammaflow
{
std::string to_string(const Holds holds)
{
  return holds == Holds::yes ? "yes" : holds == Holds::no ? "no" : "undecided";
}

std::map<std::string, double> orders_by_distance(const double l1, const double l2, const double maximum,
                                                 const double most)
{
  return {{"L1", std::min(l1, most)},          {"L2", std::min(l2, most)},
          {"Hellinger", std::min(l2, most)},   {"Linf", std::min(maximum, most)},
          {"KL", 2 * std::min(l2, most)},      {"reverse KL", 2 * std::min(l2, most)},
          {"H-1", std::min(l1, most)},         {"W1", std::min(l1, most)},
          {"W2", std::min(l1, most)},          {"MMD", std::min(l1, most)},
          {"energies", std::min(2 * l2, most)}};
}

}  // namespace gammaflow
