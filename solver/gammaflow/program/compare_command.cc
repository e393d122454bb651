// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/shortened.h>
#include <gammaflow/io/directory_lock.h>
#include <gammaflow/io/figures/comparison_figures.h>
#include <gammaflow/io/files.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/comparison_files.h>
#include <gammaflow/program/comparison_pictures.h>
#include <gammaflow/program/comparison_run.h>
#include <gammaflow/program/evolution_report.h>
#include <gammaflow/program/figure_files.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/candidates/held_field.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/timer.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

/// The options of this command as what they say.
class Options
{
 public:
  explicit Options(const Arguments &arguments) : given_(arguments.named) {}

  bool has(const std::string &name) const { return given_.count(name) != 0; }
  std::string text(const std::string &name, const std::string &otherwise) const
  {
    return has(name) ? given_.at(name) : otherwise;
  }
  std::vector<std::string> words(const std::string &name) const
  {
    std::vector<std::string> result;
    if (!has(name)) return result;
    boost::split(result, given_.at(name), boost::is_any_of(","));
    for (auto &word : result) boost::trim(word);
    return result;
  }
  [[noreturn]] void refuse(const std::string &name, const std::string &why, const std::string &allowed) const
  {
    throw InputError("gammaflow compare: --" + name, shortened(text(name, "")), why, allowed);
  }
  double number_of(const std::string &name, const std::string &word) const
  {
    const auto number = number_in(word);
    if (!number) refuse(name, "is no number at '" + shortened(word) + "'", "numbers");
    return *number;
  }
  std::vector<double> numbers(const std::string &name) const
  {
    std::vector<double> result;
    for (const auto &word : words(name)) result.push_back(number_of(name, word));
    return result;
  }
  std::optional<double> positive(const std::string &name) const
  {
    if (!has(name)) return std::nullopt;
    const double value = number_of(name, given_.at(name));
    if (!(value > 0)) refuse(name, "is not above 0", "a positive number");
    return value;
  }
  unsigned long count(const std::string &name, unsigned long otherwise, unsigned long least,
                      unsigned long most) const
  {
    if (!has(name)) return otherwise;
    const double value = number_of(name, given_.at(name));
    if (!(value >= double(least) && value <= double(most)) || value != std::floor(value))
      refuse(name, "is not allowed here", std::to_string(least) + " to " + std::to_string(most));
    return static_cast<unsigned long>(value);
  }
  bool choice(const std::string &name, const std::string &no, const std::string &yes) const
  {
    const std::string given = text(name, no);
    if (given != no && given != yes) refuse(name, "is none of the words", no + ", " + yes);
    return given == yes;
  }

 private:
  const std::map<std::string, std::string> &given_;
};

/// A directory of an evolution as it is; a parameter file is computed with error bars into OUT/reference.
std::string reference_directory(const Arguments &arguments, const Options &options, const std::string &output)
{
  const std::string &given = arguments.operands[0];
  if (!fs::exists(given))
    throw InputError(given, "", "is not there",
                     "a directory of 'gammaflow reference' or 'gammaflow run', or a parameter file");
  if (fs::is_directory(given)) return given;
  Arguments computed;
  computed.words = {"reference", given};
  computed.operands = {given};
  computed.settings = arguments.settings;
  computed.output = (fs::path(output) / "reference").string();
  computed.tolerance = options.positive("reference-tolerance").value_or(1e-6);
  computed.quiet = arguments.quiet;
  computed.existing = Existing::overwrite;
  if (const int code = reference_command().run(computed); code != exit_done)
    throw NumericalFailure("the reference was not computed to its tolerance " +
                           few_digits(computed.tolerance) + ": give another --reference-tolerance");
  return computed.output;
}

