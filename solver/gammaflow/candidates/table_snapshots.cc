// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/candidate_data.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const std::vector<std::string> weight_names = {"weight", "weights", "w"};
const std::vector<std::string> time_names = {"time", "times", "t"};

}  // namespace

std::vector<std::size_t> coordinate_columns(const NumberTable &table, const CandidateFormat &format,
                                            const std::vector<std::size_t> &taken)
{
  const bool from_zero = std::any_of(table.names.begin(), table.names.end(),
                                     [](const auto &name) { return boost::iequals(name, "x0"); });
  std::vector<std::size_t> columns;
  for (unsigned d = 0; d < format.dim; ++d) {
    const std::string letter(1, "xyz"[d]);
    if (const auto c =
            column_of(table, format, letter, {letter, "x" + std::to_string(from_zero ? d : d + 1)}))
      columns.push_back(*c);
  }
  if (columns.size() == format.dim) return columns;
  // as many columns as are needed: these are they
  columns.clear();
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (std::find(taken.begin(), taken.end(), c) == taken.end()) columns.push_back(c);
  const bool chosen = format.columns.count("x") + format.columns.count("y") + format.columns.count("z") > 0;
  if (columns.size() == format.dim && !chosen) return columns;
  throw InputError(
      table.file, std::to_string(table.columns.size()) + " columns",
      "which of them are coordinates is not clear: the domain has " + std::to_string(format.dim) +
          (format.dim == 1 ? " dimension" : " dimensions"),
      "--columns \"x=..., y=..., weight=..., time=...\" with columns out of: " + table.column_names());
}

namespace
{
PointMeasure particles_of(const NumberTable &table, const CandidateFormat &format,
                          const std::vector<std::size_t> &coordinates, std::optional<std::size_t> weight,
                          std::size_t from, std::size_t to)
{
  std::vector<double> x, w;
  x.reserve(format.dim * (to - from));
  for (unsigned d = 0; d < format.dim; ++d) {
    const double unit = format.unit[format.unit.size() == 1 ? 0 : d];
    const auto &column = table.columns[coordinates[d]];
    for (std::size_t row = from; row < to; ++row) x.push_back(column[row] / unit);
  }
  for (std::size_t row = from; weight && row < to; ++row) {
    const double value = table.columns[*weight][row];
    if (!(value > 0))
      throw InputError(table.at(row), std::to_string(value),
                       value < 0 ? "is a negative weight" : "is a weight of 0",
                       "weights above 0; leave out particles that have none");
    w.push_back(value);
  }
  return {format.dim, std::move(x), std::move(w), table.file};
}
}  // namespace

std::optional<std::size_t> column_of(const NumberTable &table, const CandidateFormat &format,
                                     const std::string &role, const std::vector<std::string> &names)
{
  const auto given = format.columns.find(role);
  if (given != format.columns.end()) return table.find(given->second);
  for (const auto &name : names)
    for (std::size_t c = 0; c < table.names.size(); ++c)
      if (boost::iequals(table.names[c], name)) return c;
  return std::nullopt;
}

std::map<std::string, std::string> column_roles(const std::string &text)
{
  std::map<std::string, std::string> roles;
  std::vector<std::string> parts;
  boost::split(parts, text, boost::is_any_of(","));
  for (const auto &part : parts) {
    const std::size_t equals = part.find('=');
    const std::string role = boost::trim_copy(part.substr(0, equals));
    const std::string column = equals == std::string::npos ? "" : boost::trim_copy(part.substr(equals + 1));
    const bool known =
        role == "x" || role == "y" || role == "z" || role == "weight" || role == "time" || role == "value";
    if (!known || column.empty() || !roles.emplace(role, column).second)
      throw InputError("--columns", shortened(text), "is not understood at '" + shortened(part) + "'",
                       "\"x=NAME, y=NAME, z=NAME, weight=NAME, value=NAME, time=NAME\", each once; names, or "
                       "numbers from 1");
  }
  return roles;
}

std::vector<Snapshot> snapshots_of(const NumberTable &table, const CandidateFormat &format)
{
  const auto weight = column_of(table, format, "weight", weight_names);
  const auto time = column_of(table, format, "time", time_names);
  std::vector<std::size_t> taken;
  if (weight) taken.push_back(*weight);
  if (time) taken.push_back(*time);
  const auto coordinates = coordinate_columns(table, format, taken);
  std::vector<Snapshot> result;
  for (std::size_t from = 0, to = 0; from < table.rows(); from = to) {
    to = time ? from + 1 : table.rows();
    while (time && to < table.rows() && table.columns[*time][to] == table.columns[*time][from]) ++to;
    Snapshot snapshot{std::nullopt,
                      table.file,
                      particles_of(table, format, coordinates, weight, from, to),
                      weight.has_value(),
                      {}};
    for (std::size_t row = from; row < to; ++row)
      snapshot.rows.push_back(table.lines.empty() ? row + 1 : table.lines[row]);
    if (time) {
      snapshot.time = table.columns[*time][from];
      for (const auto &other : result)
        if (other.time == snapshot.time)
          throw InputError(table.at(from), std::to_string(*snapshot.time),
                           "is a time that has been there, with others in between",
                           "the particles of one time in consecutive rows");
      if (!result.empty() && *result.back().time > *snapshot.time)
        throw InputError(table.at(from), std::to_string(*snapshot.time), "goes back in time",
                         "times in ascending order");
    }
    result.push_back(std::move(snapshot));
  }
  return result;
}

}  // namespace gammaflow
