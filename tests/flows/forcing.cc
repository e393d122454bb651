// SPDX-License-Identifier: LGPL-2.1-or-later
// Sources and time-dependent boundary values: manufactured solutions, from parameters alone.
#include <gammaflow/base/errors.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/stages/diffusive_stage.h>

#include "tests/flows/flow_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string constants = "domain/constants = k = 3.141592653589793, w = 2*k; ";

struct Manufactured {
  std::string name, settings, solution;
  double end;
};

/// u = e^-t cos(k x) + t: u' + K DF = s.
const std::vector<Manufactured> cases = {
    // L2, kappa = 0.1, f' = u^3 - u, natural boundary
    {"Allen-Cahn with a source",
     "energy/name = Ginzburg-Landau; energy/kappa = 0.1; geometry/name = L2; source/formula = "
     "-exp(-t)*cos(k*x) + 1 + 0.1*k^2*exp(-t)*cos(k*x) + (exp(-t)*cos(k*x)+t)^3 - exp(-t)*cos(k*x) - t",
     "exp(-t)*cos(k*x) + t", 0.5},
    // H-1, fourth order: u = e^-t cos(k x), u_t + m k^2 (kappa k^2 u - u) with f' = -u
    {"linear Cahn-Hilliard with a source",
     "energy/name = Ginzburg-Landau; energy/kappa = 0.05; energy/f = -u^2/2; geometry/name = H-1; "
     "geometry/mobility = 0.3; source/formula = exp(-t)*cos(k*x)*(-1 + 0.3*k^2*(0.05*k^2-1))",
     "exp(-t)*cos(k*x)", 0.5},
    // heat equation u = e^-t sin(x) + x t with values on both sides
    {"heat equation with Dirichlet values",
     "energy/name = Dirichlet; geometry/name = L2; boundary/left = 0; boundary/right = exp(-t)*sin(1) + t; "
     "source/formula = x",
     "exp(-t)*sin(x) + x*t", 1},
    // 2D: periodic in x, values below, no flux above: u = (1+t) cos(w x) cos(k (1-y)) is not 0 below
    {"Allen-Cahn in 2D, mixed boundary",
     "domain/dimension = 2; domain/cells = 6; domain/boundary = periodic, no-flux; energy/name = "
     "Ginzburg-Landau; energy/kappa = 0.02; energy/f = u^4/4; geometry/name = L2; geometry/rate = 2; "
     "boundary/bottom = (1+t)*cos(w*x)*cos(k); source/formula = cos(w*x)*cos(k*(1-y)) + "
     "2*(0.02*(w^2+k^2)*(1+t)*cos(w*x)*cos(k*(1-y)) + ((1+t)*cos(w*x)*cos(k*(1-y)))^3)",
     "(1+t)*cos(w*x)*cos(k*(1-y))", 0.3}};

Vector at(const Flow &flow, const std::string &formula, double t)
{
  const Expression expression(formula, {"x", "y", "z", "t"},
                              {{"k", std::acos(-1.)}, {"w", 2 * std::acos(-1.)}});
  return flow.space().sample([&](const Point &x) {
    const std::array<double, 4> v{{x[0], x[1], x[2], t}};
    return expression.value(v.data());
  });
}

Flow flow_with_start(const Manufactured &c, const std::string &further = "")
{
  std::string start = c.solution;
  for (std::size_t i = 0; (i = start.find('t', i)) != std::string::npos; ++i)
    if ((i == 0 || !std::isalpha(start[i - 1])) && !std::isalpha(start[i + 1])) start.replace(i, 1, "0");
  return flow_of(constants + "domain/cells = 8; domain/degree = 5; initial state/formula = " + start + "; " +
                 c.settings + "; " + further);
}
}  // namespace

// A source at the wrong time, boundary nodes that do not follow their values, a Jacobian that forgets them.
TEST(Forcing, ManufacturedSolutions)
{
  for (const Manufactured &c : cases) {
    SCOPED_TRACE(c.name);
    const Flow flow = flow_with_start(c);
    EXPECT_FALSE(flow.gradient_structure());
    const Trajectory trajectory = evolve(flow, options_for(c.end, 1e-7, "auto", 2));
    for (std::size_t k = 0; k < trajectory.times.size(); ++k)
      EXPECT_LT(distance(trajectory.states[k], at(flow, c.solution, trajectory.times[k])), 5e-5)
          << trajectory.times[k];
    EXPECT_TRUE(std::isnan(trajectory.ledger.back().edb_residual)) << "there is no balance with a source";
  }
}

