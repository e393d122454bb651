// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/energies/energy_checks.h"
#include "tests/support/spaces.h"
#include <algorithm>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Setting {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const KernelOperator> kernel;
  Vector target, state, v, w;
};

/// A state, a target and two directions without symmetry, on a graded box.
Setting make_setting(unsigned dim)
{
  Setting s;
  s.parameters.set("domain", "dimension", std::to_string(dim));
  s.parameters.set("domain", "cells", dim == 1 ? "12" : "4");
  s.parameters.set("domain", "degree", "3");
  s.parameters.set("domain", "grading", "2");
  s.parameters.set("kernel", "name", "Gaussian");
  s.parameters.set("kernel", "bandwidth", "0.3");
  s.space = make_space(s.parameters);
  s.kernel = make_kernel_operator(s.parameters, "kernel", s.space);
  const auto wave = [](const Point &x, double a, double b) {
    return std::sin(a * x[0] + 2 * x[1] - x[2] + b);
  };
  s.target = s.space->sample([&](const Point &x) { return std::exp(0.7 * wave(x, 3, 0.2)); });
  s.state = s.space->sample([&](const Point &x) { return std::exp(0.9 * wave(x, -4, 1)); });
  s.v = s.space->sample([&](const Point &x) { return 0.4 * std::exp(-0.9) * (0.5 + wave(x, 7, 0.3)); });
  s.w = s.space->sample([&](const Point &x) { return 0.4 * std::exp(-0.9) * wave(x, 5, -0.4); });
  return s;
}

std::unique_ptr<Energy> make_energy(const std::string &name, const Setting &s)
{
  return Registry<Energy>::make(name, {s.parameters, s.space, s.target, s.kernel});
}

/// The largest difference of D^2F(u) v and kappa L v + (local part) v, and of `variations` and what gives one
/// by one.
double parts_missed(const Energy &energy, const Setting &s)
{
  Vector whole = s.v, parts = s.v, local = s.v, xi = s.v, local_again = s.v, xi_again = s.v;
  energy.second_variation_apply(s.state, s.v, whole);
  energy.local_second_variation(s.state, local);
  s.space->laplacian().laplacian(s.v, parts);
  for (std::size_t i = 0; i < size(parts); ++i)
    data(parts)[i] =
        energy.structure().gradient * data(parts)[i] + data(local)[i] * data(s.v)[i] - data(whole)[i];
  Vector visited = s.v;  // entries that were complete when they were shown
  visited = 0.;
  energy.variations(s.state, xi_again, local_again, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      data(visited)[i] += data(xi_again)[i] + 2 * data(local_again)[i];
  });
  visited -= xi_again;
  visited.add(-2, local_again);
  energy.first_variation(s.state, xi);
  xi -= xi_again;
  local -= local_again;
  return std::max({parts.linfty_norm() / whole.linfty_norm(), xi.linfty_norm() / xi_again.linfty_norm(),
                   local.linfty_norm(), visited.linfty_norm()});
}
}  // namespace

// Catches a first or second variation that is not the derivative of the value, an unsymmetric second
// variation, a diagonal that is not that of the matrix: in every energy that is registered, also in those
// registered later.
TEST(Energies, CalculusOfAllRegistered)
{
  for (const unsigned dim : {1u, 2u}) {
    Setting s = make_setting(dim);
    for (const auto &name : Registry<Energy>::names())
      EXPECT_EQ(check_calculus(*make_energy(name, s), *s.space, s.state, s.v, s.w), "")
          << name << " in " << dim;
    for (const char *p : {"-3", "-0.5", "0", "1e-9", "0.5", "1", "1.5", "2", "4"}) {
      s.parameters.set("energy", "exponent", p);
      EXPECT_EQ(check_calculus(*make_energy("power", s), *s.space, s.state, s.v, s.w), "") << "power " << p;
    }
  }
}

// Newton's method takes D^2F for kappa L and a local part, unless the energy is said to have more. Must fail:
// MMD, taken for local.
TEST(Energies, SecondVariationsAreGradientsAndLocalOrSaidToBeMore)
{
  Setting s = make_setting(2);
  s.parameters.set("energy", "kappa", "0.03");
  unsigned nonlocal = 0;
  for (const auto &name : Registry<Energy>::names()) {
    const auto energy = make_energy(name, s);
    nonlocal += energy->structure().nonlocal ? 1 : 0;
    if (energy->structure().nonlocal)
      EXPECT_GT(parts_missed(*energy, s), 1e-3) << name;
    else
      EXPECT_LT(parts_missed(*energy, s), 1e-12) << name;
  }
  EXPECT_EQ(nonlocal, 3u);  // MMD, blob-KL, nonlocal Ginzburg-Landau
  s.parameters.set("energy", "W", "exp(-r^2)");
  EXPECT_TRUE(make_energy("free-energy", s)->structure().nonlocal);
}

// Catches an energy that went missing, or an energy of the target itself that is not the minimum 0 with DF =
// 0.
TEST(Energies, RegisteredAndZeroAtTheTarget)
{
  const Setting s = make_setting(2);
  for (const char *name : {"KL", "inclusive-KL", "chi2", "power", "MMD", "L2-distance"}) {
    const auto energy = make_energy(name, s);
    Vector DF = s.space->zero();
    energy->first_variation(s.target, DF);
    EXPECT_EQ(energy->value(s.target), 0) << name;
    EXPECT_EQ(DF.linfty_norm(), 0) << name;
    EXPECT_GT(energy->value(s.state), 0) << name;
  }
}

// Catches a preimage that is not one: DF = Kf eta; and an energy that claims one without a kernel.
TEST(Energies, KernelPreimage)
{
  const Setting s = make_setting(2);
  for (const auto &name : Registry<Energy>::names()) {
    const auto energy = make_energy(name, s);
    Vector eta = s.space->zero(), DF = s.space->zero(), K_eta = s.space->zero();
    const KernelOperator *kernel = energy->kernel_preimage(s.state, eta);
    EXPECT_EQ(kernel != nullptr, name == "MMD") << name;
    if (kernel == nullptr) continue;
    EXPECT_EQ(kernel, s.kernel.get());
    energy->first_variation(s.state, DF);
    kernel->apply(eta, K_eta);
    K_eta -= DF;
    EXPECT_LE(K_eta.linfty_norm(), 1e-15 * DF.linfty_norm());
  }
}

// Catches a target that an entropy would divide by although it is zero somewhere.
TEST(Energies, RefuseATargetThatIsNotPositive)
{
  Setting s = make_setting(1);
  data(s.target)[3] = 0;
  for (const auto &name : Registry<Energy>::names())
    if (Registry<Energy>::traits(name).positive_target)
      EXPECT_THROW(make_energy(name, s), InputError) << name;
    else
      EXPECT_NO_THROW(make_energy(name, s)) << name;
}
