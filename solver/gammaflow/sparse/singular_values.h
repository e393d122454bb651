// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace gammaflow
{
/// The singular values of a rows x columns matrix (column by column, overwritten), descending, and all its
/// right singular vectors as the rows of a columns x columns matrix (column by column). LAPACK's gesdd,
/// behind a header of its own because deal.II's and Eigen's declarations of BLAS exclude each other.
/// NumericalFailure where it does not converge.
void right_singular_vectors(int rows, int columns, std::vector<double> &matrix, std::vector<double> &values,
                            std::vector<double> &vectors);

}  // namespace gammaflow