// Orders in time of non-autonomous flows: stage times that are wrong cost orders.
TEST(Forcing, OrdersInTime)
{
  for (const auto *c : {&cases[0], &cases[1]})
    for (const auto &[integrator, order] :
         {std::pair<const char *, double>{"sdirk2", 2}, {"sdirk4", 4}, {"kvaerno5", 5}}) {
      const Flow flow = flow_with_start(*c);
      const Vector reference = fixed_steps(flow, "kvaerno5", c->end, 80).state;
      const Vector coarse = fixed_steps(flow, integrator, c->end, 5).state,
                   fine = fixed_steps(flow, integrator, c->end, 10).state;
      const double observed =
          std::log2(l1(flow.space(), coarse, reference) / l1(flow.space(), fine, reference));
      std::cout << "  " << c->name << ", " << integrator << ": " << observed << " ("
                << l1(flow.space(), fine, reference) << ")\n";
      EXPECT_GT(observed, order - 0.6) << c->name << ", " << integrator;
    }
}

// Values on the curved boundary of a disk, and on all sides of an L-shape and of a box: the manufactured
// solution of the heat equation u = e^-t (x^2 - y^2) + t x with a source, with the order of the elements.
// Must fail: with no flux instead it is another flow.
TEST(Forcing, BoundaryValuesOnMeshes)
{
  const std::string heat =
      "domain/dimension = 2; energy/name = Dirichlet; geometry/name = L2; initial state/formula = sin(x) + "
      "x^2 - y^2; "
      "source/formula = x - exp(-t)*(x^2 - y^2); time/end = 0.2; domain/lower = -1; ";
  const std::string values = "boundary/elsewhere = exp(-t)*(x^2 - y^2 + sin(x)) + t*x; ";
  for (const std::string domain :
       {"domain/shape = mesh; domain/mesh generator = disk; ",
        "domain/shape = mesh; domain/mesh generator = L-shape; ", "domain/cells = 2; "}) {
    double errors[2] = {0, 0}, without = 0;
    for (const unsigned level : {1u, 2u})
      for (const bool given : {true, false}) {
        const Flow flow = flow_of(heat + domain + (given ? values : "") + "; domain/degree = 2", level);
        const Trajectory trajectory = evolve(flow, options_for(0.2, 1e-8, "auto", 1));
        const Vector exact = flow.space().sample([](const Point &x) {
          return std::exp(-0.2) * (x[0] * x[0] - x[1] * x[1] + std::sin(x[0])) + 0.2 * x[0];
        });
        (given ? errors[level - 1] : without) = l1(flow.space(), trajectory.states.back(), exact);
      }
    const double order = std::log2(errors[0] / errors[1]);
    std::cout << "  " << domain << "error " << errors[1] << ", order " << order << "\n";
    EXPECT_GT(order, 2.6) << domain;
    EXPECT_GT(without, 100 * errors[1]) << domain;
  }
}

// Values on sides of boxes: the linearized step of the heat equation is inverted exactly, and for Allen-Cahn
// iterations do not grow with the mesh; the state is that of LU factors.
TEST(Forcing, FastDiagonalizationWithGivenValues)
{
  const std::string sides = "boundary/left = exp(-t)*y; boundary/right = 1 + t; boundary/top = 1 + t*x; ",
                    box = "domain/dimension = 2; domain/boundary = no-flux, no-flux; domain/degree = 2; ",
                    start = "initial state/formula = x + sin(3*y)*x*(1-x); ",
                    heat = "energy/name = Dirichlet; geometry/name = L2; ",
                    allen_cahn = "energy/name = Ginzburg-Landau; energy/kappa = 0.01; geometry/name = L2; ";
  const auto solve = [&](const std::string &settings, unsigned cells, double &iterations) {
    const Flow flow = flow_of(box + start + sides + settings + "; domain/cells = " + std::to_string(cells));
    DiffusiveStage stage(flow, 1e-9, 1000);
    Vector rate = flow.space().zero();
    EXPECT_TRUE(stage.solve(0.1, flow.initial_state(), 0.1, rate)) << settings;
    iterations = double(stage.iterations()) / stage.solves();
    return stage.state();
  };
  double iterations = 0, of_factors = 0;
  for (const unsigned cells : {8u, 32u}) {
    solve(heat, cells, iterations);
    EXPECT_LE(iterations, 1) << cells;
  }
  for (const unsigned cells : {8u, 32u}) {
    const Vector u = solve(allen_cahn, cells, iterations),
                 v = solve(allen_cahn + "solver/preconditioner = factors", cells, of_factors);
    EXPECT_LE(iterations, 7) << cells;
    for (std::size_t i = 0; i < size(u); ++i) EXPECT_NEAR(data(u)[i], data(v)[i], 1e-8);
  }
}

