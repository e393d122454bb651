// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/kernels/backend_choice.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <gtest/gtest.h>

#include "tests/support/kernel_checks.h"
#include "tests/support/spaces.h"
#include <memory>
#include <vector>

namespace gammaflow::testing
{
namespace
{
/// Boxes of every kind: each degree, anisotropic, periodic in some or all directions, graded.
const std::vector<std::string> boxes = {
    "domain/cells = 40; domain/degree = 1",
    "domain/cells = 17; domain/degree = 2; domain/lower = -1; domain/upper = 2",
    "domain/cells = 12; domain/degree = 3",
    "domain/cells = 11; domain/degree = 4",
    "domain/cells = 7; domain/degree = 8",
    "domain/cells = 1; domain/degree = 5",
    "domain/cells = 31; domain/degree = 1; domain/boundary = periodic",
    "domain/cells = 9; domain/degree = 4; domain/boundary = periodic",
    "domain/cells = 5; domain/degree = 8; domain/boundary = periodic",
    "domain/cells = 12; domain/degree = 3; domain/grading = 6",
    "domain/dimension = 2; domain/cells = 11, 8; domain/degree = 1; domain/upper = 1, 0.7",
    "domain/dimension = 2; domain/cells = 5, 4; domain/degree = 2; domain/boundary = periodic, no-flux",
    "domain/dimension = 2; domain/cells = 3, 4; domain/degree = 3; domain/boundary = no-flux, periodic",
    "domain/dimension = 2; domain/cells = 3, 2; domain/degree = 4",
    "domain/dimension = 2; domain/cells = 9, 8; domain/degree = 1; domain/boundary = periodic",
    "domain/dimension = 2; domain/cells = 5, 4; domain/degree = 2; domain/grading = 3, 0.5",
    "domain/dimension = 3; domain/cells = 4, 5, 3; domain/degree = 1; domain/upper = 1, 1.3, 0.8",
    "domain/dimension = 3; domain/cells = 3, 2, 2; domain/degree = 2",
    "domain/dimension = 3; domain/cells = 2, 2, 2; domain/degree = 2; domain/boundary = periodic, no-flux, "
    "periodic",
    "domain/dimension = 3; domain/cells = 2, 1, 1; domain/degree = 3; domain/grading = 2, 1, 1",
};

bool periodic(const Space &space)
{
  return space.periodic(0) || space.periodic(1) || space.periodic(2);
}

std::shared_ptr<const KernelOperator> build(const KernelCase &kernel, double bandwidth,
                                            const std::string &settings,
                                            const std::shared_ptr<const Space> &space)
{
  return make_kernel_operator(kernel_parameters(kernel, bandwidth, settings), "kernel", space);
}

/// sweep(kernel, bandwidth, space, description) over all boxes, kernels, narrow and wide.
template <class Sweep>
void for_all(const Sweep &sweep)
{
  for (const auto &box : boxes) {
    const auto space = make_space_from(box);
    for (const auto &kernel : all_kernels(periodic(*space)))
      for (const double bandwidth : {0.11, 0.6})
        sweep(kernel, bandwidth, space,
              kernel.name + ", " + kernel.settings + ", bandwidth " + std::to_string(bandwidth) + ", " + box);
  }
}

// The contract of every backend: it is the dense matrix. Catches a wrong embedding, a wrong node type, a
// forgotten weight, a missing image, a wrong diagonal.
TEST(Operators, AgreeWithTheDenseOracle)
{
  unsigned compared = 0;
  for_all([&](const KernelCase &c, double bandwidth, const auto &space, const std::string &what) {
    const auto oracle = build(c, bandwidth, "kernel/operator = dense", space);
    const Eigen::MatrixXd expected = matrix_of(*oracle);
    EXPECT_LT(asymmetry(expected, *space), 1e-12) << what;
    EXPECT_GT(smallest_eigenvalue(expected, *space), -1e-12) << what;
    EXPECT_LT(diagonal_error(*oracle, expected), 1e-14) << what;
    for (const std::string backend : {"separable", "fft", "sparse", "calculus"}) {
      if (!why_not(backend, oracle->kernel(), *space).empty()) continue;
      const auto fast = build(c, bandwidth, "kernel/operator = " + backend, space);
      const Eigen::MatrixXd actual = matrix_of(*fast);
      EXPECT_EQ(fast->backend().rfind(backend, 0), 0u) << fast->backend();
      EXPECT_LE(relative_difference(actual, expected), std::max(fast->accuracy(), oracle->accuracy()))
          << fast->backend() << ", " << what;
      EXPECT_LT(asymmetry(actual, *space), 1e-12) << fast->backend() << ", " << what;
      EXPECT_LT(diagonal_error(*fast, expected), std::max(1e-11, fast->accuracy()))
          << fast->backend() << what;
      EXPECT_EQ(fast->has_inverse(), oracle->has_inverse()) << what;
      ++compared;
    }
  });
  EXPECT_GT(compared, 500u);
}

// Catches an inverse that is not one: Kf^-1 Kf = 1 where the backend offers it.
TEST(Operators, InversesUndo)
{
  for_all([&](const KernelCase &c, double bandwidth, const auto &space, const std::string &what) {
    const auto op = build(c, bandwidth, "", space);
    Vector x = space->sample([](const Point &p) { return std::cos(3 * p[0] + 2 * p[1] - p[2]); });
    Vector y = space->zero(), back = space->zero();
    op->apply(x, y);
    if (!op->has_inverse()) {
      EXPECT_THROW(op->apply_inverse(y, back), std::logic_error);
      return;
    }
    op->apply_inverse(y, back);
    const auto &kernel = dynamic_cast<const IntrinsicKernel &>(op->kernel());
    const double round_off = 1e-14 * kernel.inverse_symbol().g(space->laplacian().largest_eigenvalue());
    EXPECT_LT((as_eigen(back) - as_eigen(x)).cwiseAbs().maxCoeff(), round_off) << what;
    if (op->differential_inverse()) {
      const auto direct = space->laplacian().prepare(*op->differential_inverse());
      Vector other = space->zero();
      direct->apply(y, other);
      EXPECT_LT((as_eigen(back) - as_eigen(other)).cwiseAbs().maxCoeff(), round_off) << what;
    }
  });
}

// Intrinsic kernels conserve mass and reproduce constants; the boundary option leaves them alone.
TEST(Operators, IntrinsicKernelsConserveMass)
{
  for_all([&](const KernelCase &c, double bandwidth, const auto &space, const std::string &what) {
    if (c.name.rfind("intrinsic", 0) != 0) return;
    const auto op = build(c, bandwidth, "kernel/boundary = sinkhorn", space);
    EXPECT_LT(constants_error(*op), 1e-12) << what;
    Vector x = space->sample([](const Point &p) { return std::exp(p[0] - p[1] + 2 * p[2]); }),
           y = space->zero();
    op->apply(x, y);
    EXPECT_NEAR(space->integrate(y) / space->integrate(x), 1, 1e-12) << what;
  });
}

// Sinkhorn: constants are reproduced to round-off. Both stay symmetric and positive. Catches a factor on one
// side only.
TEST(Operators, BoundaryNormalizations)
{
  for_all([&](const KernelCase &c, double bandwidth, const auto &space, const std::string &what) {
    if (c.name.rfind("intrinsic", 0) == 0) return;
    const auto plain = build(c, bandwidth, "", space);
    const Eigen::MatrixXd k = matrix_of(*plain);
    const Eigen::VectorXd q = k.rowwise().sum();
    const auto sinkhorn = build(c, bandwidth, "kernel/boundary = sinkhorn", space);
    EXPECT_LT(constants_error(*sinkhorn), 2e-13) << what;
    const auto symmetric = build(c, bandwidth, "kernel/boundary = symmetric", space);
    const Eigen::VectorXd d = q.cwiseSqrt().cwiseInverse();
    EXPECT_LT(relative_difference(matrix_of(*symmetric), d.asDiagonal() * k * d.asDiagonal()), 1e-12) << what;
    for (const auto &op : {sinkhorn, symmetric}) {
      const Eigen::MatrixXd a = matrix_of(*op);
      EXPECT_LT(asymmetry(a, *space), 1e-12) << what;
      EXPECT_LT(diagonal_error(*op, a), 1e-11) << what;
      EXPECT_GT(smallest_eigenvalue(a, *space), -1e-12) << what;
    }
  });
}

// Truncated storage of a kernel without compact support states what it leaves out, and keeps the statement.
TEST(Operators, TruncatedSparseKeepsItsStatedAccuracy)
{
  for (const auto &box : {boxes[0], boxes[7], boxes[9], boxes[11]})
    for (const std::string tolerance : {"1e-3", "1e-6"}) {
      const auto space = make_space_from(box);
      const KernelCase laplace{"Laplace", ""};
      const auto sparse =
          build(laplace, 0.05, "kernel/operator = sparse; kernel/tolerance = " + tolerance, space);
      const auto oracle = build(laplace, 0.05, "kernel/operator = dense", space);
      const double difference = relative_difference(matrix_of(*sparse), matrix_of(*oracle));
      EXPECT_LE(difference, sparse->accuracy()) << box;
      EXPECT_GT(difference, 1e-4 * sparse->accuracy()) << box << ": the bound says nothing";
      EXPECT_LT(sparse->memory(), oracle->memory() * 2);
    }
}

// The same input gives the same bits: plans do not depend on timing, sums not on the number of threads.
TEST(Operators, SameBitsInEveryRunAndWithAnyNumberOfThreads)
{
  const unsigned before = number_of_threads();
  for (const std::string box : {"domain/dimension = 2; domain/cells = 60, 50; domain/degree = 1",
                                "domain/dimension = 2; domain/cells = 20, 30; domain/degree = 3",
                                "domain/dimension = 3; domain/cells = 16; domain/degree = 1"}) {
    const auto space = make_space_from(box);
    const Vector x = space->sample([](const Point &p) { return std::sin(9 * p[0]) + p[1] * p[2] - p[1]; });
    for (const std::string name : {"fft", "sparse"}) {
      std::vector<Vector> results;
      for (const unsigned threads : {1u, 2u, 1u}) {
        set_threads(threads);
        const auto op = build({"Wendland C2", ""}, 0.2, "kernel/operator = " + name, space);
        results.push_back(space->zero());
        op->apply(x, results.back());
      }
      for (const auto &result : results) EXPECT_TRUE(as_eigen(result) == as_eigen(results[0])) << name << box;
    }
  }
  set_threads(before);
}

// Kf xi = xi + m2/2 lap xi + O(sigma^4) for a smooth xi that vanishes near the boundary: the operator is a
// mollifier with the second moment that the kernel declares. Catches a kernel or an operator that is scaled
// in sigma.
TEST(Operators, MollifyWithTheSecondMoment)
{
  // The kink of the Laplace kernel costs (h/sigma)^2/12 in the sum over the nodes.
  const auto fine = make_space_from("domain/cells = 20000; domain/degree = 1");
  const auto smooth = make_space_from("domain/cells = 40; domain/degree = 8");
  constexpr double width = 0.08;
  const auto bump = [](double x) { return std::exp(-0.5 * std::pow((x - 0.5) / width, 2)); };
  for (const auto &c : all_kernels()) {
    if (c.settings.find("as given") != std::string::npos) continue;
    const auto moment = [](const Kernel &kernel) {
      const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel);
      return intrinsic ? intrinsic->second_moment()
                       : dynamic_cast<const RadialKernel &>(kernel).second_moment();
    };
    const auto &space = c.name.rfind("intrinsic", 0) == 0 ? smooth : fine;
    const Vector xi = space->sample([&](const Point &p) { return bump(p[0]); });
    const Vector lap = space->sample([&](const Point &p) {
      return bump(p[0]) * (std::pow((p[0] - 0.5) / width, 2) - 1) / (width * width);
    });
    const double unit = moment(*make_kernel(kernel_parameters(c, 1), "kernel", 1));
    std::vector<double> errors;
    for (const double deviation : {0.02, 0.01}) {
      const auto op = build(c, deviation / std::sqrt(unit), "", space);
      Vector y = space->zero();
      op->apply(xi, y);
      const double m2 = moment(op->kernel());
      EXPECT_NEAR(m2, deviation * deviation, 1e-4 * m2);
      const Eigen::VectorXd remainder = as_eigen(y) - as_eigen(xi) - 0.5 * m2 * as_eigen(lap);
      errors.push_back(remainder.norm() / (0.5 * m2 * as_eigen(lap).norm()));
    }
    EXPECT_LT(errors[1], 0.1) << c.name << " " << c.settings;
    EXPECT_NEAR(std::log2(errors[0] / errors[1]), 2, 0.35) << c.name << " " << c.settings;
  }
}
}  // namespace
}  // namespace gammaflow::testing
