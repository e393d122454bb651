// SPDX-License-Identifier: LGPL-2.1-or-later
// Vector fields at staggered points: the adjoint of the gradient, functions of their Laplacian, orders.
#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/box/staggered_fields.h>
#include <gammaflow/spaces/box/staggered_modes.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);
const std::vector<std::string> boxes = {
    "domain/dimension = 1; domain/cells = 9; domain/degree = 4; domain/grading = 3",
    "domain/dimension = 1; domain/cells = 30; domain/degree = 1; domain/boundary = periodic",
    "domain/dimension = 1; domain/cells = 48; domain/degree = 2; domain/boundary = periodic",
    "domain/dimension = 1; domain/cells = 32; domain/degree = 4",
    "domain/dimension = 2; domain/cells = 4, 5; domain/degree = 3; domain/boundary = periodic, no-flux",
    "domain/dimension = 2; domain/cells = 96, 3; domain/degree = 1; domain/upper = 2, 1",
    "domain/dimension = 3; domain/cells = 2, 3, 2; domain/degree = 2; domain/boundary = no-flux, no-flux, "
    "periodic"};

Vector some(const Space &space, double phase = 0)
{
  return space.sample([&](const Point &x) {
    return std::sin(5 * x[0] + phase + 0.3) + std::cos(7 * x[1] * x[0] + 2 * x[2]) + x[0] * x[1];
  });
}
StaggeredFields::Field some_field(const StaggeredFields &fields)
{
  auto f = fields.zero();
  for (unsigned d = 0; d < fields.dim(); ++d)
    for (Eigen::Index q = 0; q < fields.size(d); ++q) f[d][q] = std::sin(3.7 * double(q * q % 101) + d);
  return f;
}
double distance(const StaggeredFields &fields, const StaggeredFields::Field &a,
                const StaggeredFields::Field &b)
{
  auto difference = a;
  for (unsigned d = 0; d < fields.dim(); ++d) difference[d] -= b[d];
  return std::sqrt(fields.inner(difference, difference) / fields.inner(b, b));
}
template <class Test>
void on_all_boxes(const Test &test)
{
  for (const std::string &box : boxes) {
    SCOPED_TRACE(box);
    const auto space = make_space_from(box);
    test(*space, *StaggeredFields::of(*space));
  }
}

/// L~_d f by its definition: G_d G_d*, and the rows of the nodal Laplacians of the other directions.
Eigen::VectorXd laplacian(const Space &space, const StaggeredFields &fields, unsigned d,
                          const Eigen::VectorXd &f)
{
  Vector x = space.zero();
  Eigen::VectorXd y;
  fields.adjoint(d, f, x);
  fields.gradient(d, x, y);
  const TensorGrid &points = fields.points(d);
  std::size_t stride = 1;
  for (unsigned e = 0; e < fields.dim(); ++e) {
    const std::size_t n = points.direction[e].size();
    if (e != d) {
      const auto rows = Laplacian1D::shared(space.tensor_grid()->direction[e]);
      for (Eigen::Index q = 0; q < f.size(); ++q) {
        const std::size_t i = std::size_t(q) / stride % n;
        for (std::size_t k = rows->row_start[i]; k < rows->row_start[i + 1]; ++k)
          y[q] += rows->values[k] *
                  f[q + (Eigen::Index(rows->columns[k]) - Eigen::Index(i)) * Eigen::Index(stride)];
      }
    }
    stride *= n;
  }
  return y;
}

/// The error at the nodes of psi + K psi = r, K psi = -div(rho grad psi) with the density at the points.
double elliptic_error(unsigned degree, std::size_t cells, bool periodic)
{
  const auto space = make_box(1, unsigned(cells), degree, periodic);
  const auto fields = StaggeredFields::of(*space);
  const double k = periodic ? 2 * pi : pi;
  const Vector rho = space->sample([&](const Point &x) { return std::exp(0.7 * std::cos(k * x[0])); });
  const Vector exact = space->sample([&](const Point &x) { return std::cos(2 * k * x[0]); });
  // -(rho psi')' = -rho' psi' - rho psi''
  const Vector r = space->sample([&](const Point &x) {
    const double density = std::exp(0.7 * std::cos(k * x[0]));
    return std::cos(2 * k * x[0]) - density * 0.7 * k * std::sin(k * x[0]) * 2 * k * std::sin(2 * k * x[0]) +
           density * 4 * k * k * std::cos(2 * k * x[0]);
  });
  const Eigen::Index n = Eigen::Index(space->n_nodes());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
  const auto rho_q = fields->density(rho);
  Vector unit = space->zero(), image = unit;
  for (Eigen::Index i = 0; i < n; ++i) {
    data(unit)[i] = 1;
    auto f = fields->gradient(unit);
    f[0].array() *= rho_q[0].array();
    fields->divergence(f, image);
    matrix.col(i) += as_eigen(image);
    data(unit)[i] = 0;
  }
  Vector error = space->zero();
  as_eigen(error) = matrix.partialPivLu().solve(as_eigen(r)) - as_eigen(exact);
  return space->norm(error);
}
}  // namespace

