// SPDX-License-Identifier: LGPL-2.1-or-later
// Stages on general meshes: multigrid under refinement, with contrast, and against the sparse factorization.
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/solvers/low_order_multigrid.h>
#include <gammaflow/time/linear/gmres.h>

#include "tests/flows/flow_checks.h"
#include "tests/flows/stage_checks.h"
#include <thread>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::string mesh(const std::string &generator, unsigned dim = 2)
{
  return "domain/dimension = " + std::to_string(dim) +
         "; domain/degree = 2; domain/shape = mesh; domain/mesh generator = " + generator +
         "; domain/lower = 0; domain/upper = 1; solver/preconditioner = multigrid; ";
}

/// Mobility times F'' varies by a factor of 3e5.
const StageCase contrast = {"chi2, contrast",
                            "energy/name = chi2; geometry/name = Wasserstein; target/formula = "
                            "exp(6*cos(6.283185307179586*x)*cos(3.141592653589793*y)); initial state/formula "
                            "= 1 + 0.9*cos(6.283185307179586*x)",
                            1e-5, 18};

std::vector<StageCase> mesh_cases()
{
  std::vector<StageCase> result = {contrast};
  for (const StageCase &c : stage_cases())
    if (c.name == "Fokker-Planck" || c.name == "spherical HK" || c.name == "Allen-Cahn" ||
        c.name == "Cahn-Hilliard")
      result.push_back(c);
  return result;
}

/// Iterations for (1 + L) x = b, preconditioned by (1 + M^-1 A(m))^-1 with the multigrid's m.
unsigned elliptic_iterations(const Space &space, double m)
{
  Vector one = space.zero(), mobility = one, x = one;
  one = 1.;
  mobility = m;
  LowOrderMultigrid multigrid(space);
  multigrid.initialize(one, mobility);
  const Vector b = space.sample([](const Point &p) { return std::sin(9 * p[0]) * std::cos(5 * p[1]); });
  return gmres(
             InnerProduct(space),
             [&](const Vector &u, Vector &v) {
               space.laplacian().laplacian(u, v);
               v += u;
             },
             [&](const Vector &u, Vector &v) { multigrid.apply(u, v); }, b, x, 1e-8 * space.norm(b), 400)
      .iterations;
}
}  // namespace

// Flows on several threads have a hierarchy each. Made without turns they damage the heap, or one another's
// numbers.
TEST(Multigrid, ThreadsMakeTheirHierarchiesAtOnce)
{
  const auto result_of = [](double m) {
    const auto space = make_space(box_parameters(2, 32, 3));
    Vector one = space->zero(), mobility = one, z = one;
    one = 1.;
    mobility = m;
    LowOrderMultigrid multigrid(*space);
    for (unsigned k = 0; k < 6; ++k) multigrid.initialize(one, mobility);
    multigrid.apply(space->sample([](const Point &p) { return std::sin(9 * p[0]) * std::cos(5 * p[1]); }), z);
    return z;
  };
  const std::vector<double> mobilities = {1e-3, 1, 10, 1e-2};
  std::vector<Vector> alone, together(mobilities.size());
  for (const double m : mobilities) alone.push_back(result_of(m));
  std::vector<std::thread> threads;
  for (std::size_t k = 0; k < mobilities.size(); ++k)
    threads.emplace_back([&, k] { together[k] = result_of(mobilities[k]); });
  for (auto &thread : threads) thread.join();
  for (std::size_t k = 0; k < mobilities.size(); ++k) EXPECT_EQ(distance(alone[k], together[k]), 0) << k;
}

