// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/io/directory_lock.h>
#include <gammaflow/io/files.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/program/command.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/space.h>
#include <gammaflow/study/references/stored_evolution.h>

#include <boost/algorithm/string.hpp>

#include <cmath>
#include <filesystem>
#include <iostream>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

std::vector<double> numbers(const std::string &option, const std::string &text)
{
  std::vector<std::string> parts;
  boost::split(parts, text, boost::is_any_of(","));
  std::vector<double> result;
  for (const auto &part : parts) {
    const auto number = number_in(boost::trim_copy(part));
    if (!number)
      throw InputError("gammaflow evaluate: " + option, shortened(text), "is not a list of numbers",
                       "0.1, 0.2");
    result.push_back(*number);
  }
  return result;
}

std::vector<Point> points_of(const std::string &text, unsigned dim)
{
  std::vector<std::string> parts;
  boost::split(parts, text, boost::is_any_of(";"));
  std::vector<Point> result;
  for (const auto &part : parts) {
    const auto coordinates = numbers("--points", part);
    if (coordinates.size() != dim)
      throw InputError("gammaflow evaluate: --points", shortened(part),
                       "has not as many coordinates as the domain",
                       std::to_string(dim) + " per point, points separated by semicolons");
    Point x{};
    std::copy(coordinates.begin(), coordinates.end(), x.begin());
    result.push_back(x);
  }
  return result;
}

std::string values_csv(const StoredEvolution &evolution, const std::vector<double> &times,
                       const std::vector<std::vector<double>> &values, const std::vector<Point> &points)
{
  const unsigned dim = evolution.space().dim();
  const bool bars = evolution.error_bar("Linf", evolution.times().back()).has_value();
  std::string text = "time";
  for (unsigned d = 0; d < dim; ++d) text += std::string(",") + "xyz"[d];
  text += bars ? ",u,error bar\n" : ",u\n";
  for (std::size_t n = 0; n < times.size(); ++n) {
    const std::string time = all_digits(times[n]),
                      bar = bars ? "," + all_digits(evolution.error_bar("Linf", times[n]).value_or(0)) : "";
    for (std::size_t i = 0; i < points.size(); ++i) {
      text += time;
      for (unsigned d = 0; d < dim; ++d) text += "," + all_digits(points[i][d]);
      text += "," + all_digits(values[n][i]) + bar + "\n";
    }
  }
  return text;
}

int evaluate(const Arguments &arguments)
{
  const StoredEvolution evolution(arguments.operands[0]);
  const std::vector<double> times =
      arguments.times.empty() ? evolution.times() : numbers("--times", arguments.times);
  std::vector<Point> points;
  std::shared_ptr<const Space> mesh;
  if (!arguments.mesh.empty()) {
    mesh = make_space(Parameters::from_file(arguments.mesh));
    if (mesh->dim() != evolution.space().dim())
      throw InputError("gammaflow evaluate: --mesh", shortened(arguments.mesh),
                       "describes a domain of another dimension",
                       "dimension " + std::to_string(evolution.space().dim()));
    points = mesh->nodes();
  } else
    points = arguments.points.empty() ? evolution.space().nodes()
                                      : points_of(arguments.points, evolution.space().dim());
  const std::vector<double> levels =
      arguments.quantiles.empty() ? std::vector<double>() : numbers("--quantiles", arguments.quantiles);
  for (const double level : levels)
    if (!(level >= 0 && level <= 1))
      throw InputError("gammaflow evaluate: --quantiles", shortened(arguments.quantiles),
                       "is not between 0 and 1", "0.1, 0.5");

  std::vector<std::vector<double>> values;
  std::string distribution = "time,x,mass left of x\n", quantiles = "time,level,quantile\n";
  for (const double t : times) {
    if (mesh) {
      const Vector u = evolution.on(*mesh, t);
      values.emplace_back(u.begin(), u.end());
    } else
      values.push_back(evolution.values(t, points));
    if (levels.empty()) continue;
    const MassDistribution mass(evolution.space(t), evolution.state(t));
    for (const double level : levels)
      quantiles += all_digits(t) + "," + all_digits(level) + "," + all_digits(mass.quantile(level)) + "\n";
    for (const auto &x : points)
      distribution +=
          all_digits(t) + "," + all_digits(x[0]) + "," + all_digits(mass.mass_left_of(x[0])) + "\n";
  }
  const fs::path to =
      arguments.output.empty() ? fs::path(arguments.operands[0]) / "evaluated" : fs::path(arguments.output);
  lock_directory(to.string());
  for (const char *name : {"values.csv", "distribution.csv", "quantiles.csv"})
    remove_temporaries_of((to / name).string());
  write_file((to / "values.csv").string(), values_csv(evolution, times, values, points));
  if (!levels.empty()) {
    write_file((to / "distribution.csv").string(), distribution);
    write_file((to / "quantiles.csv").string(), quantiles);
  }
  if (!arguments.quiet) std::cout << "written: " << (to / "values.csv").string() << std::endl;
  return exit_done;
}
}  // namespace

Command evaluate_command()
{
  return {"evaluate",
          "DIR",
          "a stored evolution at any time, at any points, on another mesh, its quantiles",
          "DIR is what 'gammaflow run' or 'gammaflow reference' has written. Between output times the flow "
          "is integrated\n"
          "on from the output before, with the time tolerance of the outputs. Writes values.csv "
          "(of references\n"
          "with error bars in Linf), and with --quantiles (intervals) quantiles.csv and distribution.csv.\n\n"
          "  gammaflow evaluate ref --times 0.1,0.25 --points '0.5; 0.75'\n"
          "  gammaflow evaluate ref --mesh other.prm --quantiles 0.05,0.5,0.95 --output on_other_mesh\n",
          Command::evaluation + Command::output + Command::threads + Command::quiet,
          1,
          1,
          true,
          evaluate};
}

}  // namespace gammaflow
