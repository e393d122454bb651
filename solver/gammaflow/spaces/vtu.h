// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <string>
#include <utility>
#include <vector>

namespace dealii
{
template <int, int>
class DoFHandler;
template <int, int>
class Mapping;
}  // namespace dealii

namespace gammaflow
{
/// Writes nodal fields to `path`.vtu: first to a temporary name beside it, then renamed, so that no reader
/// sees a part. Cells of degree > 1 are written as Lagrange cells in two and three dimensions, and subdivided
/// in one. All processes of a distributed mesh write into the one file.
template <int dim>
void write_vtu_file(const dealii::Mapping<dim, dim> &mapping, const dealii::DoFHandler<dim, dim> &dofs,
                    const std::string &path,
                    const std::vector<std::pair<std::string, const Vector *>> &fields);

}  // namespace gammaflow
