// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/io/data_file.h>
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/npz_file.h>
#include <gammaflow/particles/particle_file.h>

#include <boost/algorithm/string.hpp>

#include <limits>

namespace gammaflow
{
namespace
{
const char *const format = "gammaflow particles 1";

/// What is no count becomes none: the program writes nothing else.
template <typename Count>
Count count_of(double value)
{
  return value >= 0 && value < double(std::numeric_limits<Count>::max()) ? Count(value) : Count(0);
}

ParticleLedgerRow row_of(const double *values, unsigned dim)
{
  ParticleLedgerRow row;
  row.time = *values++;
  for (unsigned d = 0; d < dim; ++d) row.mean[d] = *values++;
  for (unsigned d = 0; d < dim; ++d) row.variance[d] = *values++;
  for (double *number : {&row.energy, &row.speed, &row.least_weight, &row.effective_size})
    *number = *values++;
  row.outside = count_of<std::size_t>(*values++);
  for (unsigned *count : {&row.steps, &row.rejected, &row.evaluations})
    *count = count_of<unsigned>(*values++);
  return row;
}
/// times x particles x dim
std::vector<double> coordinates_of(const ParticleTrajectory &trajectory)
{
  std::vector<double> coordinates;
  const unsigned dim = trajectory.states.front().dim();
  coordinates.reserve(trajectory.times.size() * trajectory.states.front().size() * dim);
  for (const PointMeasure &state : trajectory.states)
    for (std::size_t i = 0; i < state.size(); ++i)
      for (unsigned d = 0; d < dim; ++d) coordinates.push_back(state.coordinate(d)[i]);
  return coordinates;
}
}  // namespace

std::vector<std::string> particle_ledger_columns(unsigned dim)
{
  std::vector<std::string> columns = {"time"};
  for (const std::string name : {"mean", "variance"})
    for (unsigned d = 0; d < dim; ++d) columns.push_back(name + "_" + "xyz"[d]);
  for (const std::string name :
       {"energy", "speed", "least_weight", "effective_size", "outside", "steps", "rejected", "evaluations"})
    columns.push_back(name);
  return columns;
}

std::vector<double> particle_ledger_values(const ParticleLedgerRow &row, unsigned dim)
{
  std::vector<double> values = {row.time};
  values.insert(values.end(), row.mean.begin(), row.mean.begin() + dim);
  values.insert(values.end(), row.variance.begin(), row.variance.begin() + dim);
  for (const double number :
       {row.energy, row.speed, row.least_weight, row.effective_size, double(row.outside), double(row.steps),
        double(row.rejected), double(row.evaluations)})
    values.push_back(number);
  return values;
}

std::string particle_ledger_csv(const ParticleTrajectory &trajectory)
{
  const unsigned dim = trajectory.states.front().dim();
  std::string text = boost::join(particle_ledger_columns(dim), ",") + "\n";
  for (const ParticleLedgerRow &row : trajectory.ledger) {
    std::string line;
    for (const double value : particle_ledger_values(row, dim))
      line += (line.empty() ? "" : ",") + (std::isnan(value) ? "nan" : all_digits(value));
    text += line + "\n";
  }
  return text;
}

bool write_particles_npz(const std::string &path, const ParticleTrajectory &trajectory)
{
  const std::size_t times = trajectory.times.size(), n = trajectory.states.front().size();
  const std::vector<double> coordinates = coordinates_of(trajectory);
  std::vector<double> weights;
  for (const PointMeasure &state : trajectory.states)
    weights.insert(weights.end(), state.weights().begin(), state.weights().end());
  return write_npz(path, {{"x", {times, n, trajectory.states.front().dim()}, coordinates},
                          {"weights", {times, n}, weights},
                          {"times", {times}, trajectory.times}});
}

void write_particles(const std::string &path, const ParticleTrajectory &trajectory,
                     const std::map<std::string, std::string> &attributes)
{
  const std::size_t times = trajectory.times.size(), n = trajectory.states.front().size();
  const unsigned dim = trajectory.states.front().dim();
  const std::vector<double> coordinates = coordinates_of(trajectory);
  std::vector<double> ledger;
  std::vector<std::vector<double>> weights;
  for (const PointMeasure &state : trajectory.states) weights.push_back(state.weights());
  for (const ParticleLedgerRow &row : trajectory.ledger)
    for (const double value : particle_ledger_values(row, dim)) ledger.push_back(value);

  DataFile file(path);
  file.dataset("times", trajectory.times, {times});
  file.dataset("coordinates", coordinates, {times, n, dim});
  file.table("weights", weights);
  file.dataset("ledger", ledger, {times, ledger.size() / times});
  std::map<std::string, std::string> texts = attributes;
  texts["format"] = format;
  texts["ledger columns"] = boost::join(particle_ledger_columns(dim), ",");
  file.texts("about", texts);
  file.complete_with_index();
}

StoredParticles read_stored_particles(const std::string &path)
{
  IndexedFile file(path);
  StoredParticles stored;
  stored.texts = file.texts();
  const auto &texts = stored.texts;
  const auto found = texts.find("format");
  if (found == texts.end() || found->second != format) file.refuse("holds no particles of a run");
  const auto times = file.table("times", 1), coordinates = file.table("coordinates", 3),
             weights = file.table("weights", 2), ledger = file.table("ledger", 2);
  const std::size_t count = times.shape[0], n = coordinates.shape[1], dim = coordinates.shape[2];
  if (count == 0 || dim < 1 || dim > 3 || coordinates.shape[0] != count || weights.shape[0] != count ||
      weights.shape[1] != n || ledger.shape[0] != count ||
      ledger.shape[1] != particle_ledger_columns(unsigned(dim)).size())
    file.refuse("its tables do not fit together");
  ParticleTrajectory &result = stored.trajectory;
  result.times = times.values;
  for (std::size_t k = 0; k < count; ++k) {
    std::vector<double> x(dim * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t d = 0; d < dim; ++d) x[d * n + i] = coordinates.values[(k * n + i) * dim + d];
    const double *first = weights.values.data() + k * n;
    result.states.emplace_back(unsigned(dim), std::move(x), std::vector<double>(first, first + n), path);
    result.ledger.push_back(row_of(ledger.values.data() + k * ledger.shape[1], unsigned(dim)));
  }
  return stored;
}

ParticleTrajectory read_particles(const std::string &path)
{
  return read_stored_particles(path).trajectory;
}

}  // namespace gammaflow
