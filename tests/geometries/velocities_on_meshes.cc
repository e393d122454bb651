// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein and KRR Wasserstein on general meshes, whose kernels of velocities are elliptic problems.
#include <gammaflow/spaces/mesh/mesh_fields.h>

#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

namespace
{
const std::string matern =
    "kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; geometry/ridge = 0.01; "
    "solver/tolerance = 1e-13; domain/dimension = 2; ";
const std::string of_mesh = "domain/shape = mesh; domain/mesh generator = ";

/// A square of quadrilaterals, a disk, a mesh that is refined locally, a cube.
std::vector<std::string> meshes()
{
  return {matern + of_mesh + "box; domain/cells = 4, 3; domain/degree = 2",
          matern + of_mesh + "disk; domain/degree = 2; domain/mesh refinements = 1",
          matern + of_mesh + "disk; domain/degree = 1; domain/mesh refinements = 2; kernel/smoothness = 2",
          matern + of_mesh + "box; domain/cells = 2; domain/degree = 2; domain/dimension = 3"};
}

VelocityFields::Field some_field(const VelocityFields &fields)
{
  VelocityFields::Field f = fields.zero();
  for (std::size_t d = 0; d < f.size(); ++d)
    for (Eigen::Index q = 0; q < f[d].size(); ++q) f[d][q] = std::sin(1.7 * double(q) + double(d));
  return f;
}
}  // namespace

// A gradient and a divergence that are not each other's adjoints: a weight, a normal component at a wall.
TEST(MeshFields, AdjointIsExact)
{
  for (const std::string &mesh : meshes()) {
    SCOPED_TRACE(mesh);
    const Setting setting(mesh);
    const auto fields = MeshFields::of(*setting.space);
    const Vector x =
        setting.space->sample([](const Point &p) { return std::exp(p[0]) * std::sin(3 * p[1]); });
    const auto f = some_field(*fields);
    Vector back = x;
    fields->divergence(f, back);
    const double one = fields->inner(fields->gradient(x), f), other = setting.space->inner(x, back);
    EXPECT_NEAR(one, other, 1e-12 * std::abs(one));
  }
}

// Functions whose gradient is not seen: the checkerboard of linear elements.
TEST(MeshFields, OnlyConstantsHaveNoGradient)
{
  const Setting setting(matern + of_mesh + "box; domain/cells = 6, 6; domain/degree = 1");
  const auto fields = MeshFields::of(*setting.space);
  const Vector wave =
      setting.space->sample([](const Point &p) { return std::cos(6 * pi * p[0]) * std::cos(6 * pi * p[1]); });
  Vector exact = wave;
  setting.space->laplacian().laplacian(wave, exact);
  const auto g = fields->gradient(wave);
  EXPECT_GT(fields->inner(g, g), 0.2 * setting.space->inner(wave, exact));
}

TEST(VelocitiesOnMeshes, SymmetryPositivityAndMass)
{
  for (const std::string &mesh : meshes())
    for (const std::string name : {"Stein Wasserstein", "KRR Wasserstein"}) {
      SCOPED_TRACE(name + " on " + mesh);
      const Setting setting(mesh);
      const auto geometry = setting.geometry(name);
      const Vector u = setting.density();
      EXPECT_TRUE(symmetric(*geometry, u, setting.forces(), 1e-11));
      EXPECT_TRUE(positive(*geometry, u, setting.forces()));
      EXPECT_TRUE(mass_conserved(*geometry, u, setting.forces()));
      EXPECT_TRUE(fenchel_equality(*geometry, u, setting.forces()[0], 1e-10, name == "KRR Wasserstein"));
    }
}

namespace
{
/// K xi at a density, both smooth and level at the walls, on [0,1]^2 as a box, as a mesh of the same cells,
/// or on a square that is turned by an angle.
struct Static {
  double angle = 0;
  std::string domain;

  std::array<double, 2> straight(const Point &x) const
  {
    return {
        {std::cos(angle) * x[0] + std::sin(angle) * x[1], -std::sin(angle) * x[0] + std::cos(angle) * x[1]}};
  }
  Vector of(const std::string &name, const std::string &settings, std::shared_ptr<const Space> &space) const
  {
    const Setting setting(matern + settings + domain);
    space = setting.space;
    return onsager(*setting.geometry(name), density(*space), force(*space));
  }
  double dissipation(const std::string &name, const std::string &settings) const
  {
    const Setting setting(matern + settings + domain);
    return setting.geometry(name)->dual_dissipation(density(*setting.space), force(*setting.space));
  }
  Vector density(const Space &space) const
  {
    return space.sample([&](const Point &p) {
      const auto [x, y] = straight(p);
      return std::exp(0.6 * std::cos(pi * x) + 0.3 * std::cos(pi * x) * std::cos(2 * pi * y));
    });
  }
  Vector force(const Space &space) const
  {
    return space.sample([&](const Point &p) {
      const auto [x, y] = straight(p);
      return std::cos(pi * x) * std::cos(pi * y) + 0.5 * std::cos(2 * pi * x);
    });
  }
};
}  // namespace

