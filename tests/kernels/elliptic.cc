// SPDX-License-Identifier: LGPL-2.1-or-later
// The exponential kernel on a line as an elliptic problem.
#include <gammaflow/kernels/kernel_operator.h>

#include <gtest/gtest.h>

#include "tests/support/kernel_checks.h"
#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>

namespace gammaflow::testing
{
namespace
{
std::shared_ptr<const KernelOperator> laplace(const std::string &operator_name, double bandwidth,
                                              const std::shared_ptr<const Space> &space,
                                              const std::string &normalization = "unit integral")
{
  return make_kernel_operator(kernel_parameters({"Laplace", "kernel/normalization = " + normalization},
                                                bandwidth, "kernel/operator = " + operator_name),
                              "kernel", space);
}

/// int_0^1 exp(-|x - z|/l)/(2 l) cos(w z) dz, the solution of y - l^2 y'' = cos(w x), l y' = y at 0, l y' =
/// -y at 1.
double smoothed_cosine(double x, double w, double l)
{
  const double c = 1 / (1 + l * l * w * w);
  return c * (std::cos(w * x) - std::exp(-x / l) / 2 +
              (l * w * std::sin(w) - std::cos(w)) / 2 * std::exp((x - 1) / l));
}

/// The largest error at the vertices, and at all nodes.
std::pair<double, double> errors(const std::string &operator_name, unsigned degree, unsigned cells,
                                 const std::string &grading)
{
  const double w = 5, l = 0.2;
  const auto space = make_space_from("domain/cells = " + std::to_string(cells) + "; domain/degree = " +
                                     std::to_string(degree) + "; domain/grading = " + grading);
  const Vector u = space->sample([=](const Point &x) { return std::cos(w * x[0]); });
  Vector y = u;
  laplace(operator_name, l, space)->apply(u, y);
  std::pair<double, double> result{0, 0};
  for (std::size_t i = 0; i < size(y); ++i) {
    const double error = std::abs(data(y)[i] - smoothed_cosine(space->nodes()[i][0], w, l));
    result.second = std::max(result.second, error);
    if (i % degree == 0) result.first = std::max(result.first, error);
  }
  return result;
}
}  // namespace

// Against the integral in closed form, order 2p at the vertices: an end that is not Robin's, a mass or a
// length that is not squared. Sums over nodes keep order 2 where their kink is within a cell.
TEST(EllipticKernel, OrdersAgainstTheClosedForm)
{
  for (const std::string grading : {"1", "2.5"})
    for (unsigned p = 1; p <= 4; ++p) {
      const unsigned cells = p < 3 ? 16 : 6;
      const auto coarse = errors("elliptic", p, cells, grading),
                 fine = errors("elliptic", p, 2 * cells, grading);
      std::cout << "  degree " << p << ", grading " << grading << ": orders "
                << std::log2(coarse.first / fine.first) << " at vertices (" << fine.first << "), "
                << std::log2(coarse.second / fine.second) << " at nodes (" << fine.second << "); sums "
                << errors("dense", p, 2 * cells, grading).second << "\n";
      EXPECT_NEAR(std::log2(coarse.first / fine.first), 2 * p, 0.35) << p << ", " << grading;
      EXPECT_GT(std::log2(coarse.second / fine.second), std::min(2 * p, p + 1) - 0.35)
          << p << ", " << grading;
      if (p > 1) EXPECT_GT(errors("dense", p, 2 * cells, grading).second, 10 * fine.second);
    }
}

// Constants far from the walls, whatever the bandwidth is: sums over 1025 nodes are wrong by .16 % at a
// bandwidth of 7.2 spacings, and by 4 times the spacing at a tenth of one.
TEST(EllipticKernel, NeedsNoResolvedBandwidth)
{
  const auto space = make_space_from("domain/cells = 1024; domain/degree = 1");
  const Vector one = space->sample([](const Point &) { return 1.; });
  Vector y = one;
  const auto error = [&](const std::string &name, double spacings) {
    laplace(name, spacings / 1024, space)->apply(one, y);
    return std::abs(data(y)[512] - 1);
  };
  EXPECT_NEAR(error("dense", 7.2), 1.6e-3, 1e-4);
  for (const double spacings : {7.2, 1., 0.1}) EXPECT_LT(error("elliptic", spacings), 1e-13);
  EXPECT_GT(error("dense", 0.1), 3);
}

// At a wall half of a constant is lost. Degree 1 leaves D/(r + D), r = l/h, D = sqrt(r^2 + 1/4): 0.836 at a
// tenth of the spacing. The declared bandwidth is where the error of constants is one percent, over all nodes
// and for each degree: an operator that calls itself resolved where it is not would fail.
TEST(EllipticKernel, WallsNeedAResolvedBandwidth)
{
  const auto error = [](const std::shared_ptr<const Space> &space, double l, double &wall) {
    const Vector one = space->sample([](const Point &) { return 1.; });
    Vector y = one;
    laplace("elliptic", l, space)->apply(one, y);
    wall = data(y)[0];
    double worst = 0;
    for (std::size_t i = 0; i < size(y); ++i) {
      const double x = space->nodes()[i][0];
      worst = std::max(worst, std::abs(data(y)[i] - 1 + (std::exp(-x / l) + std::exp((x - 1) / l)) / 2));
    }
    return worst;
  };
  const auto smallest = [](const Space &space) {
    return smallest_resolved_bandwidth(kernel_parameters({"Laplace", "kernel/operator = elliptic"}, 0.1),
                                       "kernel", space);
  };
  double wall = 0;
  const auto linear = make_space_from("domain/cells = 64; domain/degree = 1");
  for (const double r : {2., 1., 0.5, 0.1}) {
    const double d = std::sqrt(r * r + 0.25), worst = error(linear, r / 64, wall);
    EXPECT_NEAR(wall, d / (r + d), 1e-12) << r;
    EXPECT_EQ(worst > 0.01, r / 64 < smallest(*linear)) << r;
  }
  EXPECT_NEAR(wall, 0.836, 5e-4);
  const double root = std::sqrt(12.5);  // r + D where the wall is wrong by 0.01
  EXPECT_NEAR(64 * smallest(*linear) / ((root - 0.25 / root) / 2), 1.005, 0.0051);
  for (const unsigned p : {1, 2, 3, 4, 6}) {
    const std::string box = "domain/cells = 64; domain/degree = " + std::to_string(p);
    const auto space = make_space_from(box);
    const double l = smallest(*space);
    std::cout << "  degree " << p << ": resolved from " << 64 * l << " cells on\n";
    for (const double factor : {1., 1.2, 2., 4.}) EXPECT_LT(error(space, factor * l, wall), 0.01) << p;
    for (const double factor : {0.98, 0.5}) EXPECT_GT(error(space, factor * l, wall), 0.01) << p;
    EXPECT_EQ(smallest(*make_space_from(box + "; domain/boundary = periodic")), 0);
  }
}

// Symmetric, positive definite, with its inverse, its diagonal, and (degree 1) without negative entries. In a
// period it is (1 + l^2 L)^-1, which another operator applies.
TEST(EllipticKernel, AlgebraOfTheOperator)
{
  for (const std::string box :
       {"domain/cells = 12; domain/degree = 1", "domain/cells = 5; domain/degree = 3; domain/upper = 2",
        "domain/cells = 9; domain/degree = 2; domain/grading = 4", "domain/cells = 1; domain/degree = 2",
        "domain/cells = 7; domain/degree = 1; domain/boundary = periodic",
        "domain/cells = 4; domain/degree = 3; domain/boundary = periodic"}) {
    const auto space = make_space_from(box);
    const auto op = laplace("elliptic", 0.15, space, "as given");
    const Eigen::MatrixXd matrix = matrix_of(*op);
    EXPECT_LT(asymmetry(matrix, *space), 1e-14) << box;
    EXPECT_GT(smallest_eigenvalue(matrix, *space), 0) << box;
    EXPECT_LT(diagonal_error(*op, matrix), 1e-14) << box;
    if (space->degree() == 1) EXPECT_GT(matrix.minCoeff(), 0) << box;
    const Vector x = space->sample([](const Point &p) { return std::sin(7 * p[0]) + 0.2; });
    Vector y = x, back = x;
    op->apply(x, y);
    op->apply_inverse(y, back);
    for (std::size_t i = 0; i < size(x); ++i) EXPECT_NEAR(data(back)[i], data(x)[i], 1e-12) << box;
    if (!space->periodic(0)) continue;
    space->laplacian().prepare(SpectralFunction::matern(0.15, 1))->apply(x, back);
    for (std::size_t i = 0; i < size(x); ++i)  // 2 a l
      EXPECT_NEAR(data(y)[i], 0.3 * data(back)[i], 1e-13) << box;
  }
}

// Must fail: with ends that let nothing through it is another kernel.
TEST(EllipticKernel, FreeEndsAreAnotherKernel)
{
  const auto space = make_space_from("domain/cells = 64; domain/degree = 2");
  const Vector u = space->sample([](const Point &x) { return std::cos(5 * x[0]); });
  Vector y = u;
  space->laplacian().prepare(SpectralFunction::matern(0.2, 1))->apply(u, y);
  EXPECT_GT(std::abs(data(y)[0] - smoothed_cosine(0, 5, 0.2)), 0.1);
}

// What it does not serve is refused with the reason.
TEST(EllipticKernel, Refusals)
{
  const auto refusal = [](const std::string &name, const std::string &box) {
    try {
      make_kernel_operator(kernel_parameters({name, ""}, 0.1, "kernel/operator = elliptic"), "kernel",
                           make_space_from(box));
    } catch (const InputError &error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(refusal("Laplace", "domain/dimension = 2; domain/cells = 4").find("not an interval"),
            std::string::npos);
  EXPECT_NE(refusal("Matern 3/2", "domain/cells = 4").find("second order"), std::string::npos);
  EXPECT_NE(refusal("Gaussian", "domain/cells = 4").find("second order"), std::string::npos);
}
}  // namespace gammaflow::testing
