#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/ridge_method.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include <cmath>
#include <limits>
#include <mutex>
#include <vector>

namespace gammaflow
{
namespace
{
using Sparse = Eigen::SparseMatrix<double>;
// The nodes of an interval are in the order that fills nothing in.
using Factorization = Eigen::SimplicialLDLT<Sparse, Eigen::Lower, Eigen::NaturalOrdering<int>>;

Sparse sparse_laplacian(const Laplacian1D &laplacian)
{
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t i = 0; i < laplacian.size(); ++i)
    for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k)
      entries.emplace_back(int(i), int(laplacian.columns[k]), laplacian.values[k]);
  Sparse matrix(Eigen::Index(laplacian.size()), Eigen::Index(laplacian.size()));
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

/// M (rho + lambda A) f = M rho xi with A = (1 + l^2 L)^s and the lumped mass M, symmetric and positive
/// definite: sparse L D L^T in a few N operations. The equation is solved a second time for the residual r:
/// the correction e is added, and its energy
///   <r, e> = <e, (rho + lambda A) e> >= |e|^2_{L2(rho)}
/// says how good the solution was before that. (The residual itself says nothing here: for s = 3 its
/// round-off is amplified by the largest eigenvalue of A, and hardly enters f.)
class RidgeFactorization final : public RidgeMethod
{
 public:
  explicit RidgeFactorization(const RidgeSetting &setting) : RidgeMethod(setting)
  {
    const SpectralFunction &inverse = *kernel().differential_inverse();
    const auto laplacian = Laplacian1D::shared(space().tensor_grid()->direction[0]);
    const auto n = Eigen::Index(laplacian->size());
    Sparse identity(n, n), power(n, n);
    identity.setIdentity();
    power.setIdentity();
    const Sparse factor = identity + inverse.length * inverse.length * sparse_laplacian(*laplacian);
    for (int s = 0; s < inverse.smoothness; ++s) power = Sparse(factor * power);
    Sparse stiffness = as_eigen(space().weights()).asDiagonal() * power;
    stiffness *= lambda();
    stiffness_ = 0.5 * (stiffness + Sparse(stiffness.transpose()));
    stiffness_.makeCompressed();
    for (Eigen::Index i = 0; i < n; ++i)
      diagonal_.push_back(&stiffness_.coeffRef(i, i) - stiffness_.valuePtr());
    factorization_.analyzePattern(stiffness_);
  }

  std::string name() const override { return "factorization in one dimension"; }
  double cost(const Vector &) const override { return 0; }

  RidgeReport solve(const Vector &rho, const Vector &xi, double norm, Vector &f) const override
  {
    const auto mass = as_eigen(space().weights());
    Sparse matrix = stiffness_;
    for (std::size_t i = 0; i < size(rho); ++i)
      matrix.valuePtr()[diagonal_[i]] += mass[Eigen::Index(i)] * data(rho)[i];
    const std::lock_guard<std::mutex> lock(mutex_);
    factorization_.factorize(matrix);
    RidgeReport report{0, std::numeric_limits<double>::infinity()};
    if (factorization_.info() != Eigen::Success) return report;

    const Eigen::VectorXd b = mass.cwiseProduct(as_eigen(rho)).cwiseProduct(as_eigen(xi));
    Eigen::VectorXd solution = factorization_.solve(b);
    for (int refinement = 0; refinement < 4 && !(report.error <= tolerance()); ++refinement) {
      const Eigen::VectorXd r = b - matrix * solution;
      const Eigen::VectorXd e = factorization_.solve(r);
      solution += e;
      report.error = std::sqrt(std::abs(r.dot(e))) / norm;
    }
    as_eigen(f) = solution;
    return report;
  }

 private:
  Sparse stiffness_;                      ///< lambda M A, symmetric
  std::vector<std::ptrdiff_t> diagonal_;  ///< where its diagonal stands
  mutable std::mutex mutex_;
  mutable Factorization factorization_;  ///< its pattern is kept
};
}  // namespace

std::unique_ptr<RidgeMethod> make_ridge_factorization(const RidgeSetting &setting)
{
  const TensorGrid *grid = setting.kernel->space().tensor_grid();
  if (grid == nullptr || grid->dim != 1 || setting.kernel->differential_inverse() == nullptr) return nullptr;
  return std::make_unique<RidgeFactorization>(setting);
}

}  // namespace gammaflow
