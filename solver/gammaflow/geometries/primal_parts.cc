// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/primal_parts.h>

namespace gammaflow
{
bool has_primal_parts(const Geometry &geometry)
{
  const auto *splits = dynamic_cast<const SplitsPrimal *>(&geometry);
  return splits != nullptr && splits->has_parts();
}

std::optional<PrimalParts> primal_parts(const Geometry &geometry, const Vector &u, const Vector &xi,
                                        const Vector &v)
{
  if (!has_primal_parts(geometry)) return std::nullopt;
  return dynamic_cast<const SplitsPrimal &>(geometry).primal_parts(u, xi, v);
}

}  // namespace gammaflow
