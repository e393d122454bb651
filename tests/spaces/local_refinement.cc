// SPDX-License-Identifier: LGPL-2.1-or-later
// Locally refined meshes: hanging nodes are no nodes of the space.
#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/hanging_nodes.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/spaces/dense_calculus.h>
#include <tests/spaces/local_meshes.h>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

// Weights that do not add up, that are those of the fine cells, or negative: then polynomials of degree 2p -
// 1 are not integrated exactly.
TEST(LocalRefinement, WeightsArePositiveAndExact)
{
  for (const unsigned dim : {2u, 3u})
    for (unsigned p = 1; p <= 4; ++p) {
      const auto space = make_space_from(refined_box(dim, p));
      ASSERT_GT(space->node_mesh().hanging.size(), 0u);
      EXPECT_GT(space->minimum(space->weights()), 0);
      EXPECT_LT(integration_error(*space, space->weights()), 1e-13) << dim << "D, degree " << p;
    }
}

// A mesh that is counted wrongly is refused or accepted wrongly; local refinement must not be lost by
// `level`.
TEST(LocalRefinement, CountsDescribesAndRefinesEvenly)
{
  for (const std::string &domain :
       {refined_box(2, 3), refined_box(3, 2), refined_disk(2), refined_box(3, 4), refined_disk(4)})
    for (const unsigned level : {0u, 1u}) {
      Parameters parameters;
      parameters.assign_all(domain, "test");
      const auto space = make_space(parameters, level);
      EXPECT_EQ(estimate_nodes(parameters, level), space->n_nodes()) << domain;
      if (level == 0) continue;
      const auto coarse = make_space(parameters, 0);
      EXPECT_NEAR(coarse->spacing() / space->spacing(), 2, domain == refined_disk(2) ? 0.2 : 0.1);
      EXPECT_NEAR(coarse->volume(), space->volume(), 1e-2);
    }
  EXPECT_EQ(make_space_from(refined_box(2, 1))->description(),
            "mesh 2D, 27 cells (21 of them refined locally), degree 1, 34 nodes, no-flux");
}

// Nested: a function of the space is one of the refined space, at every point the same; across hanging faces,
// too.
TEST(LocalRefinement, InterpolationIsExactAndContinuous)
{
  for (const std::string &domain :
       {refined_box(2, 1), refined_box(2, 3), refined_box(3, 2), refined_disk(3)}) {
    SCOPED_TRACE(domain);
    const auto coarse = make_space_from(domain), fine = make_space_from(domain, 2);
    const auto f = [](const Point &x) { return std::sin(5 * x[0] + 3 * x[1] - x[2]) + x[0]; };
    const Vector u = coarse->sample(f);
    Vector v = fine->zero();
    fine->interpolate(*coarse, u, v);
    const double curved = domain == refined_disk(3) ? 1e-3 : 1e-12;
    for (unsigned k = 0; k < 50; ++k) {
      Point x{};
      for (unsigned d = 0; d < coarse->dim(); ++d)
        x[d] = 0.25 + 0.5 * std::fmod(0.137 + 0.618034 * (k + 1) * (d + 1), 1.);
      EXPECT_NEAR(fine->evaluate(v, x), coarse->evaluate(u, x), curved);
    }
    if (curved > 1e-6) continue;
    // from both sides of what was the line x = 1/2
    for (const double y : {0.05, 0.31, 0.44, 0.58, 0.83}) {
      const Point left{{0.5 - 1e-9, y, 0}}, right{{0.5 + 1e-9, y, 0}};
      EXPECT_NEAR(coarse->evaluate(u, left), coarse->evaluate(u, right), 1e-7);
    }
  }
  const auto from = make_space_from(refined_box(2, 2)),
             other = make_space_from(refined_box(2, 2) + "; domain/refine where = 0.3 - y", 1);
  Vector v = other->zero();
  EXPECT_THROW(other->interpolate(*from, from->zero(), v), InputError);
}