CandidateFormat format_of(const Options &options, unsigned dim)
{
  CandidateFormat format;
  format.dim = dim;
  if (options.has("columns")) format.columns = column_roles(options.text("columns", ""));
  if (options.has("unit")) format.unit = options.numbers("unit");
  if (format.unit.size() != 1 && format.unit.size() != dim)
    options.refuse("unit", "has not one number for each direction",
                   "1 or " + std::to_string(dim) + " numbers");
  for (const double unit : format.unit)
    if (!(unit > 0)) options.refuse("unit", "is not above 0", "positive numbers");
  return format;
}

/// The times of --times for snapshots without.
template <class Snapshots>
void set_times(Snapshots &snapshots, const std::string &file, const Options &options)
{
  if (!options.has("times")) return;
  const auto times = options.numbers("times");
  if (times.size() != snapshots.size())
    options.refuse("times", "does not give one time for each snapshot of " + file,
                   std::to_string(snapshots.size()) + " times");
  for (std::size_t k = 0; k < times.size(); ++k) {
    if (snapshots[k].time) options.refuse("times", "gives times, and so does " + file, "one of them");
    if (k > 0 && !(times[k] > times[k - 1])) options.refuse("times", "does not ascend", "each time once");
    snapshots[k].time = times[k];
  }
}

FieldFormat field_format(const Options &options, const CandidateFormat &common, const Space &space)
{
  FieldFormat format;
  format.common = common;
  format.domain.dim = space.dim();
  format.domain.lower = space.lower();
  format.domain.upper = space.upper();
  for (unsigned d = 0; d < space.dim(); ++d) format.domain.periodic[d] = space.periodic(d);
  const std::string axes = options.text("axes", "");
  if (axes == "points") format.axes = AxisKind::points;
  if (axes == "cells") format.axes = AxisKind::cells;
  if (axes == "period") format.axes = AxisKind::period;
  if (!axes.empty() && !format.axes) options.refuse("axes", "is none of the words", "points, cells, period");
  return format;
}

void note_of_time(bool without, const std::string &file, const StoredEvolution &reference, Progress &progress)
{
  if (without)
    progress.log("note: " + file +
                 " gives no time: compared at the end, t = " + few_digits(reference.times().back(), 6));
}

/// Of an HDF5 file: which datasets were left out; of a file of VTK, which point data.
void note_of_unread(const CandidateData &data, Progress &progress)
{
  std::string names;
  for (const std::string &name : data.unread) names += (names.empty() ? "" : ", ") + shortened(name);
  if (!names.empty())
    progress.log("note: " + data.file + ": not read, since " + data.why_unread + ": " + shortened(names));
}

/// A file of particles or of values of a density, or a directory of another evolution.
/// `pictures` are taken along where there is a place for them.
std::vector<HeldSnapshot> held(const StoredEvolution &reference, const std::string &file,
                               const Options &options, const ComparisonPlan &plan, Progress &progress,
                               nlohmann::json *pictures)
{
  const auto compared = [&](const auto &snapshots) {
    auto result = held_against(reference, snapshots, plan);
    if (pictures != nullptr) *pictures = pictures_of(reference, snapshots);
    return result;
  };
  const std::string as = options.text("as", "");
  if (!as.empty() && as != "particles" && as != "density")
    options.refuse("as", "is none of the words", "particles, density");
  if (fs::is_directory(file)) {
    const StoredEvolution other(file);
    return compared(candidate_fields(other, reference, file));
  }
  const CandidateFormat format = format_of(options, reference.space().dim());
  const CandidateData data = read_candidate_data(file, format.limits, format.dim);
  note_of_unread(data, progress);
  if (as == "density" || (as.empty() && holds_fields(data, format))) {
    auto snapshots = fields_in(data, field_format(options, format, reference.space()));
    set_times(snapshots, file, options);
    note_of_time(snapshots.size() == 1 && !snapshots.front().time, file, reference, progress);
    return compared(candidate_fields(snapshots));
  }
  if (!reference.evolution().positive())
    throw InputError(file, "", "holds particles, and the reference has signed states",
                     "an evolution of a density; values of a field: --as density");
  auto snapshots = particles_in(data, format);
  set_times(snapshots, file, options);
  note_of_time(snapshots.size() == 1 && !snapshots.front().time, file, reference, progress);
  return compared(snapshots);
}

