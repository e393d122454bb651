// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/line_regression.h>
#include <gammaflow/geometries/kernel/ridge_method.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <Eigen/SparseCore>

#include <vector>

namespace gammaflow
{
namespace
{
LineRegression::Sparse sparse_laplacian(const Laplacian1D &laplacian)
{
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t i = 0; i < laplacian.size(); ++i)
    for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k)
      entries.emplace_back(int(i), int(laplacian.columns[k]), laplacian.values[k]);
  LineRegression::Sparse matrix(Eigen::Index(laplacian.size()), Eigen::Index(laplacian.size()));
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

/// The equation of LineRegression at the nodes, with the lumped mass.
class RidgeFactorization final : public RidgeMethod
{
 public:
  explicit RidgeFactorization(const RidgeSetting &setting)
      : RidgeMethod(setting),
        regression_(sparse_laplacian(*Laplacian1D::shared(space().tensor_grid()->direction[0])),
                    as_eigen(space().weights()), lambda(), *kernel().differential_inverse())
  {
  }

  std::string name() const override { return "factorization in one dimension"; }
  double cost(const Vector &) const override { return 0; }

  RidgeReport solve(const Vector &rho, const Vector &xi, double norm, Vector &f) const override
  {
    Eigen::VectorXd solution = as_eigen(f);
    const double error = regression_.solve(as_eigen(rho), as_eigen(xi), norm, tolerance(), solution);
    as_eigen(f) = solution;
    return {0, error};
  }

 private:
  const LineRegression regression_;
};
}  // namespace

std::unique_ptr<RidgeMethod> make_ridge_factorization(const RidgeSetting &setting)
{
  const TensorGrid *grid = setting.kernel->space().tensor_grid();
  if (grid == nullptr || grid->dim != 1 || setting.kernel->differential_inverse() == nullptr) return nullptr;
  return std::make_unique<RidgeFactorization>(setting);
}

}  // namespace gammaflow