// Sources of densities, in the logarithm: the porous medium equation, Fokker-Planck and Fisher-Rao for
// u = 1 + e^-t cos(pi x)/2, by implicit and explicit methods. Must fail: without the source it is another
// solution.
TEST(Forcing, DensitiesWithSources)
{
  const std::string c = "(0.5*exp(-t))", p = "3.141592653589793", cosine = "cos(" + p + "*x)",
                    sine = "sin(" + p + "*x)", u = "(1 + " + c + "*" + cosine + ")",
                    rate = "-" + c + "*" + cosine;
  const auto error = [&](const std::string &settings, const std::string &source,
                         const std::string &integrator) {
    const Flow flow =
        flow_of("domain/cells = 8; domain/degree = 5; target/formula = 1; initial state/formula = 1 + 0.5*" +
                cosine + "; source/formula = " + source + "; " + settings);
    const Trajectory trajectory = evolve(flow, options_for(0.5, 1e-7, integrator, 2));
    double largest = 0;
    for (std::size_t i = 0; i < size(trajectory.states.back()); ++i)
      largest =
          std::max(largest, std::abs(data(trajectory.states.back())[i] - 1 -
                                     0.5 * std::exp(-0.5) * std::cos(M_PI * flow.space().nodes()[i][0])));
    return largest;
  };
  const std::string porous = rate + " - 2*" + p + "^2*(" + c + "^2*" + sine + "^2 - " + u + "*" + c + "*" +
                             cosine + ")",
                    heat = rate + " + " + p + "^2*" + c + "*" + cosine,
                    reaction = rate + " + " + u + "*log(" + u + ")";
  for (const std::string integrator : {"kvaerno5", "sdirk4", "rkc"}) {
    EXPECT_LT(error("energy/name = free-energy; energy/internal = power; geometry/name = Wasserstein", porous,
                    integrator),
              2e-5);
    EXPECT_LT(error("energy/name = KL; geometry/name = Wasserstein", heat, integrator), 2e-5);
  }
  EXPECT_LT(error("energy/name = KL; geometry/name = Fisher-Rao", reaction, "auto"), 2e-5);
  EXPECT_GT(error("energy/name = KL; geometry/name = Fisher-Rao", rate, "auto"), 1e-2);
}

// Values that change within a step, or within a thousandth of the time: summed up from dg/dt at the stages
// they were missed for ever. The solution far behind the ramp is that of the value it has reached.
TEST(Forcing, FastBoundaryValuesAreNotMissed)
{
  const std::string rod =
      "domain/cells = 16; domain/degree = 3; energy/name = Dirichlet; geometry/name = L2; initial "
      "state/formula = 0; "
      "boundary/right = 0; boundary/left = ";
  for (const std::string integrator : {"sdirk2", "sdirk4", "kvaerno5", "rkc"})
    for (const std::string ramp : {"0.5 + 0.5*tanh((t - 0.503)/1e-4)", "min(1, max(0, (t - 0.503)/0.03))"}) {
      SCOPED_TRACE(integrator + ", " + ramp);
      const Flow flow = flow_of(rod + ramp);
      const Trajectory trajectory = evolve(flow, options_for(1.5, 1e-5, integrator, 2));
      const Vector &u = trajectory.states.back();
      double error = 0;
      for (std::size_t i = 0; i < size(u); ++i)
        error = std::max(error, std::abs(data(u)[i] - (1 - flow.space().nodes()[i][0])));
      EXPECT_LT(error, 1e-3);
      EXPECT_EQ(flow.space().evaluate(u, {{0, 0, 0}}), 1);
    }
}

