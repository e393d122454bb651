// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_seal.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/output_directory.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/measures/monotone_coupling.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/stored_evolution.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Json = nlohmann::json;

std::vector<double> nodal(const Vector &u)
{
  return std::vector<double>(data(u), data(u) + size(u));
}
}  // namespace

std::vector<double> values_at(const Vector &u, const Space &space, const std::vector<Point> &points)
{
  const bool positive = std::all_of(u.begin(), u.end(), [](double value) { return value > 0; });
  Vector source = u;
  if (positive)
    for (double &value : source) value = std::log(value);
  std::vector<double> result;
  for (const Point &x : points) {
    const double value = space.evaluate(source, x);
    result.push_back(positive ? std::exp(value) : value);
  }
  return result;
}

const char *const reference_format = "GammaFlow reference 2";

StoredBars read_stored_bars(const std::string &file)
{
  const Json stored = read_json(file);
  if (!is_sealed(stored))
    throw InputError(
        file, "",
        stored.is_object() && stored.contains("sha256")
            ? "its checksum (sha256) is not that of its content: it was changed, or it is damaged"
            : "has no checksum (sha256)",
        "what 'gammaflow reference' of this version has written");
  const auto number = [](const Json &value) {  // null: infinite
    return value.is_number() ? value.get<double>() : std::numeric_limits<double>::infinity();
  };
  StoredBars bars;
  try {
    bars.tolerance = stored.value("tolerance", 0.);
    if (stored.contains("errors"))
      for (const auto &error : stored["errors"])
        bars.all.push_back({error.at("norm").get<std::string>(), error.at("time").get<double>(),
                            number(error.at("bar")), number(error.at("relative"))});
  } catch (const Json::exception &error) {
    throw InputError(file, "", error.what(), "what 'gammaflow reference' has written");
  }
  return bars;
}

StoredEvolution::StoredEvolution(const std::string &directory)
{
  const fs::path in = directory;
  const bool reference = fs::exists(in / "evolution.h5");
  const fs::path file = in / (reference ? "evolution.h5" : "trajectory.h5");
  if (!fs::exists(file) || !fs::exists(in / "case.prm"))
    throw InputError(directory, "", "holds no evolution",
                     "a directory that 'gammaflow run' or 'gammaflow reference' has written");
  const Parameters parameters = Parameters::from_file((in / "case.prm").string());
  evolution_ = make_evolution(parameters, make_space(parameters));
  require_data_of(directory, input_files(parameters));
  trajectory_ = read_trajectory(file.string(), parameters, evolution_->shared_space());
  EvolveOptions options = evolve_options(parameters);
  if (reference) options.largest_interval = reference_step_cap;
  dense_ = evolution_->dense(options, trajectory_);
  if (!fs::exists(in / "reference.json")) return;
  bars_ = read_stored_bars((in / "reference.json").string());
}

Vector StoredEvolution::state(double t) const
{
  if (!(t >= 0 && t <= times().back()))
    throw InputError("evaluation in time", std::to_string(t), "is not in the interval of the evolution",
                     "0 ... " + std::to_string(times().back()));
  return dense_->state(t);
}

std::vector<double> StoredEvolution::values(double t, const std::vector<Point> &points) const
{
  const Vector u = state(t);  // checks t
  return values_at(u, space(t), points);
}

Vector StoredEvolution::on(const Space &other, double t) const
{
  const Vector u = state(t);
  const Space &own = space(t);
  const auto values = values_at(u, own, other.nodes());
  Vector result = other.zero();
  std::copy(values.begin(), values.end(), result.begin());
  const bool whole = std::abs(other.volume() - own.volume()) <= 1e-10 * own.volume();
  if (whole && evolution_->positive()) result *= own.integrate(u) / other.integrate(result);
  return result;
}

std::optional<double> StoredEvolution::error_bar(const std::string &norm, double t) const
{
  std::optional<double> at_output, relative;
  double scale = 0;
  for (const auto &bar : bars_.all) {
    if (bar.norm != norm) continue;
    if (std::abs(bar.time - t) <= 1e-12 * times().back()) at_output = bar.value;
    relative = std::max(relative.value_or(bars_.tolerance), bar.relative);
    if (bar.relative > 0) scale = std::max(scale, bar.value / bar.relative);
  }
  if (at_output || !relative) return at_output;
  return *relative * scale;
}

std::optional<Vector> StoredEvolution::target(double t) const
{
  if (!evolution_->has_target()) return std::nullopt;
  if (!trajectory_.adapted()) return evolution_->target(trajectory_, 0);
  const auto after = std::lower_bound(times().begin(), times().end(), t - 1e-12 * times().back());
  return evolution_->target(trajectory_, std::size_t(std::min(after, times().end() - 1) - times().begin()));
}

MassDistribution::MassDistribution(const Space &space, const Vector &u)
    : density_(quantile_grid("the distribution of mass", space), nodal(u)),
      lower_(space.lower()[0]),
      upper_(space.upper()[0])
{
  require_non_negative("the distribution of mass", space, u);
}

double MassDistribution::quantile(double level) const
{
  // from the nearer end, so that small tails keep their digits
  return level <= 0.5 ? lower_ + density_.displacement(lower_, level * mass())
                      : upper_ + density_.displacement(upper_, (level - 1) * mass());
}

}  // namespace gammaflow
