// SPDX-License-Identifier: LGPL-2.1-or-later
// Meshes whose ends are the same places, against boxes of the same nodes, whose calculus is another.
#include <gammaflow/flow/flow.h>
#include <gammaflow/spaces/laplacian_calculus.h>
#include <gammaflow/spaces/walls.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include "tests/support/spaces.h"
#include <array>
#include <cmath>
#include <iostream>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);

std::string rectangle(unsigned dim, const std::string &boundary, unsigned degree)
{
  return "domain/dimension = " + std::to_string(dim) + "; domain/cells = " + (dim == 2 ? "4, 3" : "3, 3, 3") +
         "; domain/lower = " + (dim == 2 ? "-1, 0" : "-1, 0, 0") +
         "; domain/upper = " + (dim == 2 ? "1, 0.5" : "1, 0.5, 1") + "; domain/boundary = " + boundary +
         "; domain/degree = " + std::to_string(degree) + "; ";
}
const std::string as_mesh = "domain/shape = mesh; domain/mesh generator = box; ";

/// What fits in all of these domains, and has no symmetry.
double smooth(const Point &x)
{
  return std::sin(pi * x[0] + 0.3) * std::cos(4 * pi * x[1] + 1) +
         std::cos(pi * x[0]) * std::cos(2 * pi * x[2] - 1);
}

double difference_of(const Space &mesh, const Vector &of_mesh, const Space &box, const Vector &of_box)
{
  double worst = 0;
  for (std::size_t i = 0; i < mesh.n_nodes(); ++i)
    worst = std::max(worst, std::abs(data(of_mesh)[i] - box.evaluate(of_box, mesh.nodes()[i])));
  return worst;
}
}  // namespace

// Would catch: a node that is counted twice, an end that has a wall, a gradient that stops there, a place
// that wraps to the wrong one. Must fail: without the periodic ends.
TEST(PeriodicMeshes, AreTheBoxOfTheSameNodes)
{
  for (const auto &[dim, boundary] : {std::pair(2u, "periodic"),
                                      {2u, "periodic, no-flux"},
                                      {2u, "no-flux, periodic"},
                                      {3u, "periodic"},
                                      {3u, "no-flux, periodic, no-flux"}})
    for (const unsigned degree : {1u, 3u}) {
      SCOPED_TRACE(std::string(boundary) + ", degree " + std::to_string(degree));
      const std::string domain = rectangle(dim, boundary, degree);
      const auto mesh = make_space_from(domain + as_mesh + "domain/mesh refinements = 1"),
                 box = make_space_from(domain + "domain/mesh refinements = 1"),
                 walls = make_space_from(rectangle(dim, "no-flux", degree) + as_mesh +
                                         "domain/mesh refinements = 1");
      ASSERT_EQ(mesh->n_nodes(), box->n_nodes());
      Parameters parameters;
      parameters.assign_all(domain + as_mesh + "domain/mesh refinements = 1", "test");
      EXPECT_EQ(estimate_nodes(parameters, 0), mesh->n_nodes());
      EXPECT_NE(mesh->description().find("periodic"), std::string::npos) << mesh->description();
      EXPECT_NEAR(mesh->volume(), box->volume(), 1e-13);
      EXPECT_NEAR(mesh->spacing(), box->spacing(), 1e-12);
      for (unsigned d = 0; d < dim; ++d) {
        EXPECT_EQ(mesh->periodic(d), box->periodic(d));
        EXPECT_NEAR(mesh->lower()[d], box->lower()[d], 1e-14);
        EXPECT_NEAR(mesh->upper()[d], box->upper()[d], 1e-14);
      }
      EXPECT_LT(difference_of(*mesh, mesh->weights(), *box, box->weights()), 1e-13);
      const Vector u = mesh->sample(smooth), v = box->sample(smooth), w = walls->sample(smooth);
      Vector Lu = u, Lv = v, Lw = w;
      mesh->laplacian().laplacian(u, Lu);
      box->laplacian().laplacian(v, Lv);
      walls->laplacian().laplacian(w, Lw);
      const double size = Lv.linfty_norm();
      EXPECT_LT(difference_of(*mesh, Lu, *box, Lv), 1e-11 * size);
      EXPECT_GT(difference_of(*walls, Lw, *box, Lv), 1e-2 * size);
      const Vector mu = mesh->sample([](const Point &x) { return 2 + smooth(x) / 3; }),
                   mv = box->sample([](const Point &x) { return 2 + smooth(x) / 3; });
      mesh->gradients().apply(mu, u, Lu);
      box->gradients().apply(mv, v, Lv);
      EXPECT_LT(difference_of(*mesh, Lu, *box, Lv), 1e-11 * size);
      mesh->laplacian().prepare(SpectralFunction::matern(0.2, 1))->apply(u, Lu);
      box->laplacian().prepare(SpectralFunction::matern(0.2, 1))->apply(v, Lv);
      EXPECT_LT(difference_of(*mesh, Lu, *box, Lv), 1e-9);
      std::size_t on_mesh = 0, on_box = 0;
      for (const bool wall : mesh->at_boundary()) on_mesh += wall;
      for (const bool wall : box->at_boundary()) on_box += wall;
      EXPECT_EQ(on_mesh, on_box);
      for (unsigned d = 0; d < dim; ++d) {
        if (!mesh->periodic(d)) continue;
        Point x{{0.37, 0.21, dim == 3 ? 0.4 : 0.}};
        const double inside = mesh->evaluate(u, x);
        EXPECT_NEAR(inside, box->evaluate(v, x), 1e-12);
        x[d] += 3 * (mesh->upper()[d] - mesh->lower()[d]);
        EXPECT_NEAR(mesh->evaluate(u, x), inside, 1e-10);
      }
    }
}