// A pulse a thousandth of the time long, which no error estimate sees: u' = 1 - u + s(t) at every point has
// u(1) = 1 + sqrt(pi) exp(-(1 - t0) + w^2/4); at a boundary, what has flown in.
TEST(Forcing, PulsesAreNotMissed)
{
  for (const double t0 : {0.377, 0.11, 0.6423})
    for (const std::string integrator : {"auto", "dopri5", "fehlberg78", "sdirk4"}) {
      const Flow flow = flow_of(
          "domain/cells = 2; domain/degree = 1; energy/name = L2-distance; geometry/name = L2; "
          "target/formula = 1; initial state/formula = 1; source/formula = exp(-((t-" +
          std::to_string(t0) + ")/0.001)^2)/0.001");
      const Trajectory trajectory = evolve(flow, options_for(1, 1e-5, integrator, 2));
      const double exact = 1 + std::sqrt(std::acos(-1.)) * std::exp(-(1 - t0) + 1e-6 / 4);
      EXPECT_NEAR(data(trajectory.states.back())[0], exact, 1e-3) << integrator << " " << t0;
    }
  std::vector<double> left;
  for (const double tolerance : {1e-4, 1e-6}) {
    const Flow flow = flow_of(
        "domain/cells = 8; domain/degree = 3; energy/name = Dirichlet; geometry/name = L2; initial "
        "state/formula = 0; boundary/left = exp(-((t-0.0377)/0.002)^2)");
    left.push_back(
        flow.space().integrate(evolve(flow, options_for(0.1, tolerance, "auto", 1)).states.back()));
  }
  // As long as nothing of it has reached the other end: int g(s) / sqrt(pi (t - s)) ds.
  for (const double mass : left) EXPECT_NEAR(mass, 0.002 / std::sqrt(0.1 - 0.0377), 1e-4);
}

// Pulses that are as short as they like: the samples of any mesh of time are all zero. The same u(1) as
// above.
TEST(Forcing, ShortPulsesAreNotMissed)
{
  for (const double width : {1e-4, 1e-5, 1e-6})
    for (const std::string integrator : {"auto", "dopri5", "sdirk4"}) {
      std::ostringstream pulse;
      pulse << "domain/cells = 2; domain/degree = 1; energy/name = L2-distance; geometry/name = L2; "
               "target/formula = "
               "1; initial state/formula = 1; source/formula = exp(-((t-0.31234567)/"
            << width << ")^2)/" << width;
      const Trajectory trajectory = evolve(flow_of(pulse.str()), options_for(1, 1e-6, integrator, 2));
      const double exact = 1 + std::sqrt(std::acos(-1.)) * std::exp(-(1 - 0.31234567));
      EXPECT_NEAR(data(trajectory.states.back())[0], exact, 5e-4) << integrator << " " << width;
    }
}

namespace
{
SmoothTimes times_of(const std::string &formula)
{
  const auto times =
      flow_of("domain/cells = 2; energy/name = L2-distance; geometry/name = L2; source/formula = " + formula)
          .forcing()
          ->smooth_times(2);
  return times.at(0);
}
}  // namespace

// Pieces of a wave are parts of its period; a pulse has short ones where it is and long ones elsewhere.
TEST(Forcing, PiecesAreAsLongAsTheFormulaIsSmooth)
{
  const SmoothTimes wave = times_of("x + sin(40*t)");
  for (const double t : {0., 0.3, 1.9}) {
    EXPECT_GT(40 * wave.longest_step(t, 1), 0.05) << t;
    EXPECT_LT(40 * wave.longest_step(t, 1), 0.4) << t;
  }
  const SmoothTimes pulse = times_of("exp(-((t-0.377)/1e-5)^2)");
  EXPECT_LT(pulse.longest_step(0.377, 1), 1e-5);
  EXPECT_GT(pulse.longest_step(0, 1), 0.1);
  EXPECT_LT(pulse.longest_step(0, 1), 0.377);  // no step goes across
  EXPECT_GT(pulse.longest_step(0.4, 1), 0.1);
  EXPECT_LT(pulse.size(), 200u);
  EXPECT_LT(times_of("log(t)").longest_step(1e-6, 1), 1e-5);  // no number at t = 0
}

// A step ends at a jump, and the next one begins behind it.
TEST(Forcing, StepsEndAtJumps)
{
  const SmoothTimes jump = times_of("if(t < 0.3333, 0, 1)");
  EXPECT_NEAR(jump.longest_step(0, 4), 0.3333, 1e-6);
  EXPECT_GT(jump.longest_step(0.3334, 1), 1);
  EXPECT_LE(jump.size(), 4u);
  const SmoothTimes kink = times_of("abs(t - 0.7)");
  EXPECT_NEAR(kink.longest_step(0, 4), 0.7, 1e-6);
}

// What does not depend on time has no pieces; what does not change has one.
TEST(Forcing, FormulasThatStandStill)
{
  const auto times = [](const std::string &formula) {
    return flow_of("domain/cells = 2; energy/name = L2-distance; geometry/name = L2; source/formula = " +
                   formula)
        .forcing()
        ->smooth_times(2);
  };
  EXPECT_TRUE(times("cos(3*x)").empty());
  for (const SmoothTimes &one : times("0*t")) EXPECT_EQ(one.size(), 1u);
}

