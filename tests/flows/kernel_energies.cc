// SPDX-License-Identifier: LGPL-2.1-or-later
// Flows of energies with kernels, and of the geometries kernel H-1, inverse-kernel H-1 and IFT: against dense
// matrices that are put together here, and what every flow promises.
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/flow/step_kind.h>

#include <Eigen/Eigenvalues>

#include "tests/flows/flow_checks.h"
#include <array>
#include <functional>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string pi = "3.141592653589793";
/// Degree 1: 13 nodes of equal distance, weights h (h/2 at the walls).
const std::string small = "domain/cells = 12; domain/degree = 1; initial state/formula = exp(0.6*cos(" + pi +
                          "*x)); target/formula = exp(0.4*cos(2*" + pi + "*x)); ";
const std::string smooth = "domain/cells = 6; domain/degree = 4; initial state/formula = exp(0.6*cos(" + pi +
                           "*x)); target/formula = exp(0.4*cos(2*" + pi + "*x)); ";
const std::string gaussian = "kernel/name = Gaussian; kernel/bandwidth = 0.2; ";

struct Dense {
  Eigen::VectorXd weights, initial, target;
  Eigen::MatrixXd kernel;  ///< k(x_i, x_j) w_j, a Gaussian of unit integral
  double h;

  explicit Dense(const Flow &flow, double sigma) : h(1. / 12)
  {
    const auto n = Eigen::Index(flow.space().n_nodes());
    weights = as_eigen(flow.space().weights());
    initial = as_eigen(flow.initial_state());
    target = as_eigen(flow.target());
    kernel.resize(n, n);
    const auto &x = flow.space().nodes();
    for (Eigen::Index i = 0; i < n; ++i)
      for (Eigen::Index j = 0; j < n; ++j) {
        const double r = (x[std::size_t(i)][0] - x[std::size_t(j)][0]) / sigma;
        kernel(i, j) = std::exp(-r * r / 2) / (sigma * std::sqrt(2 * std::acos(-1.))) * weights[j];
      }
  }
  /// -(m f')' with no flux, m the mean over each cell.
  Eigen::VectorXd diffusion(const Eigen::VectorXd &m, const Eigen::VectorXd &f) const
  {
    Eigen::VectorXd out = Eigen::VectorXd::Zero(f.size());
    for (Eigen::Index i = 0; i + 1 < f.size(); ++i) {
      const double flux = 0.5 * (m[i] + m[i + 1]) * (f[i + 1] - f[i]) / h;
      out[i] -= flux / weights[i];
      out[i + 1] += flux / weights[i + 1];
    }
    return out;
  }
  /// exp(-sigma^2 L/2) of the Laplacian with lumped masses, symmetric in W^1/2 u.
  Eigen::MatrixXd intrinsic(double sigma) const
  {
    const Eigen::Index n = weights.size();
    const Eigen::VectorXd root = weights.cwiseSqrt(), one = Eigen::VectorXd::Ones(n);
    Eigen::MatrixXd L(n, n);
    for (Eigen::Index j = 0; j < n; ++j) L.col(j) = diffusion(one, Eigen::VectorXd::Unit(n, j));
    L = root.asDiagonal() * L * root.cwiseInverse().asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(L);
    const Eigen::VectorXd g = (-sigma * sigma / 2 * modes.eigenvalues().array()).exp();
    return root.cwiseInverse().asDiagonal() * modes.eigenvectors() * g.asDiagonal() *
           modes.eigenvectors().transpose() * root.asDiagonal();
  }
  Eigen::VectorXd evolve(const std::function<Eigen::VectorXd(const Eigen::VectorXd &)> &rate,
                         double end) const
  {
    Eigen::VectorXd u = initial;
    const int steps = 2000;
    const double dt = end / steps;
    for (int n = 0; n < steps; ++n) {
      const Eigen::VectorXd k1 = rate(u), k2 = rate(u + dt / 2 * k1), k3 = rate(u + dt / 2 * k2),
                            k4 = rate(u + dt * k3);
      u += dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    return u;
  }
};

double error_against(const Flow &flow, const Eigen::VectorXd &expected, double end)
{
  const Trajectory trajectory = evolve(flow, options_for(end, 1e-9, "auto", 2));
  EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-6));
  return (as_eigen(trajectory.states.back()) - expected).cwiseAbs().maxCoeff();
}
}  // namespace

