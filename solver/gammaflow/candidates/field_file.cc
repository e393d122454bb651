// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/candidate_data.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>

namespace gammaflow
{
namespace
{
const std::vector<std::string> value_names = {"u", "density", "rho", "value", "values", "field"};

double unit(const FieldFormat &format, unsigned d)
{
  return format.common.unit[format.common.unit.size() == 1 ? 0 : d];
}

std::vector<FieldSnapshot> from_table(const NumberTable &table, const FieldFormat &format)
{
  auto names = value_names;
  const auto value = column_of(table, format.common, "value", names);
  const auto time = column_of(table, format.common, "time", time_members());
  std::vector<std::size_t> taken;
  if (time) taken.push_back(*time);
  std::size_t values = 0;
  if (value)
    values = *value;
  else if (table.columns.size() == format.domain.dim + 1 + taken.size())
    values = table.columns.size() - 1;  // the last one, where nothing is said
  else
    throw InputError(table.file, "", "which column holds the values is not clear",
                     "--columns value=... with a column out of: " + table.column_names());
  taken.push_back(values);
  const auto coordinates = coordinate_columns(table, format.common, taken);
  std::vector<FieldSnapshot> result;
  for (std::size_t from = 0, to = 0; from < table.rows(); from = to) {
    to = time ? from + 1 : table.rows();
    while (time && to < table.rows() && table.columns[*time][to] == table.columns[*time][from]) ++to;
    std::vector<Point> points(to - from, Point{});
    for (unsigned d = 0; d < format.domain.dim; ++d)
      for (std::size_t row = from; row < to; ++row)
        points[row - from][d] = table.columns[coordinates[d]][row] / unit(format, d);
    FieldSnapshot snapshot;
    snapshot.where = time ? table.at(from) : table.file;
    if (time) {
      snapshot.time = table.columns[*time][from];
      require_later(result.empty() ? std::nullopt : result.back().time, *snapshot.time, table.at(from));
    }
    const auto first = table.columns[values].begin();
    snapshot.field =
        make_scattered_field(std::move(points), {first + std::ptrdiff_t(from), first + std::ptrdiff_t(to)},
                             format.domain, snapshot.where);
    result.push_back(std::move(snapshot));
  }
  return result;
}

/// The axes of arrays: members x, y, z, or what --axes says of arrays without.
std::vector<std::vector<double>> axes_of(const CandidateData &data, const FieldFormat &format,
                                         const std::vector<std::size_t> &shape)
{
  std::vector<std::vector<double>> axes;
  for (unsigned d = 0; d < format.domain.dim; ++d) {
    const std::string letter(1, "xyz"[d]);
    const NumberArray *axis = member_of(data, format.common, letter, {letter});
    if (axis == nullptr && !format.axes)
      throw InputError(data.file, "", "has no axis " + letter,
                       "members x, y, z with the places of the values; or --axes points (from one end of the "
                       "domain to the other), cells (means of equal cells), period (without its last point)");
    if (axis == nullptr) {
      if (shape[d] < 2) throw InputError(data.file, std::to_string(shape[d]), "is too few", "at least 5");
      axes.push_back(even_axis(format.domain.lower[d], format.domain.upper[d], shape[d], *format.axes));
      continue;
    }
    if (axis->shape.size() != 1)
      throw InputError(axis->name, axis->shape_text(), "is no axis",
                       "one number for each entry of the array in this direction");
    if (axis->values.size() != shape[d] && axis->values.size() != shape[d] + 1)
      throw InputError(axis->name, axis->shape_text(),
                       "does not fit to " + std::to_string(shape[d]) + " values in this direction",
                       "arrays with the first index along x (numpy.meshgrid: indexing='ij')");
    axes.push_back(axis->values);
    for (double &x : axes.back()) x /= unit(format, d);
  }
  return axes;
}

/// The array beside the points of a mesh, where there is one alone.
const NumberArray *only_data(const CandidateData &data)
{
  const NumberArray *found = nullptr;
  std::string names;
  for (const auto &[name, array] : data.arrays) {
    if (name == "x") continue;
    names += (found == nullptr ? "" : ", ") + name;
    found = &array;
  }
  if (data.arrays.size() > 2)
    throw InputError(data.file, shortened(names), "which of these is the density is not clear",
                     "--columns value=NAME with one of them");
  return found;
}

std::vector<FieldSnapshot> from_arrays(const CandidateData &data, const FieldFormat &format)
{
  const unsigned dim = format.domain.dim;
  const NumberArray *values = member_of(data, format.common, "value", value_names);
  if (values == nullptr && data.arrays.size() == 1) values = &data.arrays.begin()->second;
  if (values == nullptr && data.mesh) values = only_data(data);
  if (values == nullptr)
    throw InputError(data.file, "", "which member holds the values is not clear",
                     "a member u, density, rho or values; or --columns value=NAME");
  const NumberArray *times = member_of(data, format.common, "time", time_members());
  const NumberArray *points = member_of(data, format.common, "x", {"x", "points"});
  const bool scattered = points != nullptr && points->shape.size() == 2 && points->shape[1] == dim;
  const std::size_t rank = scattered ? 1 : dim;
  std::vector<std::size_t> shape = values->shape;
  if (shape.size() != rank && shape.size() != rank + 1)
    throw InputError(values->name, values->shape_text(), "are no values of a function here",
                     scattered ? "(n) or (times, n)"
                               : std::string("(nx") + (dim > 1 ? ", ny" : "") + (dim > 2 ? ", nz" : "") +
                                     "), or with the times before");
  std::size_t count = 1;
  if (shape.size() == rank + 1) {
    count = shape.front();
    shape.erase(shape.begin());
  }
  std::size_t each = 1;
  for (const std::size_t n : shape) each *= n;
  if (count == 0 || each == 0)
    throw InputError(values->name, values->shape_text(), "holds no values", "at least 5 in each direction");
  if (times != nullptr && times->values.size() != count)
    throw InputError(times->name, times->shape_text(), "are not the times of these values",
                     std::to_string(count) + " of them, as " + values->name + " has");
  if (scattered && points->shape[0] != each)
    throw InputError(points->name, points->shape_text(), "are not the points of these values",
                     std::to_string(each) + " of them");
  const auto axes = scattered ? std::vector<std::vector<double>>() : axes_of(data, format, shape);
  std::vector<FieldSnapshot> result;
  for (std::size_t k = 0; k < count; ++k) {
    FieldSnapshot snapshot;
    snapshot.where = values->name + (count > 1 ? ", number " + std::to_string(k + 1) : std::string());
    if (times != nullptr) {
      require_later(k > 0 ? result.back().time : std::nullopt, times->values[k],
                    times->name + ", entry " + std::to_string(k + 1));
      snapshot.time = times->values[k];
    } else if (data.time)
      snapshot.time = data.time;
    const auto first = values->values.begin() + std::ptrdiff_t(k * each);
    std::vector<double> own(first, first + std::ptrdiff_t(each));
    if (!scattered)
      snapshot.field = make_grid_field({axes, std::move(own)}, format.domain, snapshot.where);
    else {
      std::vector<Point> places(each, Point{});
      for (std::size_t i = 0; i < each; ++i)
        for (unsigned d = 0; d < dim; ++d) places[i][d] = points->values[i * dim + d] / unit(format, d);
      if (data.mesh) merge_corners(places, own, format.domain, data.same_place, snapshot.where);
      snapshot.field = make_scattered_field(std::move(places), std::move(own), format.domain, snapshot.where);
    }
    result.push_back(std::move(snapshot));
  }
  return result;
}
}  // namespace

bool holds_fields(const CandidateData &data, const CandidateFormat &format)
{
  if (!data.series.empty()) return holds_fields(data.series.front(), format);
  if (format.columns.count("value") != 0 || data.mesh) return true;
  for (const auto &name : value_names) {
    if (data.arrays.count(name) != 0) return true;
    if (data.table)
      for (const auto &column : data.table->names)
        if (boost::iequals(column, name)) return true;
  }
  return false;
}

std::vector<FieldSnapshot> fields_in(const CandidateData &data, const FieldFormat &format)
{
  std::vector<FieldSnapshot> result;
  for (const CandidateData &one : data.series)
    for (auto &snapshot : fields_in(one, format)) result.push_back(std::move(snapshot));
  if (!data.series.empty()) return result;
  return data.table ? from_table(*data.table, format) : from_arrays(data, format);
}

}  // namespace gammaflow
