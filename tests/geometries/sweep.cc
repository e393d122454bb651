// SPDX-License-Identifier: LGPL-2.1-or-later
#include <boost/algorithm/string.hpp>
#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

// Every registered geometry, on every space and kernel below, is what it says: a new geometry is tested by
// being registered.
namespace
{
struct Case {
  std::string name, assignments;
};

const std::string line = "domain/dimension = 1; domain/cells = 10; domain/degree = 4;";
const std::string plane =
    "domain/dimension = 2; domain/cells = 4, 5; domain/degree = 3; domain/boundary = no-flux, periodic;";

std::vector<Case> cases()
{
  return {{"1D, Matern 1", line + "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1"},
          {"1D, Matern 2",
           line + "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; kernel/smoothness = 2"},
          {"1D, Matern 1.5",
           line + "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; kernel/smoothness = 1.5"},
          {"1D, intrinsic Gaussian", line + "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1"},
          {"1D, Gaussian", line + "kernel/name = Gaussian; kernel/bandwidth = 0.1"},
          {"2D, Matern 1", plane + "kernel/name = intrinsic Matern; kernel/bandwidth = 0.15"},
          {"2D, intrinsic Gaussian", plane + "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.2"},
          {"2D, Laplace", plane + "kernel/name = Laplace; kernel/bandwidth = 0.3"}};
}

/// R by its definition and K of the MMD geometry need the inverse of the kernel: for kernels without a
/// bounded one that is an ill-posed problem, and only tried for forces in the range of the kernel.
bool well_posed_inverse(const Setting &setting)
{
  return setting.kernel->has_inverse();
}

bool is_inverse(const std::string &geometry)
{
  return geometry == "MMD" || geometry == "spherical MMD" || geometry == "inverse-kernel H-1" ||
         geometry == "IFT" || geometry == "spherical IFT";
}

/// Forces that the geometry can be applied to.
std::vector<Vector> forces_for(const std::string &geometry, const Setting &setting)
{
  std::vector<Vector> forces = setting.forces();
  if (is_inverse(geometry) && !well_posed_inverse(setting))
    for (Vector &xi : forces) {
      const Vector eta = xi;
      setting.kernel->apply(eta, xi);
    }
  return forces;
}

/// Calls test(geometry, setting, name) for all of them.
template <class Test>
void for_all(const Test &test)
{
  for (const Case &c : cases()) {
    const Setting setting(c.assignments);
    for (const std::string &name : Registry<Geometry>::names()) {
      SCOPED_TRACE(name + " on " + c.name);
      if (!Registry<Geometry>::traits(name).needs_kernel && c.name.find("Matern 1") == std::string::npos)
        continue;
      // Functions of the Laplacian: refused for other kernels, see
      // RefuseKernelsThatAreNoFunctionsOfTheLaplacian.
      if (name == "inverse-kernel H-1" && !setting.kernel->kernel().intrinsic()) continue;
      // c = <K1, xi>/<1, K1>: a free-space Gaussian cannot represent constants at a wall.
      if ((name == "spherical MMD" || name == "spherical IFT") && !well_posed_inverse(setting) &&
          !setting.kernel->kernel().intrinsic())
        continue;
      try {
        test(*setting.geometry(name), setting, name);
      } catch (const std::exception &error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
}
}  // namespace

// A missing weight, an operator applied on one side only, a negative sign.
TEST(AllGeometries, SymmetryAndPositivity)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    if (!Registry<Geometry>::traits(name).gradient_structure) {
      EXPECT_FALSE(symmetric(geometry, setting.density(), setting.forces(), 1e-4))
          << "said not to be symmetric";
      return;
    }
    EXPECT_TRUE(symmetric(geometry, setting.density(), forces_for(name, setting), 1e-9));
    EXPECT_TRUE(positive(geometry, setting.density(), forces_for(name, setting)));
  });
}

// A mean that is subtracted with the wrong weight, and a declaration that promises too little.
TEST(AllGeometries, ConserveMassAsDeclared)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    const bool declared = Registry<Geometry>::traits(name).conserves_mass;
    EXPECT_EQ(declared, geometry.zero_mass_rates());
    EXPECT_EQ(declared, bool(mass_conserved(geometry, setting.density(), forces_for(name, setting))));
  });
}

// A growth rate of another operator than K.
TEST(AllGeometries, RelativeRate)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    for (const Vector &xi : forces_for(name, setting))
      EXPECT_TRUE(relative_rate(geometry, setting.density(), xi, 1e-9));
  });
}

// Potentials that are not each other's Legendre transform, a factor 1/2, R by its definition against R along
// the flow.
TEST(AllGeometries, LegendreDuality)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    const Vector u = setting.density();
    if (!Registry<Geometry>::traits(name).gradient_structure) {
      EXPECT_TRUE(std::isnan(geometry.dual_dissipation(u, setting.forces()[0])));
      return;
    }
    const bool invert = well_posed_inverse(setting) || !Registry<Geometry>::traits(name).needs_kernel ||
                        geometry.has_metric();
    const std::vector<Vector> forces = forces_for(name, setting);
    for (const Vector &xi : forces) EXPECT_TRUE(fenchel_equality(geometry, u, xi, 1e-8, invert));
    if (!invert) return;
    // Rates that are not K xi of anything at hand.
    Vector v = setting.forces()[1];
    if (geometry.zero_mass_rates()) v.add(-setting.space->integrate(v) / setting.space->volume());
    EXPECT_TRUE(fenchel_inequality(geometry, u, v, forces));
  });
}

// Rates outside the domain of R.
TEST(AllGeometries, RatesWithMassCostInfinitelyMuch)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    if (!geometry.zero_mass_rates() || !Registry<Geometry>::traits(name).gradient_structure) return;
    EXPECT_TRUE(std::isinf(geometry.primal_dissipation(setting.density(), setting.forces()[3])));
  });
}