// Conditions that cannot be met.
TEST(Forcing, Refusals)
{
  const auto refused = [](const std::string &settings, const std::string &key) {
    try {
      flow_of(settings);
      return std::string("not refused: ") + settings;
    } catch (const InputError &error) {
      return std::string(error.what()).find(key) != std::string::npos ? std::string()
                                                                      : std::string(error.what());
    }
  };
  const std::string heat = "energy/name = Dirichlet; geometry/name = L2; ";
  EXPECT_EQ(refused("energy/name = KL; geometry/name = Wasserstein; boundary/left = 1", "densities"), "");
  EXPECT_EQ(refused("energy/name = KL; geometry/name = MMD; source/formula = 1", "densities"), "");
  EXPECT_EQ(refused(heat + "boundary/bottom = 1", "bottom"), "");
  EXPECT_EQ(refused(heat + "domain/boundary = periodic; boundary/left = 1", "left"), "");
  EXPECT_EQ(refused(heat + "source/formula = 1 +", "source"), "");
  EXPECT_EQ(refused(heat + "source/formula = q*x", "unknown name 'q'"), "");
  EXPECT_EQ(refused("energy/name = Dirichlet; geometry/name = H-1; boundary/left = 1", "fourth order"), "");
  EXPECT_EQ(refused("energy/name = Ginzburg-Landau; geometry/name = Wasserstein", "both signs"), "");
  EXPECT_EQ(refused("energy/name = Ginzburg-Landau; energy/f = abs(u); geometry/name = L2", "smooth"), "");
  EXPECT_EQ(refused("energy/name = Ginzburg-Landau; energy/kappa = 0; geometry/name = L2", "kappa"), "");
  EXPECT_EQ(refused("energy/name = Ginzburg-Landau; energy/f = logarithmic; geometry/name = L2; initial "
                    "state/formula = "
                    "1.5*x",
                    "not a finite number"),
            "");
  // Values whose squares are no numbers: whose they are, not f, which the energy may not even have.
  EXPECT_EQ(
      refused(heat + "boundary/left = 1e200", "key 'left': given '1e200': makes a state of up to 1e+200"),
      "");
  EXPECT_EQ(refused(heat + "initial state/formula = -1e200*cos(pi*x)", "section 'initial state'"), "");
  EXPECT_NE(refused(heat + "boundary/left = 1e90", "1e+90"), "");
  EXPECT_EQ(refused("energy/name = L2-distance; geometry/name = H-1; geometry/mobility = u; initial "
                    "state/formula = x - "
                    "0.5",
                    "negative somewhere"),
            "");
  EXPECT_EQ(refused("energy/name = free-energy; energy/W = x; geometry/name = Wasserstein", "even"), "");
  EXPECT_EQ(refused("energy/name = free-energy; energy/W = log(r); geometry/name = Wasserstein", "finite"),
            "");
  EXPECT_EQ(
      refused(
          "energy/name = free-energy; energy/V = 1/(x-0.5); domain/cells = 4; geometry/name = Wasserstein",
          "not finite"),
      "");
  EXPECT_EQ(refused("energy/name = free-energy; energy/internal = power; energy/power exponent = 1; "
                    "geometry/name = Wasserstein",
                    "power exponent"),
            "");
  EXPECT_EQ(refused("energy/name = KL; geometry/name = Hellinger-Kantorovich; geometry/alpha = 0", "alpha"),
            "");
}

// A sink that has emptied the density: the run ends, and says what took more than there was.
TEST(Forcing, SinksThatEmptyADensityAreNamed)
{
  for (const std::string geometry : {"Wasserstein", "Fisher-Rao"}) {
    Parameters p;
    p.assign_all(
        "energy/name = KL; domain/cells = 4; initial state/formula = 1 + 0.5*cos(pi*x); "
        "source/formula = -1; time/end = 3; time/tolerance = 1e-5; geometry/name = " +
            geometry,
        "test");
    const Flow flow = Flow::build(p, make_space(p));
    try {
      evolve(flow, evolve_options(p));
      ADD_FAILURE() << geometry << ": no failure";
    } catch (const NumericalFailure &failure) {
      EXPECT_NE(std::string(failure.what()).find("where the source is negative"), std::string::npos)
          << failure.what();
    }
  }
}