// Polynomials of degree p belong to the space, hanging nodes or not: gradients of linear functions are exact,
// a jump at hanging faces would show.
TEST(LocalRefinement, LinearFunctionsHaveTheirGradient)
{
  for (const std::string &domain :
       {refined_box(2, 1), refined_box(2, 4), refined_box(3, 1), refined_box(3, 3)}) {
    SCOPED_TRACE(domain);
    const auto space = make_space_from(domain);
    const Vector x = space->sample([](const Point &y) { return y[0] - 2 * y[1]; });
    Vector g = x, Lx = x;
    space->gradients().product(x, x, g);
    for (const double value : g) EXPECT_NEAR(value, 5, 1e-10);
    const auto inside = space->at_boundary();
    space->laplacian().laplacian(x, Lx);
    for (std::size_t i = 0; i < space->n_nodes(); ++i)
      if (!inside[i]) EXPECT_NEAR(data(Lx)[i], 0, 1e-9) << i;
  }
}

// Boundary nodes that are taken from faces which one small cell alone has: at hanging faces, too.
TEST(LocalRefinement, BoundaryNodes)
{
  for (const std::string &domain : {refined_box(2, 2), refined_box(3, 1)}) {
    const auto space = make_space_from(domain);
    const auto boundary = space->at_boundary();
    for (std::size_t i = 0; i < space->n_nodes(); ++i) {
      bool at = false;
      for (unsigned d = 0; d < space->dim(); ++d)
        at = at || std::abs(space->nodes()[i][d] * (1 - space->nodes()[i][d])) < 1e-12;
      EXPECT_EQ(boundary[i], at) << domain;
    }
  }
}

// Of degree 2, values (0, 0, 1) interpolate to -1/8 at a quarter: the Onsager operator must stay positive
// semi-definite nevertheless, and its derivative must be that of what is applied.
TEST(LocalRefinement, MobilitiesStayNonNegative)
{
  for (const unsigned p : {2u, 4u}) {
    const auto space = make_space_from(refined_box(2, p));
    const Vector m = bump(*space);
    EXPECT_GT(negative_hanging_values(*space, m), 0u);
    const Eigen::MatrixXd A = weighted_matrix(*space, m);
    EXPECT_GT(lowest_eigenvalue(A), -1e-12) << p;
    EXPECT_LT((A - A.transpose()).cwiseAbs().maxCoeff(), 1e-12);
    EXPECT_LT((A - Eigen::MatrixXd(space->gradients().matrix(m))).cwiseAbs().maxCoeff(), 1e-10);
    Vector diagonal = m;
    space->gradients().diagonal(m, diagonal);
    diagonal.scale(space->weights());
    EXPECT_LT((as_eigen(diagonal) - A.diagonal()).cwiseAbs().maxCoeff(), 1e-10);
    const Vector x = space->sample([](const Point &y) { return std::sin(4 * y[0] + 7 * y[1]); }),
                 change = space->sample([](const Point &y) { return 1e-6 * (y[0] + y[1] * y[1]); });
    Vector before = x, after = x, derivative = x, moved = m;
    moved += change;
    space->gradients().apply(m, x, before);
    space->gradients().apply(moved, x, after);
    space->gradients().derivative(m, change, x, derivative);
    after -= before;
    after -= derivative;
    EXPECT_LT(after.linfty_norm(), 1e-8 * derivative.linfty_norm()) << p;
  }
}

// Each refusal names its key.
TEST(LocalRefinement, RefusesWhatCannotBeMeant)
{
  const auto refusal = [](const std::string &assignments) -> std::string {
    try {
      make_space_from(assignments);
    } catch (const InputError &error) {
      return error.what();
    }
    return "accepted";
  };
  const std::string square = refined_box(2, 2);
  for (const auto &[settings, words] : std::vector<std::pair<std::string, std::string>>{
           {square + "; domain/refine where = ", "does not say which cells"},
           {square + "; domain/local refinements = 0", "`local refinements` is 0"},
           {square + "; domain/refine where = -1", "positive in no cell"},
           {square + "; domain/refine where = x +", "refine where"},
           {square + "; domain/local refinements = 12; domain/refine where = 1; memory/limit = 100", "MiB"},
           {"domain/dimension = 2; domain/local refinements = 1", "box"}})
    EXPECT_NE(refusal(settings).find(words), std::string::npos) << settings << ": " << refusal(settings);
}
