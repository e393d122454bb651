#pragma once

#include <gammaflow/comparison/resolved_points.h>

namespace gammaflow
{
/// The limit d_inf of d = d_inf + C e^q for e -> 0, with its uncertainty.
struct SaturationFit {
  bool valid = false;  ///< some tail of at least three points follows the model
  double limit = 0, uncertainty = 0;
  bool saturates = false;

  explicit SaturationFit(const ResolvedPoints &points);
};

}  // namespace gammaflow
