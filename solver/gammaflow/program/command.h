// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/output_directory.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/study/study.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
class Evolution;

/// The command line, parsed.
struct Arguments {
  std::vector<std::string> words;              ///< all of it, with the name of the command
  std::vector<std::string> operands;           ///< files, or words
  std::vector<std::string> settings;           ///< --set "section/key = value"
  std::string output;                          ///< --output, empty: the parameter file decides
  unsigned threads = 0;                        ///< --threads, 0: all
  unsigned jobs = 1;                           ///< --jobs of `check`
  double tolerance = 0;                        ///< --tolerance of `reference`
  std::string times, points, mesh, quantiles;  ///< of `evaluate`
  std::map<std::string, std::string> named;    ///< options of `compare`, `check` that were given, by name
  bool quiet = false, markdown = false, all = false, figures = false;
  Existing existing = Existing::go_on;  ///< --overwrite
};

/// One command of the program.
struct Command {
  enum Option : unsigned {
    set = 1,
    output = 2,
    threads = 4,
    quiet = 8,
    tolerance = 16,
    markdown = 32,
    evaluation = 64,
    all_keys = 128,
    overwrite = 256,
    comparison = 512,
    figures = 1024,
    checking = 2048
  };

  std::string name;
  std::string operands;                       ///< "FILE", "[DIR|FILE ...]": for the usage line
  std::string summary;                        ///< one line
  std::string help;                           ///< what it does, what it writes, an example
  unsigned options;                           ///< those that it takes, as a sum
  unsigned least, most;                       ///< how many operands
  bool computes;                              ///< it needs MPI
  std::function<int(const Arguments &)> run;  ///< returns the exit code
  bool distributed = false;                   ///< it may run as several processes
};

Command study_command();
Command run_command();
Command reference_command();
Command coverage_command();
Command evaluate_command();
Command compare_command();
Command check_command();
Command list_command();
Command template_command();
Command validate_command();
Command self_check_command();

/// Callbacks of a study that show it by `progress`, which must outlive them.
StudyMonitor study_monitor(Progress &progress);
/// doc/parameters.md: all parameters, as Markdown.
std::string parameter_reference();

/// The parameters of a file with the --set assignments on top; InputError.
Parameters read_parameters(const std::string &file, const Arguments &arguments);
/// --output, else output/directory of the parameters, else output/<name of the file>.
std::string output_directory(const Parameters &parameters, const Arguments &arguments);
/// InputError for what cannot be computed of an evolution: its integrator, its observables and events, a mesh
/// that follows the state. Called before anything is written.
void check_evolution(const Evolution &evolution);
/// One line per section for the log: values that were given for flows (not for studies, references or
/// outputs, which have commands of their own) and have no effect. To be called after everything that reads
/// parameters was made.
std::vector<std::string> unread_notes(const Parameters &parameters);
/// Whether the parameters describe a study (they sweep, have cases, or compare two flows), not just one flow.
bool describes_study(const Parameters &parameters);

}  // namespace gammaflow