// Counts that grow without bound: three refinements, eight times the cells in each direction. From the first
// to the second mesh the hierarchy gets more than two levels, which costs something once.
TEST(Multigrid, IterationCountsDoNotGrowWithRefinementOnMeshes)
{
  for (const std::string generator : {"disk", "L-shape"})
    for (const StageCase &c : mesh_cases()) {
      std::vector<double> counts;
      for (const unsigned level : {2u, 3u, 4u, 5u}) {
        const SolvedStage stage = solve_stage(flow_of(c.settings + "; " + mesh(generator), level), c.step);
        EXPECT_TRUE(stage.solved) << c.name << ", " << level;
        counts.push_back(stage.per_solve);
      }
      std::cout << "  " << generator << ", " << c.name << ":";
      for (const double count : counts) std::cout << " " << count;
      std::cout << "\n";
      EXPECT_LT(counts[3], 1.3 * counts[1] + 1) << c.name;
      EXPECT_LT(counts[3], c.iterations + 3) << c.name;
    }
}

/// Iterations for (1 + u^-1 h L_u) x = b with u = exp(-1.4 |x - a|^2), which falls to 1e-25 on (-4, 4)^2.
unsigned iterations_with_tails(unsigned cells, double h)
{
  const auto space = make_space_from(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/lower = "
      "-4; domain/upper = 4; domain/degree = 2; domain/cells = " +
      std::to_string(cells));
  const Vector u = space->sample(
      [](const Point &x) { return std::exp(-1.4 * (std::pow(x[0] + 0.6, 2) + std::pow(x[1] + 0.6, 2))); });
  Vector mobility = u, scaled = u, x = u;
  mobility *= h;
  LowOrderMultigrid multigrid(*space);
  multigrid.initialize(u, mobility);
  const Vector b = space->sample([](const Point &p) { return std::sin(9 * p[0]) * std::cos(5 * p[1]); });
  return gmres(
             InnerProduct(*space),
             [&](const Vector &v, Vector &w) {
               space->gradients().apply(mobility, v, w);
               for (std::size_t i = 0; i < size(v); ++i) data(w)[i] = data(v)[i] + data(w)[i] / data(u)[i];
             },
             [&](const Vector &v, Vector &w) {
               scaled = v;
               scaled.scale(u);
               multigrid.apply(scaled, w);
             },
             b, x, 1e-6 * space->norm(b), 400)
      .iterations;
}

// Tails far below the rest, where relative accuracy is wanted as well: a coarsest matrix whose entries range
// over sixty powers of ten is factorized to nothing (400 iterations on 32 and 64 cells).
TEST(Multigrid, DensitiesWithTails)
{
  for (const double h : {1e-4, 1e-2})
    for (const unsigned cells : {32u, 64u})
      EXPECT_LT(iterations_with_tails(cells, h), 25u) << cells << " " << h;
}

TEST(Multigrid, HighDegreeAndThreeDimensions)
{
  for (const std::string domain : {"domain/degree = 2", "domain/degree = 4"}) {
    std::vector<unsigned> counts;
    for (const unsigned level : {0u, 1u, 2u}) {
      if (level == 2 && domain == "domain/degree = 4") continue;
      Parameters parameters = parameters_of(mesh("disk", 3) + domain);
      counts.push_back(elliptic_iterations(*make_space(parameters, level), 1));
    }
    std::cout << "  ball, " << domain << ":";
    for (const unsigned count : counts) std::cout << " " << count;
    std::cout << "\n";
    EXPECT_LT(counts.back(), 30u) << domain;
  }
}

