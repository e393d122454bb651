// Cells within which a mobility is not resolved.
#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>
#include <string>

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

// The same on a mesh of the same cells; where cells meet at hanging nodes, both find the large values.
TEST(CellMaxima, OfMeshes)
{
  const auto steep = [](const Point &x) { return std::exp(60 * std::sin(5 * x[0] + 3 * x[1] * x[1] + 1)); };
  const std::string square = "domain/dimension = 2; domain/degree = 3; domain/cells = 3",
                    mesh = "; domain/shape = mesh; domain/mesh generator = box";
  const auto box = make_space_from(square), same = make_space_from(square + mesh);
  Vector of_box, of_mesh;
  ASSERT_TRUE(box->gradients().cell_maxima(box->sample(steep), of_box));
  ASSERT_TRUE(same->gradients().cell_maxima(same->sample(steep), of_mesh));
  for (std::size_t i = 0; i < box->n_nodes(); ++i) {
    std::size_t j = 0;
    const auto off = [&](std::size_t k) {
      return std::hypot(box->nodes()[i][0] - same->nodes()[k][0], box->nodes()[i][1] - same->nodes()[k][1]);
    };
    while (j < same->n_nodes() && off(j) > 1e-9) ++j;
    ASSERT_LT(j, same->n_nodes());
    EXPECT_NEAR(data(of_mesh)[j], data(of_box)[i], 1e-9 * data(of_box)[i]);
  }
  const auto local =
      make_space_from(square + mesh + "; domain/local refinements = 1; domain/refine where = x - 0.6");
  const Vector m = local->sample(steep);
  Vector largest;
  ASSERT_TRUE(local->gradients().cell_maxima(m, largest));
  for (std::size_t i = 0; i < size(m); ++i) EXPECT_GE(data(largest)[i], data(m)[i]);
  const auto fine = local->sample([](const Point &x) { return std::exp(-10 * x[0]); });
  EXPECT_FALSE(local->gradients().cell_maxima(fine, largest));
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