bool is_distance(const std::string &name)
{
  return Registry<ParticleDistance>::entries().count(name) != 0 || is_field_distance(name);
}

ComparisonPlan plan_of(const StoredEvolution &reference, const Options &options)
{
  ComparisonPlan plan;
  plan.distances = options.words("distances");
  for (const auto &name : plan.distances)
    if (!is_distance(name))
      options.refuse(
          "distances", "there is no distance '" + shortened(name) + "'",
          "of particles: " + boost::replace_all_copy(Registry<ParticleDistance>::selection(), "|", ", ") +
              "; of densities and fields: " + boost::join(field_distances(), ", "));
  if (reference.evolution().positive())
    plan.kernel =
        comparison_kernel(reference, options.text("kernel", "Gaussian"), options.positive("bandwidth"));
  plan.draws = unsigned(options.count("draws", 20, 2, 10000));
  plan.seed = options.count("seed", 1, 0, 1000000000);
  plan.accept_outside = options.choice("outside", "refuse", "accept");
  plan.normalize = options.choice("normalize", "no", "yes");
  return plan;
}

/// "W1=0.01, MMD=0.02".
std::map<std::string, double> tolerances(const Options &options)
{
  std::map<std::string, double> result;
  for (const auto &word : options.words("tolerance")) {
    const std::size_t equals = word.find('=');
    const std::string name = boost::trim_copy(word.substr(0, equals));
    if (equals == std::string::npos || !is_distance(name))
      options.refuse("tolerance", "names no distance at '" + shortened(word) + "'", "W1=0.01, MMD=0.02");
    result[name] = options.number_of("tolerance", word.substr(equals + 1));
    if (!(result[name] > 0)) options.refuse("tolerance", "is not above 0", "positive numbers");
  }
  return result;
}

[[noreturn]] void refuse_tolerance_of(const std::string &name)
{
  throw InputError("gammaflow compare: --tolerance", name, "is not among the distances that are computed",
                   "distances of --distances");
}

/// Prints a line for each distance that has a tolerance.
ExitCode judged(const std::vector<ComparedCandidate> &candidates, const std::map<std::string, double> &limits)
{
  ExitCode code = exit_done;
  for (const auto &[name, limit] : limits) {
    bool found = false;
    for (const auto &candidate : candidates)
      for (const auto &snapshot : candidate.snapshots)
        for (const auto &d : snapshot.distances) {
          if (d.name != name) continue;
          found = true;
          const bool confirmed = d.value + d.error() <= limit, refuted = d.value - d.error() > limit;
          if (confirmed) continue;
          code = refuted || code == exit_refuted ? exit_refuted : exit_numerical_failure;
          std::cout << candidate.name << ", t = " << few_digits(snapshot.time, 6) << ": " << name << " = "
                    << few_digits(d.value, 4) << " +- " << few_digits(d.error(), 2) << ", at most " << limit
                    << ": " << (refuted ? "refuted" : "not established") << std::endl;
        }
    if (!found) refuse_tolerance_of(name);
  }
  return code;
}

ExitCode as_expected(const std::vector<ComparedCandidate> &candidates, const std::string &file)
{
  ExitCode code = exit_done;
  for (const auto &c : compare(read_expected(file), quantities_of(candidates))) {
    if (c.pass) continue;
    code = c.found || code == exit_refuted ? exit_refuted : exit_numerical_failure;
    std::cout << c.expected.quantity.name << ": expected " << few_digits(c.expected.quantity.value, 9)
              << " +- " << few_digits(c.allowed, 2) << ", found "
              << (c.found ? few_digits(c.quantity.value, 9) : std::string("none")) << std::endl;
  }
  return code;
}

ExitCode worse(ExitCode a, ExitCode b)
{
  if (a == exit_refuted || b == exit_refuted) return exit_refuted;
  return a == exit_done ? b : a;
}

