#pragma once

#include <gammaflow/core/parameters.h>

#include <string>

namespace gammaflow
{
/// Writes `parameters` as DIRECTORY/case.prm: what differs from the defaults. Files that it names (samples,
/// grids, meshes) are copied into the directory, so that it stands for itself.
void write_case(const Parameters &parameters, const std::string &directory);

}  // namespace gammaflow
