// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/energies/interaction.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Parameters parameters_of(const std::string &settings)
{
  Parameters parameters;
  parameters.assign_all(settings, "test");
  return parameters;
}

/// The largest deviation of W * u from the sum over all pairs of nodes, relative to sums of |W u|.
double deviation(const std::string &domain, const std::string &W)
{
  const Parameters parameters = parameters_of(domain + "; energy/W = " + W);
  const auto space = make_space(parameters);
  const auto interaction = make_interaction(parameters, *space);
  const Expression formula(W, {"x", "y", "z", "r"}, {});
  const Vector u = space->sample([](const Point &x) { return 1 + std::sin(7 * x[0] + 3 * x[1] + x[2]); });
  Vector out = space->zero();
  interaction->apply(u, out);
  double worst = 0, scale = 0;
  for (std::size_t i = 0; i < space->n_nodes(); ++i) {
    double sum = 0, size_of_terms = 0;
    for (std::size_t j = 0; j < space->n_nodes(); ++j) {
      std::array<double, 4> d{};
      for (unsigned k = 0; k < space->dim(); ++k) {
        d[k] = space->nodes()[i][k] - space->nodes()[j][k];
        const double length = space->upper()[k] - space->lower()[k];
        if (space->periodic(k)) d[k] -= length * std::round(d[k] / length);
      }
      d[3] = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
      const double term = data(space->weights())[j] * formula.value(d.data()) * data(u)[j];
      sum += term;
      size_of_terms += std::abs(term);
    }
    worst = std::max(worst, std::abs(data(out)[i] - sum));
    scale = std::max(scale, size_of_terms);
  }
  return worst / scale;
}
}  // namespace

// Fourier transforms against the sum over pairs: potentials that grow to the far end of the domain (a wrapped
// image, a lost block or a wrong padding would show), that are not radial and not even in each coordinate
// (folded symbols would show), all kinds of boundaries, degrees and dimensions; graded cells with the matrix.
TEST(Interaction, AgreesWithTheSumOverPairs)
{
  for (const std::string degree : {"1", "2", "3", "5"})
    for (const std::string boundary : {"no-flux", "periodic"}) {
      const std::string box = "domain/boundary = " + boundary + "; domain/degree = " + degree;
      for (const std::string W : {"r^2 - r", "exp(-3*r^2)", "cos(6.283185307179586*x)"})
        for (const std::string cells : {"3", "7", "24"})
          EXPECT_LT(deviation(box + "; domain/lower = 0.3; domain/upper = 1.9; domain/cells = " + cells, W),
                    1e-14)
              << box << ", " << W;
      for (const std::string W : {"r^2*exp(-x^2)", "cos(6.283185307179586*(x-y))", "(x - 2*y)^2"})
        for (const std::string cells : {"3, 4", "4, 3", "5, 5"})
          EXPECT_LT(deviation(box + "; domain/dimension = 2; domain/cells = " + cells, W), 1e-14)
              << box << ", " << W;
    }
  for (const std::string W : {"r^2", "(x - 2*y + z)^2*exp(-r^2)"})
    for (const std::string degree : {"1", "2"})
      EXPECT_LT(
          deviation("domain/dimension = 3; domain/boundary = no-flux, periodic, no-flux; domain/cells = "
                    "3, 4, 2; domain/degree = " +
                        degree,
                    W),
          1e-14)
          << W;
  EXPECT_LT(deviation("domain/cells = 9; domain/grading = 3", "r^2 - r"), 1e-14);
}

// 66049 nodes within a limit of memory that a matrix of 2900 nodes exceeds; the matrix is refused.
TEST(Interaction, UniformBoxesNeedNoMatrix)
{
  const std::string large =
      "domain/dimension = 2; domain/cells = 256; domain/degree = 1; energy/W = r^2; "
      "memory/limit = 64";
  const Parameters parameters = parameters_of(large);
  const auto space = make_space(parameters);
  const auto interaction = make_interaction(parameters, *space);
  Vector one = space->zero(), out = one;
  one = 1.;
  interaction->apply(one, out);  // the second moment of the square about its corner
  EXPECT_NEAR(data(out)[0], 2. / 3., 1e-4);

  const Parameters graded = parameters_of(large + "; domain/grading = 2");
  try {
    make_interaction(graded, *make_space(graded));
    FAIL() << "a matrix of 33 GiB";
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find("dense matrix"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("equal cells"), std::string::npos) << error.what();
  }
}

TEST(Interaction, NoPotentialNoInteraction)
{
  const Parameters parameters = parameters_of("energy/W = 0.0");
  EXPECT_EQ(make_interaction(parameters, *make_space(parameters)), nullptr);
}
