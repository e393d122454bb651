// SPDX-License-Identifier: LGPL-2.1-or-later
// Functions at the nodes of another degree on the same cells.
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/space.h>

#include <gtest/gtest.h>

#include "tests/spaces/local_meshes.h"
#include <cmath>
#include <set>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Parameters with(const std::string &settings, unsigned degree)
{
  Parameters p;
  p.assign_all(settings + "; domain/degree = " + std::to_string(degree), "test");
  return p;
}

/// u at the other nodes is what the function of the elements is there; and the other space has the same
/// volume, and few of the nodes.
void expect_the_same_function(const Space &space)
{
  SCOPED_TRACE(space.description());
  const auto between = space.between_nodes();
  EXPECT_NE(between->degree(), space.degree());
  EXPECT_NEAR(between->volume(), space.volume(), 1e-3 * space.volume());
  const Vector u =
      space.sample([](const Point &x) { return std::sin(3 * x[0] + 1) * std::cos(2 * x[1]) + x[2]; });
  Vector there = between->zero();
  between->interpolate(space, u, there);
  const std::set<Point> own(space.nodes().begin(), space.nodes().end());
  std::size_t shared = 0;
  for (std::size_t i = 0; i < between->n_nodes(); ++i) {
    const Point &x = between->nodes()[i];
    shared += own.count(x);
    EXPECT_NEAR(data(there)[i], space.evaluate(u, x), 1e-9);
  }
  if (space.degree() > 1) EXPECT_LT(shared, 0.6 * double(space.n_nodes()));
}
}  // namespace

TEST(BetweenNodes, TheSameFunction)
{
  for (const unsigned degree : {1u, 2u, 4u, 8u})
    for (const char *domain :
         {"domain/dimension = 2; domain/cells = 3, 4; domain/boundary = no-flux, periodic",
          "domain/dimension = 2; domain/cells = 3, 4; domain/grading = 3, 1",
          "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk; domain/lower = -1; "
          "domain/mesh refinements = 1"})
      expect_the_same_function(*make_space(with(domain, degree)));
  expect_the_same_function(*make_space(
      with("domain/dimension = 3; domain/shape = mesh; domain/mesh generator = box; domain/cells = 2", 2)));
}

// Where nodes hang, those of the other degree hang elsewhere.
TEST(BetweenNodes, OnLocallyRefinedMeshes)
{
  for (const unsigned dim : {2u, 3u})
    for (const unsigned degree : {1u, 3u})
      expect_the_same_function(*make_space(with(refined_box(dim, degree), degree)));
}

// The L2 norm of what linear elements leave of x^2, which is nothing at their own nodes: each cell has
// int ((x - a)(b - x))^2 = h^5/30. Must fail: the norm of nodal values.
TEST(BetweenNodes, SeeWhatNodesDoNot)
{
  const auto space = make_space(with("domain/cells = 5", 1)), between = space->between_nodes();
  const auto square = [](const Point &x) { return x[0] * x[0]; };
  Vector difference = between->zero();
  between->interpolate(*space, space->sample(square), difference);
  difference -= between->sample(square);
  EXPECT_NEAR(between->norm(difference), 0.04 / std::sqrt(30.), 1e-14);
}