/// What `check` needs to do it again: paths as seen from the directory.
nlohmann::json again(const Arguments &arguments, const std::string &output)
{
  const auto relative = [&](const std::string &path) {
    return fs::relative(fs::weakly_canonical(path), fs::weakly_canonical(output)).string();
  };
  nlohmann::json candidates = nlohmann::json::array();
  for (std::size_t k = 1; k < arguments.operands.size(); ++k)
    candidates.push_back(relative(arguments.operands[k]));
  auto options = arguments.named;
  for (const char *judged : {"tolerance", "expect"}) options.erase(judged);
  return {{"format", "GammaFlow candidate 1"},
          {"reference", relative(arguments.operands[0])},
          {"candidates", candidates},
          {"settings", arguments.settings},
          {"options", options}};
}

/// report.html, and figures/ where they are asked for; returns where these are.
std::string write_pictures(const Arguments &arguments, const ComparisonRun &run, const std::string &output)
{
  nlohmann::json report = comparison_json(arguments.operands[0], run.candidates, run.rates, run.settings);
  for (std::size_t k = 0; k < run.candidates.size(); ++k)
    report["candidates"][k]["pictures"] = run.candidates[k].pictures;
  report.update(run.computed);
  write_file((fs::path(output) / "report.html").string(), comparison_page(report));
  return arguments.figures ? write_figures_of(report, output) : "";
}

int compare_candidates(const Arguments &arguments)
{
  const Options options(arguments);
  const auto limits = tolerances(options);
  if (const auto asked = options.words("distances"); !asked.empty())
    for (const auto &[name, limit] : limits)
      if (std::find(asked.begin(), asked.end(), name) == asked.end()) refuse_tolerance_of(name);
  const std::string output =
      arguments.output.empty()
          ? (fs::path("output") / ("compare-" + fs::path(arguments.operands[1]).stem().string())).string()
          : arguments.output;
  const ComparisonRun run = run_comparison(arguments, output, true);
  if (!arguments.quiet)
    std::cout << comparison_text(run.candidates, run.rates, Progress::colours(STDOUT_FILENO)) << std::flush;

  lock_directory(output);
  const fs::path to = output;
  for (const char *name : {"compare.csv", "compare.json", "candidate.json", "expected.csv", "report.html"})
    remove_temporaries_of((to / name).string());
  write_file((to / "compare.csv").string(), comparison_csv(run.candidates));
  write_json((to / "compare.json").string(),
             comparison_json(arguments.operands[0], run.candidates, run.rates, run.settings));
  write_json((to / "candidate.json").string(), again(arguments, output));
  if (!fs::exists(to / "expected.csv"))
    write_file((to / "expected.csv").string(), expected_csv(expected_of(quantities_of(run.candidates))));
  const std::string figures = write_pictures(arguments, run, output);
  if (!arguments.quiet)
    std::cout << "written: " << (to / "compare.json").string()
              << "\nreport:  " << (to / "report.html").string()
              << (figures.empty() ? "" : "\nfigures: " + figures) << std::endl;

  ExitCode code = judged(run.candidates, limits);
  if (options.has("expect")) code = worse(code, as_expected(run.candidates, options.text("expect", "")));
  for (const auto &rate : run.rates)
    if (rate.expected && rate.statement.verdict != Verdict::confirmed)
      code = worse(code, rate.statement.verdict == Verdict::refuted ? exit_refuted : exit_numerical_failure);
  return code;
}
}  // namespace

