// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/program/any_study.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/particle_run.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/study.h>

#include <iostream>

namespace gammaflow
{
namespace
{
int validate(const Arguments &arguments)
{
  const Parameters parameters = read_parameters(arguments.operands[0], arguments);
  std::vector<std::string> lines;
  const bool study = describes_study(parameters);
  const bool particles = !study && describes_particles(parameters);
  if (particles)
    lines = validate_particles(parameters);
  else if (study)
    lines = validate_any_study(parameters);
  else {
    const auto evolution = make_evolution(parameters, make_space(parameters));
    check_evolution(*evolution);
    lines = evolution->description();
    lines.push_back(memory_line(*evolution));
    for (const auto &line : reference_plan(*evolution)) lines.push_back(line);
  }
  if (arguments.quiet) return exit_done;
  for (const auto &line : lines) std::cout << line << '\n';
  for (const auto &note : unread_notes(parameters)) std::cout << note << '\n';
  std::cout << "output:   " << output_directory(parameters, arguments) << '\n'
            << "valid: " << arguments.operands[0] << " describes "
            << (study                        ? "a study"
                : particles                  ? "particles"
                : describes_flow(parameters) ? "one flow"
                                             : "a geodesic")
            << std::endl;
  return exit_done;
}
}  // namespace

Command validate_command()
{
  return {
      "validate",
      "FILE",
      "reads a parameter file, checks it, says what would be done",
      "Checks everything that can be checked before anything is computed: keys, values, formulas, "
      "densities, whether\n"
      "energy, geometry and kernel go together, whether the mesh resolves the sweep, whether the memory "
      "suffices,\n"
      "and, for studies, whether the conditions of the predicted orders hold at the initial state, and what "
      "would help.\n"
      "Computes and writes nothing.\n\n"
      "  gammaflow validate studies/old_faithful.prm\n",
      Command::set + Command::output + Command::quiet,
      1,
      1,
      true,
      validate,
      true};
}

}  // namespace gammaflow
