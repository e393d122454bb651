// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel_operator.h>

#include <gtest/gtest.h>

#include "tests/support/kernel_checks.h"
#include "tests/support/spaces.h"
#include <string>

namespace gammaflow::testing
{
namespace
{
std::string backend(const std::string &name, double bandwidth, const std::string &box,
                    const std::string &settings = "")
{
  return make_kernel_operator(kernel_parameters({name, settings}, bandwidth), "kernel", make_space_from(box))
      ->backend();
}

std::string refusal(const std::string &name, const std::string &box, const std::string &settings)
{
  try {
    backend(name, 0.1, box, settings);
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}

bool begins(const std::string &text, const std::string &with)
{
  return text.rfind(with, 0) == 0;
}

// Catches a choice that takes N^2 memory where an O(N) backend serves.
TEST(Choice, TakesTheFastestThatServes)
{
  const std::string uniform = "domain/dimension = 2; domain/cells = 40; domain/degree = 2";
  const std::string graded = uniform + "; domain/grading = 3";
  EXPECT_TRUE(begins(backend("intrinsic Gaussian", 0.1, uniform), "calculus"));
  EXPECT_TRUE(begins(backend("intrinsic Matern", 0.1, graded), "calculus"));
  EXPECT_TRUE(begins(backend("Laplace", 0.1, uniform), "fft"));
  EXPECT_TRUE(begins(backend("Laplace", 0.1, graded), "dense"));
  EXPECT_TRUE(begins(backend("Gaussian", 0.1, graded), "separable"));
  EXPECT_TRUE(begins(backend("Wendland C2", 0.03, uniform), "sparse"));
  EXPECT_TRUE(begins(backend("Wendland C2", 0.3, uniform), "fft"));
  EXPECT_TRUE(begins(backend("Wendland C2", 0.1, graded), "sparse"));
}

// Each refusal says what was given, why, and what serves instead.
TEST(Choice, RefusesWithReasons)
{
  const std::string uniform = "domain/cells = 20", graded = "domain/cells = 20; domain/grading = 3";
  EXPECT_NE(refusal("Laplace", uniform, "kernel/operator = separable").find("only the Gaussian"),
            std::string::npos);
  EXPECT_NE(refusal("Laplace", graded, "kernel/operator = fft").find("equal size"), std::string::npos);
  EXPECT_NE(
      refusal("Gaussian", uniform, "kernel/operator = calculus").find("not a function of the Laplacian"),
      std::string::npos);
  EXPECT_NE(refusal("intrinsic Gaussian", uniform, "kernel/operator = fft").find("calculus ("),
            std::string::npos);
  EXPECT_NE(refusal("Gaussian", uniform, "kernel/tolerance = 0").find("'tolerance'"), std::string::npos);
  EXPECT_NE(refusal("inverse multiquadric", "domain/boundary = periodic", "kernel/normalization = as given")
                .find("too slowly"),
            std::string::npos);
}

// Catches an allocation before the estimate: 10^6 nodes squared are 7.3 TiB.
TEST(Choice, RefusesMemoryBeforeAllocation)
{
  const std::string large = "domain/dimension = 2; domain/cells = 250; domain/degree = 4";
  const std::string message = refusal("Gaussian", large, "kernel/operator = dense");
  EXPECT_NE(message.find("MiB"), std::string::npos) << message;
  EXPECT_NE(message.find("fft ("), std::string::npos) << message;
  EXPECT_NE(message.find("'memory', key 'limit'"), std::string::npos) << message;
  const std::string none = refusal("Laplace", large + "; domain/grading = 2", "");
  EXPECT_NE(none.find("uniform box"), std::string::npos) << none;
  const std::string sparse = refusal("Laplace", large, "kernel/operator = sparse; kernel/bandwidth = 1");
  EXPECT_NE(sparse.find("fft ("), std::string::npos) << sparse;
}

/// The largest error of Kf on a smooth wave of a periodic box, relative to int k.
double error_on_a_wave(const KernelCase &c, double bandwidth, const std::shared_ptr<const Space> &space)
{
  const auto op = make_kernel_operator(kernel_parameters(c, bandwidth), "kernel", space);
  const auto &kernel = dynamic_cast<const RadialKernel &>(op->kernel());
  constexpr double w = 2 * 3.14159265358979323846;
  const Vector xi = space->sample([&](const Point &p) { return std::cos(w * p[0] + 0.3); });
  Vector y = space->zero();
  op->apply(xi, y);
  return (as_eigen(y) - kernel.fourier(w) * as_eigen(xi)).cwiseAbs().maxCoeff() / kernel.integral();
}

// The declared resolution is where the sum over the nodes errs by one percent on smooth functions, for each
// kernel and degree: not more at that bandwidth, and clearly more at half of it.
TEST(Choice, SmallestResolvedBandwidthIsWhereTheSumBreaksDown)
{
  for (const auto &[dim, cells, degree] : std::vector<std::array<unsigned, 3>>{
           {1, 64, 1}, {1, 40, 2}, {1, 30, 3}, {1, 20, 4}, {1, 12, 8}, {2, 24, 1}, {2, 12, 2}}) {
    const auto space = make_box(dim, cells, degree, true);
    for (const auto &c : all_kernels(true)) {
      const double smallest = smallest_resolved_bandwidth(kernel_parameters(c, 0.1), "kernel", *space);
      const std::string what = c.name + ", " + space->description() +
                               ", sigma/spacing = " + std::to_string(smallest / space->spacing());
      if (c.name.rfind("intrinsic", 0) == 0) {
        EXPECT_EQ(smallest, 0);
        continue;
      }
      EXPECT_LT(error_on_a_wave(c, smallest, space), 0.013) << what;
      EXPECT_GT(error_on_a_wave(c, 0.5 * smallest, space), 0.013) << what;
      RecordProperty(what, "");
    }
  }
}
}  // namespace
}  // namespace gammaflow::testing