// The plate is periodic in both directions, and its hole is a wall. Must fail: a mesh without holes.
TEST(PeriodicMeshes, HolesAreWalls)
{
  const auto plate = make_space_from(
      "domain/dimension = 2; domain/degree = 1; domain/boundary = periodic; domain/shape = "
      "mesh; domain/mesh file = " GAMMAFLOW_SOURCE_DIR "/meshes/plate_with_hole.msh");
  EXPECT_TRUE(plate->periodic(0) && plate->periodic(1));
  EXPECT_TRUE(has_walls(*plate));
  EXPECT_FALSE(has_walls(*make_space_from(rectangle(2, "periodic", 2) + as_mesh)));
  EXPECT_TRUE(has_walls(*make_space_from(rectangle(2, "periodic, no-flux", 2) + as_mesh)));
  EXPECT_FALSE(has_walls(*make_space_from(rectangle(2, "periodic", 2))));
}

// Each refinement contains the one before. Would catch: an interpolation that leaves an end out.
TEST(PeriodicMeshes, InterpolationIsExactForWhatTheCoarseMeshHas)
{
  const std::string domain = rectangle(2, "periodic", 2) + as_mesh;
  const auto coarse = make_space_from(domain), fine = make_space_from(domain, 1);
  const Vector u = coarse->sample(smooth);
  Vector v = fine->zero();
  fine->interpolate(*coarse, u, v);
  for (std::size_t i = 0; i < fine->n_nodes(); ++i)
    EXPECT_NEAR(data(v)[i], coarse->evaluate(u, fine->nodes()[i]), 1e-12);
  EXPECT_NEAR(fine->integrate(v), coarse->integrate(u), 1e-12);
}

namespace
{
/// The largest difference of whole evolutions on a mesh and on a periodic box, each refined so often.
double difference_of_flows(const std::string &settings, const std::string &of_mesh, unsigned refinements)
{
  const auto evolved = [&](const std::string &more) {
    Parameters p;
    p.assign_all(
        rectangle(2, "periodic", 3) +
            "initial state/formula = 1 + 0.4*sin(pi*x + 0.3)*cos(4*pi*y + 1); target/formula = "
            "exp(0.5*cos(pi*x - 1) + 0.3*sin(4*pi*y)); kernel/bandwidth = 0.2; kernel/name = intrinsic "
            "Matern; domain/mesh refinements = " +
            std::to_string(refinements) + "; energy/name = KL; geometry/name = " + settings + "; " + more,
        "test");
    const Flow flow = make_flow(p);
    return std::pair(flow.shared_space(), evolve(flow, options_for(0.05, 1e-9, "auto", 1)).states.back());
  };
  const auto [mesh, on_mesh] = evolved(as_mesh + of_mesh);
  const auto [box, on_box] = evolved("");
  return difference_of(*mesh, on_mesh, *box, on_box);
}
}  // namespace

// Whole flows, with local and nonlocal geometries. Must fail: a mesh with walls.
TEST(PeriodicMeshes, FlowsAreThoseOfTheBox)
{
  for (const std::string settings : {"Wasserstein", "KRR Fisher-Rao; geometry/ridge = 0.1",
                                     "Stein Fisher-Rao; kernel/name = Gaussian; kernel/bandwidth = 0.1"})
    EXPECT_LT(difference_of_flows(settings, "", 0), 1e-6) << settings;
  EXPECT_GT(difference_of_flows("Wasserstein", "domain/boundary = no-flux", 0), 5e-3);
}

// Velocities of kernels are not taken at the same points on meshes and boxes: what differs is of the order 2
// at least. Must fail: a mesh with walls, which another flow is the limit of.
TEST(PeriodicMeshes, VelocitiesTendToThoseOfTheBox)
{
  for (const std::string settings : {"KRR Wasserstein; geometry/ridge = 0.1", "Stein Wasserstein"}) {
    const double coarse = difference_of_flows(settings, "", 0), fine = difference_of_flows(settings, "", 1);
    std::cout << "  " << settings << ": " << coarse << ", " << fine << "\n";
    EXPECT_LT(fine, coarse / 3.5) << settings;
  }
  EXPECT_GT(difference_of_flows("Stein Wasserstein", "domain/boundary = no-flux", 1), 5e-3);
}