// A weight that is missing, nodes of a periodic end that are counted twice.
TEST(StaggeredFields, AdjointIsExact)
{
  on_all_boxes([](const Space &space, const StaggeredFields &fields) {
    const Vector x = some(space);
    const auto f = some_field(fields), g = fields.gradient(x);
    Vector back = space.zero();
    fields.divergence(f, back);
    const double scale = std::sqrt(fields.inner(f, f) * fields.inner(g, g));
    EXPECT_NEAR(fields.inner(g, f), space.inner(x, back), 1e-13 * scale);
    // what it drives has no mass
    EXPECT_NEAR(space.integrate(back), 0, 1e-12 * std::sqrt(fields.inner(f, f)) * space.norm(back));
    fields.divergence(fields.gradient(space.sample([](const Point &) { return 3.; })), back);
    EXPECT_LT(back.linfty_norm(), 1e-14 * space.laplacian().largest_eigenvalue());
  });
}

// Another quadrature than that of the Laplacian.
TEST(StaggeredFields, GradientsMakeTheLaplacian)
{
  on_all_boxes([](const Space &space, const StaggeredFields &fields) {
    const Vector x = some(space);
    Vector y = space.zero(), wanted = y;
    fields.divergence(fields.gradient(x), y);
    space.laplacian().laplacian(x, wanted);
    y -= wanted;
    EXPECT_LT(y.linfty_norm(), 1e-12 * wanted.linfty_norm());
  });
}

// The wrong boundary conditions (Neumann for the normal component), eigenvalues in another order than
// coefficients.
TEST(StaggeredFields, FunctionsOfTheLaplacianCommuteWithTheGradient)
{
  on_all_boxes([](const Space &space, const StaggeredFields &fields) {
    const Vector x = some(space, 1);
    for (const auto &symbol : {SpectralFunction::heat(0.01), SpectralFunction::matern(0.2, 2),
                               SpectralFunction::matern(0.05, 1)}) {
      Vector y = space.zero();
      space.laplacian().prepare(symbol)->apply(x, y);
      auto after = fields.gradient(x);
      for (unsigned d = 0; d < fields.dim(); ++d) {
        const StaggeredModes &modes = fields.modes(d);
        modes.filter(modes.eigenvalues().unaryExpr(symbol.g), after[d].data(), after[d].data());
      }
      EXPECT_LT(distance(fields, after, fields.gradient(y)), 1e-11) << symbol.label;
    }
  });
}

// Eigenvectors that are missing (those of the constant fields of periodic directions), or not orthonormal.
TEST(StaggeredFields, ModesAreThoseOfTheirLaplacian)
{
  on_all_boxes([](const Space &space, const StaggeredFields &fields) {
    const auto f = some_field(fields);
    for (unsigned d = 0; d < fields.dim(); ++d) {
      SCOPED_TRACE(d);
      const StaggeredModes &modes = fields.modes(d);
      EXPECT_EQ(Eigen::Index(modes.used().sum() + 0.5), fields.size(d));
      Eigen::VectorXd a(modes.size()), back(fields.size(d)), again(modes.size());
      modes.to_modes(f[d].data(), a.data());
      EXPECT_NEAR(a.squaredNorm(), (fields.weights(d).array() * f[d].array().square()).sum(),
                  1e-11 * a.squaredNorm());
      modes.from_modes(a.data(), back.data());
      EXPECT_LT((back - f[d]).norm(), 1e-11 * f[d].norm());
      modes.to_modes(back.data(), again.data());
      EXPECT_LT((again - a).norm(), 1e-11 * a.norm());

      const Eigen::VectorXd smooth = 1 / (1 + 0.02 * modes.eigenvalues().array());
      modes.filter(smooth, f[d].data(), back.data());
      EXPECT_LT((back + 0.02 * laplacian(space, fields, d, back) - f[d]).norm(), 1e-10 * f[d].norm());
    }
  });
}

// A density that is interpolated to negative values.
TEST(StaggeredFields, DensitiesStayPositive)
{
  const auto space = make_space_from(boxes[0]);
  const Vector steep = space->sample([](const Point &x) { return std::exp(-300 * x[0] * x[0]); });
  const auto fields = StaggeredFields::of(*space);
  const auto rho = fields->density(steep);
  const auto &points = fields->points(0).direction[0].nodes;
  for (std::size_t q = 0; q < points.size(); ++q)
    EXPECT_NEAR(std::log(rho[0][Eigen::Index(q)]), -300 * points[q] * points[q], 1e-9);
}

// Gauss points at the wrong place, an interpolation of a lower degree: 2p up to p = 2, then p + 2.
TEST(StaggeredFields, OrdersTwoFourSix)
{
  for (const bool periodic : {false, true})
    for (const auto &[degree, cells, order] :
         {std::tuple{1u, 64u, 2.}, std::tuple{2u, 32u, 4.}, std::tuple{4u, 10u, 6.}}) {
      const double coarse = elliptic_error(degree, cells, periodic),
                   fine = elliptic_error(degree, 2 * cells, periodic);
      EXPECT_NEAR(std::log2(coarse / fine), order, 0.25)
          << "degree " << degree << (periodic ? ", periodic: " : ", walls: ") << coarse << " " << fine;
    }
}

TEST(StaggeredFields, EqualBoxesShareThem)
{
  const auto one = make_space_from(boxes[4]), two = make_space_from(boxes[4]),
             three = make_space_from(boxes[5]);
  const auto fields = StaggeredFields::of(*one);
  EXPECT_EQ(fields, StaggeredFields::of(*two));
  EXPECT_NE(fields, StaggeredFields::of(*three));
  EXPECT_EQ(StaggeredFields::of(
                *make_space_from("domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk")),
            nullptr);
}
