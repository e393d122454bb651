// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/bounds.h>

#include <Eigen/Eigenvalues>
#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Second differences of V on a box, through a node and those that are `stride` nodes away.
class SecondDifferences
{
 public:
  SecondDifferences(const TensorGrid &grid, const Vector &v, std::size_t stride)
      : grid_(grid), v_(data(v)), stride_(stride)
  {
  }

  /// The smallest eigenvalue over the nodes whose neighbours are there.
  double least() const
  {
    double least = std::numeric_limits<double>::infinity();
    std::array<std::size_t, 3> low{}, high{{1, 1, 1}};
    for (unsigned d = 0; d < grid_.dim; ++d) {
      if (grid_.direction[d].size() < 2 * stride_ + 1) return -least;
      low[d] = stride_;
      high[d] = grid_.direction[d].size() - stride_;
    }
    std::array<std::size_t, 3> i{};
    for (i[2] = low[2]; i[2] < high[2]; ++i[2])
      for (i[1] = low[1]; i[1] < high[1]; ++i[1])
        for (i[0] = low[0]; i[0] < high[0]; ++i[0]) least = std::min(least, least_at(i));
    return least;
  }

 private:
  using Index = std::array<std::size_t, 3>;
  double at(const Index &i, unsigned d, int di, unsigned e = 0, int de = 0) const
  {
    Index j = i;
    j[d] = std::size_t(long(j[d]) + di * long(stride_));
    j[e] = std::size_t(long(j[e]) + de * long(stride_));
    return v_[j[0] + grid_.direction[0].size() * (j[1] + grid_.direction[1].size() * j[2])];
  }
  double x(const Index &i, unsigned d, int di) const
  {
    return grid_.direction[d].nodes[std::size_t(long(i[d]) + di * long(stride_))];
  }

  double least_at(const Index &i) const
  {
    const auto n = Eigen::Index(grid_.dim);
    Eigen::MatrixXd second(n, n);
    for (unsigned d = 0; d < grid_.dim; ++d) {
      const double left = x(i, d, 0) - x(i, d, -1), right = x(i, d, 1) - x(i, d, 0);
      second(d, d) =
          2 * ((at(i, d, 1) - at(i, d, 0)) / right - (at(i, d, 0) - at(i, d, -1)) / left) / (left + right);
      for (unsigned e = 0; e < d; ++e)
        second(d, e) = second(e, d) =
            (at(i, d, 1, e, 1) - at(i, d, 1, e, -1) - at(i, d, -1, e, 1) + at(i, d, -1, e, -1)) /
            ((left + right) * (x(i, e, 1) - x(i, e, -1)));
    }
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(second, Eigen::EigenvaluesOnly).eigenvalues()[0];
  }

  const TensorGrid &grid_;
  const double *v_;
  const std::size_t stride_;
};
}  // namespace

std::optional<Vector> confining_potential(const Flow &flow)
{
  const Parameters &p = flow.parameters();
  const std::string energy = flow.energy_name();
  if (energy == "free-energy") {
    if (flow.energy().structure().nonlocal || p.text("energy", "internal") == "none") return {};
    const double m = p.number("energy", "power exponent"), least = 1 - 1. / flow.space().dim();
    if (p.text("energy", "internal") == "power" && !(m >= least)) return {};
  } else if (energy != "KL")
    return {};
  Vector v = flow.space().sample([](const Point &) { return 1.; });
  const Vector one = v;
  flow.energy().first_variation(one, v);
  return v;
}

double convexity_of(const Space &space, const Vector &potential)
{
  const TensorGrid *grid = space.tensor_grid();
  if (grid == nullptr) return 0;
  for (unsigned d = 0; d < grid->dim; ++d)
    if (grid->direction[d].periodic) return 0;
  const double fine = SecondDifferences(*grid, potential, 1).least(),
               coarse = SecondDifferences(*grid, potential, 2).least();
  return fine - std::abs(fine - coarse);
}

}  // namespace gammaflow