// Another operator or boundary condition than that of the box. What is dissipated converges with the order 2p
// (p = 1, 2), since G xi is of order p and is projected; K xi at the nodes, a second derivative, with less.
TEST(VelocitiesOnMeshes, AgreeWithTheBox)
{
  for (const std::string name : {"Stein Wasserstein", "KRR Wasserstein"})
    for (const std::string smoothness : {"1", "2"}) {
      const std::string kernel = "solver/tolerance = 1e-11; kernel/smoothness = " + smoothness + "; ";
      const double exact = Static{0, "domain/cells = 24; domain/degree = 4"}.dissipation(name, kernel);
      for (const unsigned degree : {1u, 2u}) {
        SCOPED_TRACE(name + ", " + kernel + std::to_string(degree));
        std::vector<double> errors;
        for (const unsigned cells : {8u, 16u})
          errors.push_back(std::abs(Static{0, of_mesh + "box; domain/cells = " + std::to_string(cells) +
                                                  "; domain/degree = " + std::to_string(degree)}
                                            .dissipation(name, kernel) /
                                        exact -
                                    1));
        EXPECT_TRUE(has_order({1. / 8, 1. / 16}, errors, 2 * degree, 0.4, "R*"));
        EXPECT_LT(errors[1], degree == 1 ? 0.05 : 0.003);
      }
    }
}

namespace
{
/// n x n squares, turned by an angle, in Gmsh's format 2.2.
std::string turned_square(unsigned n, double angle)
{
  const std::string path = ::testing::TempDir() + "turned_" + std::to_string(n) + ".msh";
  std::ofstream out(path);
  out << std::setprecision(17) << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Nodes\n"
      << (n + 1) * (n + 1) << "\n";
  for (unsigned j = 0, k = 1; j <= n; ++j)
    for (unsigned i = 0; i <= n; ++i, ++k) {
      const double x = double(i) / n, y = double(j) / n;
      out << k << " " << std::cos(angle) * x - std::sin(angle) * y << " "
          << std::sin(angle) * x + std::cos(angle) * y << " 0\n";
    }
  out << "$EndNodes\n$Elements\n" << n * n << "\n";
  for (unsigned j = 0, k = 1; j < n; ++j)
    for (unsigned i = 0; i < n; ++i, ++k) {
      const unsigned corner = 1 + j * (n + 1) + i;
      out << k << " 3 2 1 1 " << corner << " " << corner + 1 << " " << corner + n + 2 << " " << corner + n + 1
          << "\n";
    }
  out << "$EndElements\n";
  return path;
}
}  // namespace

// A boundary condition for each Cartesian component, which is right where walls are parallel to the axes
// alone: the operator of a square that is turned is that of the square.
TEST(VelocitiesOnMeshes, TurnedSquare)
{
  const std::string cells = of_mesh + "box; domain/cells = 6; domain/degree = 2";
  for (const std::string name : {"Stein Wasserstein", "KRR Wasserstein"})
    for (const std::string smoothness : {"1", "2"}) {
      const std::string kernel = "kernel/smoothness = " + smoothness + "; ";
      SCOPED_TRACE(name + ", " + kernel);
      std::shared_ptr<const Space> straight, turned;
      const Vector v = Static{0, cells}.of(name, kernel, straight),
                   w = Static{0.4, "domain/shape = mesh; domain/degree = 2; domain/mesh file = " +
                                       turned_square(6, 0.4)}
                           .of(name, kernel, turned);
      double worst = 0;
      for (std::size_t i = 0; i < turned->n_nodes(); ++i) {
        const auto [x, y] = Static{0.4, ""}.straight(turned->nodes()[i]);
        const double there =
            straight->evaluate(v, {{std::min(std::max(x, 0.), 1.), std::min(std::max(y, 0.), 1.), 0}});
        worst = std::max(worst, std::abs(data(w)[i] - there));
      }
      EXPECT_LT(worst, 1e-9 * v.linfty_norm());
    }
}

// Kernels that are no elliptic problem.
TEST(VelocitiesOnMeshes, OtherKernelsAreRefused)
{
  for (const std::string kernel :
       {"kernel/name = intrinsic Gaussian", "kernel/name = Gaussian", "kernel/smoothness = 1.5"})
    for (const std::string name : {"Stein Wasserstein", "KRR Wasserstein"}) try {
        const Setting setting(meshes()[0] + "; " + kernel);
        setting.geometry(name);
        ADD_FAILURE() << name << " with " << kernel;
      } catch (const InputError &error) {
        SUCCEED();
      }
}
