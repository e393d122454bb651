#include <gammaflow/discretization/gauss_lobatto.h>
#include <gammaflow/discretization/laplacian_1d.h>
#include <gammaflow/discretization/singular_values.h>

#include <cmath>
#include <vector>

namespace gammaflow
{
Eigenbasis Eigenbasis::of_any(const Grid1D &grid)
{
  const GaussLobatto reference(grid.degree);
  const unsigned p = grid.degree;
  const auto n = Eigen::Index(grid.size()), rows = Eigen::Index(grid.cells() * p);
  const Eigen::VectorXd root =
      Eigen::Map<const Eigen::VectorXd>(grid.weights.data(), Eigen::Index(grid.size())).cwiseSqrt();

  // M^-1/2 A M^-1/2 = F^T F. The singular values of F lose sigma_max * round-off, where the eigenvalues of
  // the product would lose sigma_max^2 * round-off: relative to the lowest mode that is the root of the
  // condition number instead of the condition number.
  std::vector<double> entries(std::size_t(rows * n), 0.), sigma, vectors;
  Eigen::Map<Eigen::MatrixXd> f(entries.data(), rows, n);
  for (std::size_t c = 0; c < grid.cells(); ++c)
    for (unsigned g = 0; g < p; ++g)
      for (unsigned i = 0; i <= p; ++i) {
        const auto node = Eigen::Index(grid.node(c, i));
        f(Eigen::Index(c * p + g), node) += reference.stiffness_root()(g, i) /
                                            std::sqrt(grid.vertices[c + 1] - grid.vertices[c]) / root[node];
      }

  right_singular_vectors(int(rows), int(n), entries, sigma, vectors);

  // Descending singular values; the last right vector is the constant's (without flux it has no value of its
  // own).
  const Eigen::Map<const Eigen::MatrixXd> vt(vectors.data(), n, n);
  Eigenbasis basis;
  basis.values = Eigen::VectorXd::Zero(n);
  basis.vectors.resize(n, n);
  for (Eigen::Index k = 1; k < n; ++k) {
    basis.values[k] = std::pow(sigma[std::size_t(n - 1 - k)], 2);
    basis.vectors.col(k) = vt.row(n - 1 - k).transpose().cwiseQuotient(root);
  }
  basis.vectors.col(0).setConstant(1 / root.norm());
  return basis;
}

}  // namespace gammaflow
