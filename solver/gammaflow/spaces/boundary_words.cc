// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/boundary_words.h>

namespace gammaflow
{
std::string boundary_words(const Space &space)
{
  const auto word = [&](unsigned d) { return std::string(space.periodic(d) ? "periodic" : "no-flux"); };
  std::string all = word(0);
  bool equal = true;
  for (unsigned d = 1; d < space.dim(); ++d) {
    all += "/" + word(d);
    equal = equal && space.periodic(d) == space.periodic(0);
  }
  return equal ? word(0) : all;
}

}  // namespace gammaflow
