// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/sparse/singular_values.h>

#include <deal.II/lac/lapack_templates.h>

#include <algorithm>
#include <string>

namespace gammaflow
{
void right_singular_vectors(const int rows, const int columns, std::vector<double> &matrix,
                            std::vector<double> &values, std::vector<double> &vectors)
{
  using Integer = dealii::types::blas_int;
  const Integer m = rows, n = columns;
  values.resize(std::size_t(std::min(rows, columns)));
  vectors.resize(std::size_t(columns) * std::size_t(columns));
  std::vector<double> left(std::size_t(rows) * std::size_t(rows)), work(1);
  std::vector<Integer> integers(8 * values.size());
  Integer work_size = -1, info = 0;  // first the best size of the work space is asked for
  for (const bool query : {true, false}) {
    dealii::gesdd("A", &m, &n, matrix.data(), &m, values.data(), left.data(), &m, vectors.data(), &n,
                  work.data(), &work_size, integers.data(), &info);
    if (query) {
      work_size = Integer(work[0]);
      work.resize(std::size_t(work_size));
    }
  }
  if (info != 0)
    throw NumericalFailure("a singular value decomposition did not converge (LAPACK gesdd, info = " +
                           std::to_string(info) + ")");
}

}  // namespace gammaflow
