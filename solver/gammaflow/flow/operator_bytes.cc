// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/operator_bytes.h>
#include <gammaflow/geometries/holds_operators.h>

namespace gammaflow
{
double operator_bytes(const Flow &flow)
{
  double bytes = 0;
  const KernelOperator *of_geometry = flow.geometry_kernel(), *of_energy = flow.energy_kernel();
  if (of_geometry != nullptr) bytes += double(of_geometry->memory());
  if (of_energy != nullptr && of_energy != of_geometry) bytes += double(of_energy->memory());
  if (const auto *own = dynamic_cast<const HoldsOperators *>(&flow.geometry()))
    bytes += own->operator_bytes();
  return bytes;
}

}  // namespace gammaflow