// The shorter the step, the sooner coarsening ends: c + M^-1 A(m) is nearly diagonal. What is left then may
// be all of the mesh, and is not factored, which would take all of the memory; iterations stay few.
TEST(Multigrid, ShortStepsFactorNoLargeMatrix)
{
  const auto space = make_space(parameters_of(mesh("L-shape")), 5);
  ASSERT_GT(space->n_nodes(), 10000u);
  LowOrderMultigrid multigrid(*space);
  Vector one = space->zero(), mobility = one;
  one = 1.;
  const Vector b = space->sample([](const Point &p) { return std::sin(9 * p[0]) * std::cos(5 * p[1]); });
  bool factored = false, not_factored = false;
  for (int step = -28; step <= 28; ++step) {  // shorter and shorter, and then longer again
    const double m = std::pow(10., 0.5 * std::abs(step) - 12);
    mobility = m;
    multigrid.initialize(one, mobility);
    EXPECT_LE(multigrid.largest_factored(), 2000u) << m;
    (multigrid.factors() ? factored : not_factored) = true;
    Vector x = space->zero();
    const LinearSolve solve = gmres(
        InnerProduct(*space),
        [&](const Vector &u, Vector &v) {
          space->laplacian().laplacian(u, v);
          v *= m;
          v += u;
        },
        [&](const Vector &u, Vector &v) { multigrid.apply(u, v); }, b, x, 1e-8 * space->norm(b), 400);
    EXPECT_LE(solve.iterations, 16u) << m;
  }
  EXPECT_TRUE(factored && not_factored);
}

// Must fail: a multigrid that has lost the coupling between nodes.
TEST(Multigrid, WithoutTheCouplingThereAreManyIterations)
{
  const auto space_at = [](unsigned level) { return make_space(parameters_of(mesh("L-shape")), level); };
  EXPECT_GT(elliptic_iterations(*space_at(3), 1e-12), 100u);
  EXPECT_LT(elliptic_iterations(*space_at(4), 1), 15u);
}

// The solution does not depend on how it is found.
TEST(Multigrid, FindsTheSolutionThatFactorsFind)
{
  for (const StageCase &c : mesh_cases()) {
    std::vector<Vector> found;
    for (const std::string kind : {"multigrid", "factors"}) {
      const Flow flow = flow_of(c.settings + "; " + mesh("disk") + "solver/preconditioner = " + kind, 2);
      DiffusiveStage stage(flow, 1e-12, 1000);
      FlowProblem problem(flow, 1e-9, 1e-12, 1000);
      Vector base = flow.initial_state(), dy = flow.space().zero();
      problem.variable_of(flow.initial_state(), base);
      ASSERT_TRUE(stage.solve(0, base, c.step, dy)) << c.name;
      found.push_back(stage.state());
    }
    found[1] -= found[0];
    EXPECT_LT(found[1].linfty_norm(), 1e-9 * found[0].linfty_norm()) << c.name;
  }
}

// A hierarchy is kept while its contraction stays what it was, however far a solve went, and renewed where it
// does not or the step is another one. Catches one set-up for each solve, which costs as much as the solve.
TEST(Multigrid, IsKeptAsLongAsItServes)
{
  const StageCase c = mesh_cases().front();
  const Flow flow = flow_of(c.settings + "; " + mesh("disk"), 2);
  const Vector &u = flow.initial_state();
  Vector force = u, stretch = u;
  stretch = 1.;
  flow.energy().first_variation(u, force);
  LinearizedFlow at(flow);
  at.reset(u, force);
  FlowMultigrid multigrid(flow);
  const auto builds_after = [&](double step, double contraction) {
    multigrid.prepare(at, stretch, step);
    LinearSolve solve;
    solve.iterations = contraction < 1 ? 5 : 0;  // without iterations it tells nothing
    solve.contraction = contraction;
    multigrid.report(solve);
    return multigrid.builds();
  };
  EXPECT_EQ(builds_after(0.1, 1), 1u);
  EXPECT_EQ(builds_after(0.1, 0.1), 1u);  // the one to compare with
  EXPECT_EQ(builds_after(0.12, 0.2), 1u);
  EXPECT_EQ(builds_after(0.1, 0.5), 1u);  // no longer good,
  EXPECT_EQ(builds_after(0.1, 0.2), 2u);  // so another one
  EXPECT_EQ(builds_after(0.1, 1), 2u);
  EXPECT_EQ(builds_after(0.2, 0.1), 3u);
  multigrid.forget();
  EXPECT_EQ(builds_after(0.2, 0.1), 4u);
}