// blob-KL in the Fisher-Rao and the spherical Fisher-Rao geometry, written out.
TEST(KernelEnergies, BlobInFisherRaoByTheDenseOracle)
{
  for (const bool spherical : {false, true}) {
    const Flow flow = flow_of(small + gaussian + "energy/name = blob-KL; geometry/name = " +
                              (spherical ? "spherical Fisher-Rao" : "Fisher-Rao"));
    ASSERT_TRUE(step_kind(flow) == StepKind::explicit_rate);
    const Dense d(flow, 0.2);
    const auto expected = d.evolve(
        [&](const Eigen::VectorXd &u) -> Eigen::VectorXd {
          const Eigen::VectorXd q = d.kernel * u;
          Eigen::VectorXd xi = (q.array() / d.target.array()).log().matrix() + d.kernel * u.cwiseQuotient(q);
          xi.array() -= spherical ? d.weights.cwiseProduct(u).dot(xi) / d.weights.dot(u) : 1.;
          return -u.cwiseProduct(xi);
        },
        1);
    EXPECT_LT(error_against(flow, expected, 1), 1e-7) << spherical;
  }
}

// blob-KL in the Wasserstein geometry: explicit, with a rate that the kernel bounds. (A kernel of free space
// would pile mass up at the walls.)
TEST(KernelEnergies, BlobInWassersteinByTheDenseOracle)
{
  const Flow flow = flow_of(small +
                            "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.2; "
                            "energy/name = blob-KL; geometry/name = Wasserstein");
  ASSERT_TRUE(step_kind(flow) == StepKind::explicit_rate);
  Dense d(flow, 0.2);
  d.kernel = d.intrinsic(0.2);
  const auto expected = d.evolve(
      [&](const Eigen::VectorXd &u) -> Eigen::VectorXd {
        const Eigen::VectorXd q = d.kernel * u;
        const Eigen::VectorXd xi =
            (q.array() / d.target.array()).log().matrix() + d.kernel * u.cwiseQuotient(q);
        return -d.diffusion(u, xi);
      },
      0.3);
  EXPECT_LT(error_against(flow, expected, 0.3), 1e-7);
}

// The nonlocal Allen-Cahn and Cahn-Hilliard equations with a kernel that the walls cut off.
TEST(KernelEnergies, NonlocalGinzburgLandauByTheDenseOracle)
{
  for (const bool conserving : {false, true}) {
    const Flow flow =
        flow_of(small + gaussian + "energy/name = nonlocal Ginzburg-Landau; energy/kappa = 0.1; " +
                "initial state/formula = 0.1 + 0.6*cos(" + pi +
                "*x); geometry/name = " + (conserving ? "H-1" : "L2"));
    const Dense d(flow, 0.2);
    const double strength = 2 * 0.1 / 0.04;
    const Eigen::VectorXd mass = d.kernel * Eigen::VectorXd::Ones(d.initial.size());
    const auto expected = d.evolve(
        [&](const Eigen::VectorXd &u) -> Eigen::VectorXd {
          const Eigen::VectorXd xi =
              strength * (mass.cwiseProduct(u) - d.kernel * u) + u.cwiseProduct(u).cwiseProduct(u) - u;
          return conserving ? Eigen::VectorXd(-d.diffusion(Eigen::VectorXd::Ones(u.size()), xi))
                            : Eigen::VectorXd(-xi);
        },
        0.05);
    EXPECT_LT(error_against(flow, expected, 0.05), 1e-7) << conserving;
  }
}

// MMD energy in IFT: alpha div(rho grad Kf(rho - pi)) - beta (rho - pi), for every kernel, explicit and
// positive.
TEST(InteractionForceTransport, MMDEnergyByTheDenseOracle)
{
  for (const std::string name : {"IFT", "spherical IFT"}) {
    const Flow flow =
        flow_of(small + gaussian + "energy/name = MMD; geometry/name = " + name +
                "; geometry/alpha = 0.5; geometry/beta = 2; initial state/mass = 1; target/mass = 1");
    const Dense d(flow, 0.2);
    const auto expected = d.evolve(
        [&](const Eigen::VectorXd &u) -> Eigen::VectorXd {
          const Eigen::VectorXd eta = u - d.target;
          return -0.5 * d.diffusion(u, d.kernel * eta) - 2 * eta;
        },
        0.5);
    EXPECT_LT(error_against(flow, expected, 0.5), 1e-7) << name;
  }
}

// With a Matern kernel of s = 1 the same flow has two forms: eta without the inverse, and 1 + l^2 L.
TEST(InteractionForceTransport, BothFormsOfTheInverseAgree)
{
  const Flow flow =
      flow_of(smooth + "energy/name = MMD; geometry/name = IFT; kernel/name = intrinsic Matern");
  const Vector u = flow.initial_state();
  Vector xi = u, eta = u, one = u, two = u;
  flow.energy().first_variation(u, xi);
  flow.energy().kernel_preimage(u, eta);
  flow.geometry().onsager_apply(u, xi, one);
  flow.geometry().apply_to_image(u, xi, eta, two);
  EXPECT_LT(distance(one, two), 1e-9 * one.linfty_norm());
}

