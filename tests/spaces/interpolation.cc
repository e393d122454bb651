// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
double largest(const Vector &a, const Vector &b)
{
  return (as_eigen(a) - as_eigen(b)).cwiseAbs().maxCoeff();
}

/// max |interpolated - f| over the nodes of the finer space.
template <class Function>
double interpolation_error(const Space &coarse, const Space &fine, const Function &f)
{
  Vector u = fine.zero();
  fine.interpolate(coarse, coarse.sample(f), u);
  return largest(u, fine.sample(f));
}

const std::string plate =
    "domain/shape = mesh; domain/dimension = 2; domain/mesh file = " GAMMAFLOW_SOURCE_DIR
    "/meshes/plate_with_hole.msh; ";
}  // namespace

// Wrong shape functions, cells or numbering of directions do not reproduce polynomials of the degree.
TEST(Interpolation, ReproducesPolynomials)
{
  const std::vector<std::string> domains = {
      "domain/degree = 5; domain/cells = 3; domain/grading = 4",
      "domain/degree = 3; domain/dimension = 2; domain/cells = 2, 3; domain/upper = 1, 3",
      "domain/degree = 2; domain/dimension = 3; domain/cells = 2, 1, 3; domain/lower = -1, 0, 2; "
      "domain/upper = 1, 1, 4; "
      "domain/grading = 2, 1, 0.5",
      "domain/degree = 3; domain/dimension = 3; domain/shape = mesh; domain/mesh generator = L-shape",
      plate + "domain/degree = 3"};
  for (const auto &domain : domains) {
    const auto coarse = make_space_from(domain), fine = make_space_from(domain, 2),
               same = make_space_from(domain);
    const double p = coarse->degree();
    const auto f = [&](const Point &x) { return std::pow(x[0] - 0.3 * x[1] + x[2], p) + x[1] - 2 * x[2]; };
    EXPECT_LT(interpolation_error(*coarse, *fine, f), 1e-12 * std::pow(5, p)) << domain;
    EXPECT_LT(interpolation_error(*coarse, *same, f), 1e-14 * std::pow(5, p)) << domain;
    const auto not_reproduced = [&](const Point &x) { return std::pow(x[0], p + 1); };
    EXPECT_GT(interpolation_error(*coarse, *fine, not_reproduced), 1e-6) << domain;
    EXPECT_EQ(fine->level(), 2u);
  }
}

// Interpolation is evaluation at the finer nodes, for any finite-element function (also periodic, also on a
// mesh).
TEST(Interpolation, IsEvaluationAtTheNodes)
{
  for (const std::string &domain :
       {std::string("domain/degree = 4; domain/cells = 5; domain/boundary = periodic"),
        std::string("domain/degree = 2; domain/dimension = 2; domain/cells = 3, 4; domain/boundary = "
                    "periodic, no-flux"),
        std::string("domain/degree = 1; domain/dimension = 3; domain/cells = 3; domain/boundary = periodic"),
        plate + "domain/degree = 2"}) {
    const auto coarse = make_space_from(domain), fine = make_space_from(domain, 1);
    Vector u = coarse->zero(), v = fine->zero();
    unsigned seed = 1;
    for (std::size_t i = 0; i < coarse->n_nodes(); ++i)
      data(u)[i] = double((seed = seed * 1103515245 + 12345) >> 16) / 65536;
    fine->interpolate(*coarse, u, v);
    for (std::size_t i = 0; i < fine->n_nodes(); ++i)
      EXPECT_NEAR(data(v)[i], coarse->evaluate(u, fine->nodes()[i]), 1e-9) << domain;
    EXPECT_NEAR(fine->integrate(v), coarse->integrate(u), 1e-12) << domain;
  }
}

// Order p + 1, on straight and on curved meshes.
TEST(Interpolation, ConvergesWithOrderPPlus1)
{
  const auto f = [](const Point &x) { return std::exp(std::sin(2 * x[0] + 0.3) + x[1] / 2); };
  const auto smooth = [](const Point &x) { return std::sin(2 * x[0] + 0.3); };
  for (unsigned p = 1; p <= 8; ++p) {
    const std::string domain =
        "domain/degree = " + std::to_string(p) + "; domain/cells = 2; domain/upper = 3";
    const auto error = [&](unsigned level) {
      return interpolation_error(*make_space_from(domain, level), *make_space_from(domain, level + 3),
                                 smooth);
    };
    const unsigned level = p < 4 ? 3 : 1;  // before round-off
    EXPECT_NEAR(std::log2(error(level) / error(level + 1)), p + 1, 0.3) << "degree " << p;
  }
  for (unsigned p = 1; p <= 3; ++p) {
    const std::string disk =
        "domain/shape = mesh; domain/dimension = 2; domain/mesh generator = disk; domain/degree = ";
    const auto error = [&](unsigned level) {
      const auto space = make_space_from(disk + std::to_string(p), level);
      return interpolation_error(*space, *make_space_from(disk + std::to_string(p), level + 1), f);
    };
    EXPECT_NEAR(std::log2(error(2) / error(3)), p + 1, 0.5) << "degree " << p;
  }
}

// A space of another domain or family, and points outside, are refused and not silently extrapolated.
TEST(Interpolation, RefusesOtherDomainsAndPointsOutside)
{
  const auto box = make_box(2, 3), other = make_box(2, 3, 2, false, 0, 0, 2);
  const auto mesh = make_space_from(plate + "domain/degree = 2"),
             finer = make_space_from(plate + "domain/degree = 2", 1);
  Vector out = box->zero();
  EXPECT_THROW(box->interpolate(*other, other->zero(), out), InputError);
  EXPECT_THROW(box->interpolate(*mesh, mesh->zero(), out), InputError);
  EXPECT_THROW(mesh->interpolate(*box, box->zero(), out), InputError);
  EXPECT_THROW(mesh->interpolate(*finer, finer->zero(), out), InputError);
  EXPECT_THROW(box->evaluate(box->zero(), {{1.1, 0.5, 0}}), InputError);
  EXPECT_THROW(mesh->evaluate(mesh->zero(), {{0, 0, 0}}), InputError);  // in the hole
  EXPECT_NO_THROW(mesh->evaluate(mesh->zero(), {{0.7, 0.7, 0}}));
  EXPECT_NO_THROW(mesh->evaluate(mesh->zero(), {{1, 1, 0}}));
}
