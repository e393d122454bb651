// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/memory.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/share.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/exit_guard.h>
#include <gammaflow/program/plugin.h>
#include <gammaflow/program/program.h>
#include <gammaflow/program/session.h>

#include <boost/algorithm/string.hpp>
#include <boost/program_options.hpp>
#include <deal.II/base/exceptions.h>
#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <new>
#include <sstream>
#include <thread>

namespace gammaflow
{
namespace
{
namespace po = boost::program_options;

const std::vector<Command> &commands()
{
  static const std::vector<Command> all = {study_command(),    run_command(),       reference_command(),
                                           coverage_command(), evaluate_command(),  compare_command(),
                                           check_command(),    list_command(),      template_command(),
                                           validate_command(), self_check_command()};
  return all;
}

std::string command_names()
{
  std::string names;
  for (const auto &command : commands()) names += (names.empty() ? "" : ", ") + command.name;
  return names;
}

void print_help()
{
  std::cout << "gammaflow " << program_version()
            << ": certificates of evolutionary Gamma-convergence for kernel-approximated gradient flows\n\n"
               "usage: gammaflow COMMAND [OPERANDS] [OPTIONS]\n\ncommands:\n";
  for (const auto &command : commands())
    std::cout << "  " << command.name << std::string(11 - command.name.size(), ' ') << command.summary
              << '\n';
  std::cout
      << "\n  gammaflow COMMAND --help   what a command does, its options, an example\n"
         "  gammaflow --version        version, revision, deal.II, compiler; with --cite how to cite it\n"
         "  gammaflow --plugin FILE COMMAND ...   with the energies, geometries, kernels ... of a shared "
         "library\n\n"
         "exit codes: 0 done and as expected; 1 what is expected is refuted (a claim, or a value in a "
         "check);\n"
         "2 bad input, nothing was computed; 3 what was asked for is not reached: numerical failure, or not "
         "established.\n\n"
         "first steps: gammaflow study studies/quickstart.prm;  gammaflow list;  gammaflow template study > "
         "mine.prm\n";
}

void print_version()
{
  const auto known = versions();
  std::cout << "gammaflow " << known["version"].get<std::string>() << " ("
            << known["revision"].get<std::string>() << "), deal.II " << known["deal.II"].get<std::string>()
            << ", " << known["compiler"].get<std::string>() << '\n';
}

/// With the version and the revision that outputs record.
void print_citation()
{
  std::cout
      << "\n@software{gammaflow,\n"
         "  title   = {{GammaFlow}: certificates of evolutionary {Gamma}-convergence for kernel-approximated "
         "gradient flows},\n"
         "  author  = {{The GammaFlow developers}},\n"
         "  version = {"
      << program_version() << "},\n  note    = {revision " << program_revision() << "}\n}\n";
}

/// Name, what it takes, what it says.
const std::vector<std::array<const char *, 3>> &comparison_options()
{
  static const std::vector<std::array<const char *, 3>> all = {
      {{"times", "T,...", "the times of the candidate's snapshots, where its files do not say"}},
      {{"columns", "ROLE=NAME,...",
        "which columns hold x, y, z, weight, value, time (names, or numbers from 1)"}},
      {{"as", "WORD", "what the files hold: particles, or density (default: by the names of their columns)"}},
      {{"axes", "WORD",
        "of arrays without axes: points (from end to end of the domain), cells (means), or period"}},
      {{"unit", "NUMBER,...", "by which coordinates are divided: one, or one for each direction"}},
      {{"distances", "NAME,...",
        "which distances (default: all that apply; see: gammaflow list particle distances)"}},
      {{"kernel", "NAME", "the kernel of MMD (default: Gaussian)"}},
      {{"bandwidth", "NUMBER", "its bandwidth (default: the spread of the reference at the last time)"}},
      {{"draws", "N", "how many independent samples of the reference show the sampling error (default: 20)"}},
      {{"seed", "N", "of these samples (default: 1)"}},
      {{"parameter", "NUMBER,...", "the parameter of each candidate: rates are judged"}},
      {{"order", "NUMBER", "the order in the parameter that is expected"}},
      {{"tolerance", "NAME=NUMBER,...",
        "exit code 1 where a distance is above, 3 where that is not established"}},
      {{"expect", "FILE", "an expected.csv: exit code 1 where a value differs"}},
      {{"reference-tolerance", "NUMBER", "of a reference that is computed here (default: 1e-6)"}},
      {{"outside", "WORD", "particles outside of the domain: refuse (default), or accept"}},
      {{"normalize", "WORD", "weights of another mass than the reference: no (default), or yes"}}};
  return all;
}

void add_comparison_options(po::options_description &options)
{
  for (const auto &[name, value, text] : comparison_options())
    options.add_options()(name, po::value<std::string>()->value_name(value), text);
}

po::options_description options_of(const Command &command)
{
  po::options_description options("options");
  auto add = options.add_options();
  const auto takes = [&](Command::Option option) { return (command.options & option) != 0; };
  if (takes(Command::set))
    add("set", po::value<std::vector<std::string>>()->value_name("\"section/key = value\""),
        "replaces a value of the parameter file; may be given several times");
  if (takes(Command::output))
    add("output", po::value<std::string>()->value_name("DIR"),
        "directory of the output (default: output/directory of the file, else output/<its name>)");
  if (takes(Command::tolerance))
    add("tolerance", po::value<double>()->value_name("NUMBER")->default_value(1e-6, "1e-6"),
        "largest relative error of the stored evolution");
  if (takes(Command::evaluation)) {
    add("times", po::value<std::string>()->value_name("T,..."), "times (default: the output times)");
    add("points", po::value<std::string>()->value_name("\"X[,Y[,Z]]; ...\""), "points (default: the nodes)");
    add("mesh", po::value<std::string>()->value_name("FILE"),
        "instead of points, the nodes of the mesh of section 'domain' of a parameter file");
    add("quantiles", po::value<std::string>()->value_name("P,..."),
        "on intervals: where these parts of the mass lie to the left, and the mass left of each point");
  }
  if (takes(Command::comparison)) add_comparison_options(options);
  if (takes(Command::checking)) {
    add("junit", po::value<std::string>()->value_name("FILE"), "writes the results as JUnit's XML, too");
    add("json", po::value<std::string>()->value_name("FILE"), "writes the results as JSON, too");
    add("jobs", po::value<int>()->value_name("N"),
        "cases at a time, each in a process of its own (default: 1)");
    add("update", "takes what was found as what is expected, showing both; a tolerance is never loosened");
    add("loosen", "with --update: tolerances may grow, and each that does is shown");
  }
  if (takes(Command::threads))
    add("threads", po::value<int>()->value_name("N"), "threads to use (default: all cores)");
  if (takes(Command::all_keys))
    add("all", "every parameter with what it means, not only those to begin with");
  if (takes(Command::overwrite))
    add("overwrite", "starts anew in a directory that gammaflow has made: removes the results in it first");
  if (takes(Command::figures))
    add("figures", "also writes every plot as SVG and PDF, and tables in LaTeX, into figures/");
  if (takes(Command::markdown)) add("markdown", "the reference of all parameters as Markdown");
  if (takes(Command::quiet)) add("quiet", "prints errors only");
  add("help,h", "this text");
  return options;
}

void print_help(const Command &command)
{
  std::cout << "usage: gammaflow " << command.name << (command.operands.empty() ? "" : " ")
            << command.operands << " [OPTIONS]\n\n"
            << command.help << '\n'
            << options_of(command);
}

/// More would only wait for each other, and each takes memory for its stack.
unsigned most_threads()
{
  return std::max(256u, std::thread::hardware_concurrency());
}

/// Of --threads or --jobs.
unsigned count_of(const std::string &where, const std::string &option, int count)
{
  if (count < 1 || unsigned(count) > most_threads())
    throw InputError(where + ": --" + option, std::to_string(count), "is not allowed here",
                     "1 to " + std::to_string(most_threads()));
  return unsigned(count);
}

/// InputError for unknown options, missing values, a wrong number of operands. False: the help was asked for.
bool parse(const Command &command, const std::vector<std::string> &words, Arguments &arguments)
{
  const std::string where = "gammaflow " + command.name;
  arguments.words = words;
  arguments.words.insert(arguments.words.begin(), command.name);
  const po::options_description visible = options_of(command);
  po::options_description all;
  all.add(visible).add_options()("operand", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("operand", -1);
  po::variables_map values;
  try {
    using namespace po::command_line_style;
    po::store(po::command_line_parser(words)
                  .options(all)
                  .positional(positional)
                  .style(unix_style & ~allow_guessing)
                  .run(),
              values);
  } catch (const po::error &error) {
    throw InputError(where + ": " + error.what() + "\n  see: " + where + " --help");
  }
  if (values.count("help") != 0) return false;
  const auto get = [&](const char *name, auto &target) {
    if (values.count(name) != 0) target = values[name].as<std::decay_t<decltype(target)>>();
  };
  get("operand", arguments.operands);
  get("set", arguments.settings);
  get("output", arguments.output);
  if ((command.options & Command::tolerance) != 0) get("tolerance", arguments.tolerance);
  get("times", arguments.times);
  for (const auto &[name, value, text] : comparison_options())
    if ((command.options & Command::comparison) != 0 && values.count(name) != 0)
      arguments.named[name] = values[name].as<std::string>();
  if ((command.options & Command::checking) != 0) {
    for (const char *file : {"junit", "json"})
      if (values.count(file) != 0) arguments.named[file] = values[file].as<std::string>();
    if (values.count("jobs") != 0) arguments.jobs = count_of(where, "jobs", values["jobs"].as<int>());
    for (const char *flag : {"update", "loosen"})
      if (values.count(flag) != 0) arguments.named[flag] = "yes";
  }
  get("points", arguments.points);
  get("mesh", arguments.mesh);
  get("quantiles", arguments.quantiles);
  arguments.quiet = values.count("quiet") != 0;
  arguments.all = values.count("all") != 0;
  arguments.markdown = values.count("markdown") != 0;
  arguments.figures = values.count("figures") != 0;
  if (values.count("overwrite") != 0) arguments.existing = Existing::overwrite;
  if (values.count("threads") != 0)
    arguments.threads = count_of(where, "threads", values["threads"].as<int>());
  if (values.count("output") != 0 && arguments.output.empty())
    throw InputError(where + ": --output", "", "names no directory", "a directory");
  if ((command.options & Command::tolerance) != 0 &&
      !(arguments.tolerance > 1e-13 && arguments.tolerance < 1))
    throw InputError(where + ": --tolerance", std::to_string(arguments.tolerance), "is not allowed here",
                     "a number between 1e-13 and 1");
  const auto count = arguments.operands.size();
  if (count < command.least || count > command.most)
    throw InputError(where, shortened(boost::join(arguments.operands, " ")),
                     count < command.least ? "an operand is missing" : "there are too many operands",
                     where + " " + command.operands);
  return true;
}

/// Says on standard error what the exception in flight is about; returns the exit code for it.
int report_exception()
{
  std::cout << std::flush;
  try {
    throw;
  } catch (const InputError &error) {
    std::cerr << "error: " << error.what() << std::endl;
    return exit_bad_input;
  } catch (const NumericalFailure &error) {
    std::cerr << "error: numerical failure: " << error.what() << std::endl;
  } catch (const std::bad_alloc &) {
    std::cerr << "error: out of memory; lower memory/limit to have this refused before it starts, or take a "
                 "coarser mesh"
              << std::endl;
  } catch (const dealii::ExceptionBase &error) {
    std::ostringstream text;
    error.print_info(text);
    std::cerr << "error: inside deal.II, " << error.get_exc_name() << ": " << boost::trim_copy(text.str())
              << std::endl;
  } catch (
      const std::filesystem::filesystem_error &error) {  // a name that is too long, a folder not readable
    std::cerr << "error: " << error.path1().string() << ": " << error.code().message() << std::endl;
    return exit_bad_input;
  } catch (const std::exception &error) {
    std::cerr << "error: " << error.what() << std::endl;
  } catch (...) {
    std::cerr << "error: of an unknown kind" << std::endl;
  }
  return exit_numerical_failure;
}

/// On each of several processes: one prints and writes, each has one thread unless it is told otherwise.
int run_as_several(const Command &command, Arguments arguments)
{
  MPI_Comm after_failure;  // apart from all other messages, some of which a failure leaves unanswered
  MPI_Comm_dup(MPI_COMM_WORLD, &after_failure);
  std::ostringstream unseen;
  std::streambuf *const screen = std::cout.rdbuf(), *const errors = std::cerr.rdbuf();
  if (!is_root()) {
    arguments.quiet = true;
    std::cout.rdbuf(unseen.rdbuf());
  }
  int code = exit_done;
  try {
    limit_threads(std::max(1u, arguments.threads));
    if (!command.distributed)
      throw InputError("mpirun", std::to_string(number_of_processes()) + " processes",
                       "gammaflow " + command.name + " runs as one process",
                       "run, reference and validate as several; one process, --threads N for its threads");
    code = command.run(arguments);
  } catch (...) {
    std::ostringstream message;
    std::cerr.rdbuf(message.rdbuf());
    code = report_exception();
    std::cerr.rdbuf(errors);
    // Mostly all processes fail alike, and the root says why. One that fails alone ends the others.
    MPI_Request request;
    MPI_Ibarrier(after_failure, &request);
    int all = 0;
    for (unsigned wait = 0; wait < 200 && all == 0; ++wait) {
      MPI_Test(&request, &all, MPI_STATUS_IGNORE);
      if (all == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (all == 0 || is_root()) std::cerr << message.str() << std::flush;
    if (all == 0) MPI_Abort(MPI_COMM_WORLD, code);
  }
  std::cout.rdbuf(screen);
  return code;
}

/// The command of this name; InputError if there is none.
const Command &command_of(const std::string &name)
{
  for (const auto &command : commands())
    if (command.name == name) return command;
  std::vector<std::string> names = {"--help", "--version", "--cite", "--plugin"};
  for (const auto &command : commands()) names.push_back(command.name);
  throw InputError(
      "gammaflow", shortened(name),
      (name[0] == '-' ? "there is no such option" : "there is no such command") + did_you_mean(name, names),
      command_names() + "; --help, --version, --cite, --plugin");
}

int run_command_line(const std::vector<std::string> &given)
{
  const std::vector<std::string> words = without_plugins(given);
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help();
    return words.empty() ? exit_bad_input : exit_done;
  }
  if (words[0] == "--version" || words[0] == "--cite") {
    print_version();
    if (std::find(words.begin(), words.end(), "--cite") != words.end()) print_citation();
    return exit_done;
  }
  const Command &command = command_of(words[0]);
  Arguments arguments;
  if (!parse(command, {words.begin() + 1, words.end()}, arguments)) {
    print_help(command);
    return exit_done;
  }
  if (!command.computes) return command.run(arguments);
  auto start = std::make_unique<MpiStart>();
  const Session session(arguments.threads);
  start.reset();
  try {  // the MPI session ends only after every exception has been dealt with
    if (number_of_processes() == 1) {
      limit_threads(arguments.threads);
      return command.run(arguments);
    }
  } catch (...) {
    return report_exception();
  }
  return run_as_several(command, arguments);
}
}  // namespace

int run_command(const std::vector<std::string> &given)
{
  const std::vector<std::string> words = without_plugins(given);
  if (words.empty()) throw InputError("gammaflow", "", "no command was given", command_names());
  const Command &command = command_of(words[0]);
  Arguments arguments;
  if (!parse(command, {words.begin() + 1, words.end()}, arguments)) {
    print_help(command);
    return exit_done;
  }
  if (command.computes) {
    static const auto session =
        Session::running() ? nullptr : std::make_unique<const Session>(arguments.threads);
    limit_threads(arguments.threads);
  }
  return command.run(arguments);
}

namespace
{
bool is_program = false;
}

std::string program_file()
{
  return is_program ? std::filesystem::read_symlink("/proc/self/exe").string() : "";
}

int run_program(int argc, char **argv)
{
  is_program = true;
  keep_freed_memory();
  std::signal(SIGXFSZ,
              SIG_IGN);  // a limit of the size of files: writing fails, which is reported with the file
  int code = exit_done;
  try {
    code = run_command_line({argv + 1, argv + argc});
  } catch (...) {
    code = report_exception();
  }
  exit_code_is_own();
  std::cout.flush();
  if (std::cout.good() && std::ferror(stdout) == 0) return code;
  std::cerr << "error: standard output: cannot be written, or not all of it" << std::endl;
  return code == exit_done ? int(exit_bad_input) : code;
}

}  // namespace gammaflow