// KL has a flow where the inverse is a differential operator of second order, and is refused elsewhere, with
// the reason; so is a signed energy, whose states are no densities.
TEST(InteractionForceTransport, WhatHasAFlow)
{
  const auto refusal = [](const std::string &settings) -> std::string {
    try {
      flow_of(smooth + "geometry/name = IFT; " + settings);
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal("energy/name = KL; kernel/name = intrinsic Matern"), "");
  EXPECT_NE(refusal("energy/name = KL; kernel/name = intrinsic Gaussian").find("there is no flow"),
            std::string::npos);
  EXPECT_NE(refusal("energy/name = KL; kernel/name = Gaussian").find("range of the kernel"),
            std::string::npos);
  EXPECT_NE(refusal("energy/name = KL; kernel/name = intrinsic Matern; kernel/smoothness = 2")
                .find("maximum principle"),
            std::string::npos);
  EXPECT_NE(refusal("energy/name = MMD; energy kernel/same as geometry = false").find("there is no flow"),
            std::string::npos);
  EXPECT_NE(refusal("energy/name = nonlocal Ginzburg-Landau; kernel/name = intrinsic Matern"), "");
}

TEST(InteractionForceTransport, KLKeepsItsPromises)
{
  for (const std::string name : {"IFT", "spherical IFT"}) {
    const Flow flow =
        flow_of(smooth + "energy/name = KL; kernel/name = intrinsic Matern; geometry/name = " + name);
    ASSERT_EQ(step_kind(flow), StepKind::diffusive);
    EXPECT_TRUE(keeps_promises(flow, evolve(flow, options_for(0.5, 1e-7, "auto", 2)), 1e-5)) << name;
  }
}

// kernel H-1 with the Matern kernel of smoothness 1 and an energy with gradients, whose rates grow with the
// mesh: implicit steps, as many on each mesh, with as many iterations, to the states of explicit ones. Other
// kernels bound the rates. Must fail: explicit steps on the finer mesh.
TEST(KernelEnergies, KernelHMinus1IsImplicitWhereItIsStiff)
{
  const auto flow = [](const std::string &cells, const std::string &kernel) {
    return flow_of(
        "energy/name = Ginzburg-Landau; energy/kappa = 0.02; geometry/name = kernel H-1; "
        "kernel/bandwidth = 0.1; domain/degree = 2; initial state/formula = 0.1 + 0.6*cos(" +
        pi + "*x); domain/cells = " + cells + "; kernel/name = " + kernel);
  };
  EXPECT_EQ(step_kind(flow("8", "intrinsic Gaussian")), StepKind::explicit_rate);
  EXPECT_EQ(step_kind(flow("8", "intrinsic Matern; kernel/smoothness = 2")), StepKind::explicit_rate);
  const Flow coarse = flow("8", "intrinsic Matern"), fine = flow("32", "intrinsic Matern");
  ASSERT_EQ(step_kind(coarse), StepKind::diffusive);
  const auto run = [](const Flow &of, const std::string &integrator) {
    return evolve(of, options_for(0.1, 1e-7, integrator, 1));
  };
  const Trajectory one = run(coarse, "kvaerno5"), two = run(fine, "kvaerno5");
  EXPECT_LT(distance(one.states.back(), run(coarse, "dopri5").states.back()), 1e-5);
  const auto iterations = [](const Trajectory &t) {
    return double(t.ledger.back().solver_iterations) / double(t.ledger.back().steps);
  };
  EXPECT_LT(double(two.ledger.back().steps), 1.5 * double(one.ledger.back().steps));
  EXPECT_LT(iterations(two), 1.5 * iterations(one));
  EXPECT_GT(double(run(fine, "dopri5").ledger.back().steps), 8 * double(two.ledger.back().steps));
}

// The metric of the intrinsic Gaussian has eigenvalues below round-off. KL has steps to moderate tolerances
// with small bandwidths; elsewhere the run ends with the reason.
TEST(KernelEnergies, KLInInverseKernelHMinus1WithAGaussian)
{
  const auto flow = [](const std::string &bandwidth) {
    return flow_of(smooth + "kernel/name = intrinsic Gaussian; kernel/bandwidth = " + bandwidth +
                   "; energy/name = KL; geometry/name = inverse-kernel H-1");
  };
  const Flow narrow = flow("0.02");
  EXPECT_TRUE(keeps_promises(narrow, evolve(narrow, options_for(0.1, 1e-5, "auto", 2)), 1e-3));
  try {
    evolve(flow("0.15"), options_for(0.1, 1e-9, "auto", 2));
    ADD_FAILURE() << "there are such steps now: say so in doc/flows-kernel-h-1.md";
  } catch (const NumericalFailure &failure) {
    EXPECT_NE(std::string(failure.what()).find("no bounded inverse"), std::string::npos) << failure.what();
  }
}

// Every pair of the new geometries and energies keeps its promises; those that make no sense are refused.
TEST(KernelEnergies, KeepTheirPromises)
{
  const std::string kernel = "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.15; ";
  const std::string wells = "initial state/formula = 0.1 + 0.6*cos(" + pi + "*x); energy/kappa = 0.05; ";
  for (const auto &[energy, geometry, settings] : std::vector<std::array<std::string, 3>>{
           {"blob-KL", "Hellinger-Kantorovich", ""},
           {"blob-KL", "KRR Fisher-Rao", "geometry/ridge = 0.1"},
           {"blob-KL", "normalized Fisher-Rao", ""},
           {"KL", "kernel H-1", ""},
           {"L2-distance", "kernel H-1", ""},
           {"Ginzburg-Landau", "kernel H-1", wells},
           {"Ginzburg-Landau", "kernel H-1", wells + "kernel/name = intrinsic Matern"},
           {"Ginzburg-Landau", "kernel H-1", wells + "kernel/name = Gaussian; kernel/boundary = conditioned"},
           {"nonlocal Ginzburg-Landau", "kernel H-1", wells},
           {"KL", "inverse-kernel H-1", "kernel/name = intrinsic Matern"},
           {"L2-distance", "inverse-kernel H-1", ""},
           {"Ginzburg-Landau", "inverse-kernel H-1", wells},
           {"nonlocal Ginzburg-Landau", "inverse-kernel H-1", wells},
           {"nonlocal Ginzburg-Landau", "spherical MMD", wells},
           {"nonlocal Ginzburg-Landau", "H-1", wells + "geometry/mobility = 1.2 - u^2"},
           {"MMD", "Wasserstein", "kernel/bandwidth = 0.1"},
           {"KL", "Wasserstein-L2", ""},
           {"KL", "spherical Wasserstein-L2", ""}}) {
    SCOPED_TRACE(energy + " in " + geometry);
    try {
      const Flow flow = flow_of(smooth + kernel + "energy/name = " + energy +
                                "; geometry/name = " + geometry + "; " + settings);
      EXPECT_TRUE(keeps_promises(flow, evolve(flow, options_for(0.1, 1e-6, "auto", 2)), 1e-4));
    } catch (const std::exception &error) {
      ADD_FAILURE() << error.what();
    }
  }
  for (const auto &[energy, geometry] : std::vector<std::array<std::string, 2>>{
           {"nonlocal Ginzburg-Landau", "Fisher-Rao"},  // an order parameter in a geometry of densities
           {"nonlocal Ginzburg-Landau", "Wasserstein"},
           {"blob-KL", "MMD"},  // not convex, and the metric is all there is
           {"blob-KL", "inverse-kernel H-1"}})
    EXPECT_THROW(flow_of(smooth + kernel + "energy/name = " + energy + "; geometry/name = " + geometry),
                 InputError)
        << energy << " in " << geometry;
}

// Linear iterations of the nonlocal Cahn-Hilliard equation do not grow with the mesh: without the symbol of
// the interaction in the preconditioner they do.
TEST(KernelEnergies, NonlocalCahnHilliardNeedsFewIterationsOnEveryMesh)
{
  double first = 0;
  for (const char *cells : {"8", "32"}) {
    const Flow flow =
        flow_of("domain/dimension = 2; domain/degree = 2; domain/cells = " + std::string(cells) +
                "; kernel/bandwidth = 0.06; energy/name = nonlocal Ginzburg-Landau; energy/kappa = 0.01; "
                "geometry/name = H-1; initial state/formula = 0.3*cos(" +
                pi + "*x)*cos(2*" + pi + "*y)");
    EvolveOptions options = options_for(0.01, 1e-4, "sdirk2", 1);
    const Trajectory trajectory = evolve(flow, options);
    double iterations = 0, steps = 0;
    for (const LedgerRow &row : trajectory.ledger) {
      iterations += row.solver_iterations;
      steps += row.steps;
    }
    const double per_step = iterations / steps;
    if (first == 0) first = per_step;
    EXPECT_LT(per_step, 1.5 * first + 1) << cells;
  }
}
