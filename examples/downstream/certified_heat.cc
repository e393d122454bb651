// A program of its own that asks the library for a reference: the heat equation, and how wrong it is.
//   ./build/certified_heat 1e-6
#include <gammaflow/gammaflow.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char **argv)
{
  const gammaflow::Session session;
  try {
    gammaflow::Parameters heat;
    heat.assign_all(
        "energy/name = Dirichlet; geometry/name = L2; initial state/formula = cos(pi*x); time/end = 0.1; "
        "time/outputs = 2; reference/norms = L1, Linf",
        "certified_heat");
    const auto run = gammaflow::certified_evolution(heat, argc > 1 ? std::atof(argv[1]) : 1e-6);
    for (const auto &error : run.errors)
      std::printf("t = %g: %s error at most %.2e\n", error.time, error.norm.c_str(), error.bar());
    std::printf("u(0, 0.1) = %.10f\n", run.evolution().space->evaluate(run.evolution().states.back(), {}));
    return run.reached ? gammaflow::exit_done : gammaflow::exit_numerical_failure;
  } catch (const gammaflow::InputError &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return gammaflow::exit_bad_input;
  }
}