// A metric that is not the inverse of K, and a diagonal that is not the metric's.
TEST(AllGeometries, Metric)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    if (!geometry.has_metric()) return;
    for (const Vector &xi : forces_for(name, setting))
      EXPECT_TRUE(metric_inverts(geometry, setting.density(), xi, 1e-8));
    Vector diagonal = setting.space->zero(), unit = diagonal, column = diagonal;
    geometry.metric_diagonal(diagonal);
    const std::size_t i = size(unit) / 3;
    data(unit)[i] = 1;
    geometry.metric_apply(unit, column);
    EXPECT_NEAR(data(column)[i], data(diagonal)[i], 1e-10 * std::abs(data(diagonal)[i]));
    EXPECT_EQ(geometry.structure().metric != nullptr, is_inverse(name));
  });
}

// The forces that flows really have, of every energy that makes sense with the geometry.
TEST(AllGeometries, WithAllEnergies)
{
  for_all([](const Geometry &geometry, const Setting &setting, const std::string &name) {
    const auto &traits = Registry<Geometry>::traits(name);
    if (!traits.gradient_structure) return;
    for (const std::string &energy_name : Registry<Energy>::names()) {
      SCOPED_TRACE(energy_name);
      const auto energy = Registry<Energy>::make(
          energy_name, {setting.parameters, setting.space, setting.target(), setting.kernel});
      Vector xi = setting.space->zero();
      energy->first_variation(setting.density(), xi);
      // Without a bounded inverse, K DF exists for the energy of the same kernel alone.
      if (is_inverse(name) && !well_posed_inverse(setting) && energy_name != "MMD") continue;
      EXPECT_TRUE(fenchel_equality(geometry, setting.density(), xi, 1e-8, false));
      EXPECT_TRUE(relative_rate(geometry, setting.density(), xi, 1e-9));
    }
  });
}

// What the list says of each geometry: limits that do not exist, names that were mistyped.
TEST(AllGeometries, Declarations)
{
  for (const std::string &name : Registry<Geometry>::names()) {
    const auto &traits = Registry<Geometry>::traits(name);
    EXPECT_FALSE(traits.summary.empty()) << name;
    const bool divergence = boost::ends_with(name, "Wasserstein") || boost::ends_with(name, "H-1");
    EXPECT_EQ(traits.conserves_mass, divergence || boost::starts_with(name, "spherical ")) << name;
    EXPECT_TRUE(!traits.needs_kernel || !traits.limits.empty()) << name;
    for (const LimitDeclaration &limit : traits.limits) {
      EXPECT_EQ(Registry<Geometry>::entries().count(limit.geometry), 1u) << name << " -> " << limit.geometry;
      EXPECT_EQ(traits.conserves_mass, Registry<Geometry>::traits(limit.geometry).conserves_mass) << name;
      EXPECT_GT(limit.order, 0) << name;
      Parameters parameters;
      EXPECT_NO_THROW(parameters.assign_all(limit.settings, name)) << name;
    }
  }
}

// A kernel that does not commute with the Laplacian: L Kf^-1 would not be symmetric, nor L Kf on a mesh,
// where kernels have no values at staggered points.
TEST(AllGeometries, RefuseKernelsThatAreNoFunctionsOfTheLaplacian)
{
  const std::string laplace = "; kernel/name = Laplace; kernel/bandwidth = 0.3";
  EXPECT_THROW(Setting("domain/cells = 4" + laplace).geometry("inverse-kernel H-1"), InputError);
  const Setting mesh(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/cells = 2" + laplace);
  for (const char *name : {"kernel H-1", "inverse-kernel H-1"})
    EXPECT_THROW(mesh.geometry(name), InputError) << name;
}

namespace
{
/// |R* - R*'| / R* of two kernels with the bandwidth 0.1 in 'kernel H-1' on a period, degree 2.
double difference_in_a_period(const std::string &one, const std::string &other, const std::string &cells)
{
  const auto dissipation = [&](const std::string &kernel) {
    const Setting s("domain/boundary = periodic; domain/degree = 2; kernel/bandwidth = 0.1; domain/cells = " +
                    cells + "; kernel/name = " + kernel);
    const Vector xi = s.space->sample([](const Point &x) { return std::exp(std::cos(2 * pi * x[0])); });
    return s.geometry("kernel H-1")->dual_dissipation(s.density(), xi);
  };
  return std::abs(dissipation(one) / dissipation(other) - 1);
}
}  // namespace

// Kernels of free space in 'kernel H-1': without walls the Gaussian is a function of the Laplacian, up to an
// error of the mesh of order 2p = 4. Must fail: another kernel.
TEST(AllGeometries, FreeSpaceFluxesInAPeriod)
{
  const double coarse = difference_in_a_period("Gaussian", "intrinsic Gaussian", "16"),
               fine = difference_in_a_period("Gaussian", "intrinsic Gaussian", "32");
  EXPECT_TRUE(has_order({1. / 16, 1. / 32}, {coarse, fine}, 4, 0.3, "R*"));
  EXPECT_GT(difference_in_a_period("Laplace", "intrinsic Gaussian", "32"), 100 * fine);
}

// A ridge of zero, a negative exponent: refused as soon as they are given.
TEST(AllGeometries, MeaninglessParameters)
{
  Setting setting("domain/cells = 4");
  for (const char *key : {"ridge", "rate", "alpha", "beta"})
    EXPECT_THROW(setting.parameters.set("geometry", key, "0"), InputError) << key;
  EXPECT_THROW(setting.parameters.set("geometry", "exponent", "-1"), InputError);
}