ComparisonRun run_comparison(const Arguments &arguments, const std::string &output, bool pictures)
{
  const dealii::Timer timer;
  const Options options(arguments);
  const auto parameters = options.numbers("parameter");
  const std::size_t count = arguments.operands.size() - 1;
  if (options.has("parameter") && parameters.size() != count)
    options.refuse("parameter", "does not give one number for each candidate",
                   std::to_string(count) + " numbers");
  for (const double p : parameters)
    if (!(p > 0)) options.refuse("parameter", "is not above 0", "positive numbers");
  for (std::size_t k = 1; k <= count; ++k)
    if (!fs::exists(arguments.operands[k]))
      throw InputError(arguments.operands[k], "", "is not there", "a file, or a directory of an evolution");

  const StoredEvolution reference(reference_directory(arguments, options, output));
  Progress progress(arguments.quiet);
  ComparisonPlan plan = plan_of(reference, options);
  plan.log = [&](const std::string &note) { progress.log(note); };
  plan.progress = [&](double fraction, const std::string &what) { progress.update(fraction, what); };
  ComparisonRun run;
  for (std::size_t k = 0; k < count; ++k) {
    const std::string &file = arguments.operands[k + 1];
    ComparedCandidate candidate{
        file, parameters.empty() ? std::nullopt : std::optional<double>(parameters[k]), {}, nullptr};
    candidate.snapshots =
        held(reference, file, options, plan, progress, pictures ? &candidate.pictures : nullptr);
    run.candidates.push_back(std::move(candidate));
  }
  progress.finish();
  if (!parameters.empty()) run.rates = rates_of(run.candidates, options.positive("order"));
  run.settings = arguments.named;
  if (plan.kernel) {
    run.settings["kernel"] = plan.kernel->name();
    run.settings["bandwidth"] = plan.kernel->bandwidth();
  }
  run.settings["seed"] = plan.seed;
  if (pictures) run.computed = how_it_was_computed(reference.parameters(), arguments, timer.wall_time());
  return run;
}

Arguments stored_comparison(const std::string &directory)
{
  const fs::path in = directory;
  const std::string file = (in / "candidate.json").string();
  const nlohmann::json stored = read_json(file);
  Arguments arguments;
  try {
    if (stored.at("format") != "GammaFlow candidate 1")
      throw InputError(file, "", "is of another format", "");
    arguments.operands.push_back(
        (in / stored.at("reference").get<std::string>()).lexically_normal().string());
    for (const auto &candidate : stored.at("candidates"))
      arguments.operands.push_back((in / candidate.get<std::string>()).lexically_normal().string());
    arguments.settings = stored.at("settings").get<std::vector<std::string>>();
    arguments.named = stored.at("options").get<std::map<std::string, std::string>>();
  } catch (const nlohmann::json::exception &error) {
    throw InputError(file, "", error.what(), "what 'gammaflow compare' has written");
  }
  if (arguments.operands.size() < 2) throw InputError(file, "", "names no candidate", "at least one");
  return arguments;
}

Command compare_command()
{
  return {
      "compare",
      "REFERENCE CANDIDATE...",
      "particles or densities of any program against a reference: distances with errors, rates",
      "REFERENCE is what 'gammaflow reference' or 'gammaflow run' has written, or a parameter file, whose "
      "evolution\n"
      "is then computed with error bars. CANDIDATE is a file of particles: text in columns (x, y, z, weight, "
      "time\n"
      "by header, or --columns), or an array of NumPy (.npy, .npz: (n, dim) or (times, n, dim)); or of "
      "values "
      "of a\n"
      "density or field on a grid or at points (a column or member u, density or values, axes x, y, z); or a "
      "directory\n"
      "of another evolution. Shows for each time\n"
      "and distance its value, its error with that of the reference in it, and what independent samples of "
      "the\n"
      "reference, as many as there are particles, would have: what is beyond that is an error of the "
      "method. Writes\n"
      "compare.json, compare.csv and report.html.\n\n"
      "  gammaflow compare ref particles.csv --distances W1,MMD --tolerance W1=0.05\n"
      "  gammaflow compare flow.prm n100.npy n400.npy n1600.npy --parameter 1/100,1/400,1/1600 --order 0.5\n",
      Command::set + Command::output + Command::threads + Command::quiet + Command::comparison +
          Command::figures,
      2,
      1000,
      true,
      compare_candidates};
}

}  // namespace gammaflow
