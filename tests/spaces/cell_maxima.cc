// SPDX-License-Identifier: LGPL-2.1-or-later
// Cells within which a mobility is not resolved.
#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The largest value in the cells of [0, 1]^dim that a node belongs to, by looking at all of them.
Vector by_search(const Space &space, const Vector &m, unsigned cells, bool periodic)
{
  Vector result = m;
  const auto &nodes = space.nodes();
  const auto shares = [&](const Point &x, const Point &y) {
    for (unsigned d = 0; d < space.dim(); ++d) {
      bool found = false;
      for (unsigned c = 0; c < cells; ++c) {
        const auto in = [&](double z) {
          const double low = double(c) / cells - 1e-9, high = double(c + 1) / cells + 1e-9;
          return (z > low && z < high) || (periodic && c + 1 == cells && z < 1e-9);
        };
        found = found || (in(x[d]) && in(y[d]));
      }
      if (!found) return false;
    }
    return true;
  };
  for (std::size_t i = 0; i < nodes.size(); ++i)
    for (std::size_t j = 0; j < nodes.size(); ++j)
      if (shares(nodes[i], nodes[j])) data(result)[i] = std::max(data(result)[i], data(m)[j]);
  return result;
}
}  // namespace

// A cell that is left out, a node of a neighbour that is taken in, the first node of a periodic direction.
TEST(CellMaxima, AreThoseOfTheCellsOfANode)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const unsigned degree : {2u, 3u})
      for (const bool periodic : {false, true}) {
        const unsigned cells = 3;
        const auto space = make_box(dim, cells, degree, periodic);
        const Vector m = space->sample([](const Point &x) {
          return std::exp(60 * std::sin(5 * x[0] + 3 * x[1] * x[1] + 7 * x[2] + 1));
        });
        Vector largest;
        ASSERT_TRUE(space->gradients().cell_maxima(m, largest));
        const Vector expected = by_search(*space, m, cells, periodic);
        for (std::size_t i = 0; i < size(m); ++i)
          EXPECT_EQ(data(largest)[i], data(expected)[i]) << dim << ", node " << i;
      }
}

// What is resolved stays as it is, to the last bit, and so does degree 1.
TEST(CellMaxima, NothingIsFoundWhereCellsAreShortEnough)
{
  const auto steep = [](const Point &x) { return std::exp(-100 * x[0]); };
  Vector largest;
  for (const unsigned cells : {4u, 20u}) {
    const auto space = make_box(2, cells, 4);
    EXPECT_EQ(space->gradients().cell_maxima(space->sample(steep), largest), cells == 4);
  }
  const auto linear = make_box(2, 4, 1);
  EXPECT_FALSE(linear->gradients().cell_maxima(linear->sample(steep), largest));
}
