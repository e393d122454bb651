// SPDX-License-Identifier: LGPL-2.1-or-later
// Densities and fields on grids and at points: the orders of their interpolation, that the estimate of its
// error holds it, what files of them are read, and what is refused.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_data.h>
#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <random>

using namespace gammaflow;

namespace
{
using Function = std::function<double(const Point &)>;

FieldDomain box(unsigned dim, bool periodic = false)
{
  FieldDomain domain;
  domain.dim = dim;
  for (unsigned d = 0; d < dim; ++d) domain.upper[d] = 1 + 0.5 * d;
  domain.periodic = {periodic, periodic, periodic};
  return domain;
}

double smooth(const Point &x)
{
  return 1.2 + std::sin(2 * M_PI * x[0]) * std::cos(2 * M_PI * x[1] / 1.5);
}
double step(const Point &x)
{
  return x[0] + 0.3 * x[1] < 0.537 ? 0.5 : 2;
}

std::unique_ptr<const Field> on_grid(const FieldDomain &domain, std::size_t n, AxisKind kind,
                                     const Function &f)
{
  GridValues grid;
  std::vector<Point> points{Point{}};
  for (unsigned d = 0; d < domain.dim; ++d) {
    grid.axes.push_back(even_axis(domain.lower[d], domain.upper[d], n, kind));
    std::vector<Point> next;
    for (const Point &point : points)
      for (std::size_t i = 0; i < n; ++i) {
        next.push_back(point);
        const auto &x = grid.axes[d];
        next.back()[d] = kind == AxisKind::cells ? (x[i] + x[i + 1]) / 2 : x[i];
      }
    points = std::move(next);
  }
  for (const Point &x : points) grid.values.push_back(f(x));
  return make_grid_field(std::move(grid), domain, "grid");
}

std::unique_ptr<const Field> at_points(const FieldDomain &domain, std::size_t n, const Function &f)
{
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<Point> points;
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    Point x{};
    for (unsigned d = 0; d < domain.dim; ++d) x[d] = uniform(random) * domain.upper[d];
    points.push_back(x);
    values.push_back(f(x));
  }
  return make_scattered_field(std::move(points), std::move(values), domain, "points");
}

std::vector<Point> places(const FieldDomain &domain)
{
  std::vector<Point> result;
  const int n = domain.dim == 1 ? 4000 : 50;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < (domain.dim == 1 ? 1 : n); ++j)
      result.push_back(
          {(i + 0.37) / n * domain.upper[0], domain.dim > 1 ? (j + 0.41) / n * domain.upper[1] : 0, 0});
  return result;
}

double mean_difference(const std::vector<double> &a, const std::vector<double> &b)
{
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]) / double(a.size());
  return sum;
}
std::vector<double> exact(const std::vector<Point> &x, const Function &f)
{
  std::vector<double> values;
  for (const Point &point : x) values.push_back(f(point));
  return values;
}
double error_of(const Field &field, const FieldDomain &domain, const Function &f)
{
  return mean_difference(field.at(places(domain)), exact(places(domain), f));
}
double estimate_of(const Field &field, const FieldDomain &domain)
{
  const auto x = places(domain);
  const auto values = field.at(x);
  return mean_difference(values, field.coarser(false)->at(x)) +
         mean_difference(values, field.coarser(true)->at(x));
}

class FieldFiles : public testing::Test
{
 protected:
  ScratchDirectory scratch{"test"};

  std::string refusal(const std::string &content, unsigned dim, const std::string &columns = "") const
  {
    const std::string path = scratch.path() + "/a.txt";
    std::ofstream(path, std::ios::binary) << content;
    FieldFormat format;
    format.domain = box(dim);
    format.common.dim = dim;
    if (!columns.empty()) format.common.columns = column_roles(columns);
    try {
      fields_in(read_candidate_data(path), format);
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  }
  void expect_refused(const std::string &content, unsigned dim, const std::string &words,
                      const std::string &columns = "") const
  {
    const std::string message = refusal(content, dim, columns);
    EXPECT_NE(message.find(words), std::string::npos) << "wanted: " << words << "\ngot: " << message;
  }
};

/// x, y, u of a grid of n x n in any order; `moved` the upper end.
std::string table(std::size_t n, double upper = 1)
{
  std::string text = "y,x,u\n";
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double x = upper * double(i) / double(n - 1), y = 1.5 * double(j) / double(n - 1);
      text += std::to_string(y) + "," + std::to_string(x) + "," + std::to_string(1 + x * y) + "\n";
    }
  return text;
}
}  // namespace

TEST(CandidateFields, OrdersOfTheInterpolation)
{
  for (const bool periodic : {false, true}) {
    const FieldDomain domain = box(2, periodic);
    const auto kind = periodic ? AxisKind::period : AxisKind::points;
    const double coarse = error_of(*on_grid(domain, 24, kind, smooth), domain, smooth),
                 fine = error_of(*on_grid(domain, 48, kind, smooth), domain, smooth);
    EXPECT_NEAR(std::log2(coarse / fine), 4, 0.5);
  }
  const FieldDomain domain = box(2);
  const double coarse = error_of(*at_points(domain, 1500, smooth), domain, smooth),
               fine = error_of(*at_points(domain, 6000, smooth), domain, smooth);
  EXPECT_GT(std::log2(coarse / fine), 2.3);
}

// Of smooth functions and of such that jump, of all kinds of axes: the difference to the function from fewer
// numbers holds the error.
TEST(CandidateFields, TheEstimateHoldsTheError)
{
  for (const Function &f : {Function(smooth), Function(step)}) {
    for (const std::size_t n : {16, 25, 64, 81}) {
      for (const unsigned dim : {1u, 2u}) {
        const FieldDomain domain = box(dim);
        const auto points = on_grid(domain, n, AxisKind::points, f),
                   cells = on_grid(domain, n, AxisKind::cells, f);
        EXPECT_LT(error_of(*points, domain, f), estimate_of(*points, domain)) << n << " " << dim;
        EXPECT_LT(error_of(*cells, domain, f), estimate_of(*cells, domain)) << n << " " << dim;
      }
      const auto scattered = at_points(box(2), n * n, f);
      EXPECT_LT(error_of(*scattered, box(2), f), estimate_of(*scattered, box(2))) << n;
    }
  }
}

// Means of cells are no values at the middles: the estimate of their error has the difference in it.
TEST(CandidateFields, MeansOfCells)
{
  const FieldDomain domain = box(1);
  const Function f = [](const Point &x) { return 1.2 + std::sin(2 * M_PI * x[0]); };
  const std::size_t n = 32;
  const double h = 1. / double(n),
               factor = std::sin(M_PI * h) / (M_PI * h);  // the mean of the sine in a cell
  const auto means =
      on_grid(domain, n, AxisKind::cells, [&](const Point &x) { return 1.2 + factor * (f(x) - 1.2); });
  EXPECT_GT(error_of(*means, domain, f), 1e-4);
  EXPECT_LT(error_of(*means, domain, f), estimate_of(*means, domain));
}

// The middles of cells of a period hold means as those of an interval do.
TEST(CandidateFields, MeansOfCellsOfAPeriod)
{
  const FieldDomain domain = box(1, true);
  const Function f = [](const Point &x) { return 1.2 + std::sin(2 * M_PI * x[0]); };
  const std::size_t n = 64;
  const double h = 1. / double(n), factor = std::sin(M_PI * h) / (M_PI * h);
  GridValues grid{{{}}, {}};
  for (std::size_t i = 0; i < n; ++i) {
    grid.axes[0].push_back((double(i) + 0.5) * h);
    grid.values.push_back(1.2 + factor * (f({grid.axes[0].back(), 0, 0}) - 1.2));
  }
  const auto means = make_grid_field(std::move(grid), domain, "means");
  EXPECT_LT(error_of(*means, domain, f), estimate_of(*means, domain));
}

// Cells beyond the ends of a period would stand for their turns a second time; neighbours that are all but
// one would divide by their distance.
TEST(CandidateFields, AxesThatWouldBeMisread)
{
  const auto refusal = [](std::vector<double> axis, std::size_t n, bool periodic) -> std::string {
    try {
      make_grid_field({{std::move(axis)}, std::vector<double>(n, 1.)}, box(1, periodic), "grid");
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(refusal(even_axis(-0.1, 1.1, 12, AxisKind::cells), 12, true).find("period"), std::string::npos);
  EXPECT_EQ(refusal(even_axis(-0.1, 1.1, 12, AxisKind::cells), 12, false), "");
  EXPECT_EQ(refusal(even_axis(0, 1, 12, AxisKind::cells), 12, true), "");
  // middles of cells, one of them beyond the lower end
  EXPECT_NE(refusal(even_axis(-0.05, 0.95, 11, AxisKind::points), 11, true).find("period"),
            std::string::npos);
  EXPECT_EQ(refusal(even_axis(-0.1, 0.8, 10, AxisKind::points), 10, true), "");
  EXPECT_NE(refusal({0, 0.2, 0.4, 0.4 + 1e-12, 0.7, 1}, 6, false).find("does not ascend"), std::string::npos);
}

// Of cells beyond one end of an interval the means in pairs are means.
TEST(CandidateFields, CellsBeyondOneEnd)
{
  const auto field = make_grid_field(
      {{even_axis(-0.15, 0.95, 12, AxisKind::points)}, std::vector<double>(12, 1.)}, box(1), "grid");
  for (const bool other : {false, true})
    for (const double value : field->coarser(other)->at(places(box(1)))) EXPECT_NEAR(value, 1, 1e-12);
}

TEST(CandidateFields, PointsThatAreAllButTheSame)
{
  const auto refusal = [](std::vector<Point> points, unsigned dim) -> std::string {
    const std::size_t n = points.size();
    try {
      make_scattered_field(std::move(points), std::vector<double>(n, 1.), box(dim), "points");
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  };
  std::vector<Point> line, plane;
  for (int i = 0; i < 40; ++i) line.push_back({i / 39., 0, 0});
  EXPECT_EQ(refusal(line, 1), "");
  line.push_back({0.5 + 0.5 / 39 + 1e-12, 0, 0});
  EXPECT_NE(refusal(line, 1).find("twice, again as number 41"), std::string::npos);
  for (int i = 0; i < 40; ++i) plane.push_back({std::fmod(0.618 * i, 1), 1.5 * std::fmod(0.755 * i, 1), 0});
  EXPECT_EQ(refusal(plane, 2), "");
  plane.push_back({plane[7][0] - 1e-11, plane[7][1] + 1e-11, 0});
  EXPECT_NE(refusal(plane, 2).find("twice"), std::string::npos);
}

TEST(CandidateFields, PositiveValuesStayPositive)
{
  const FieldDomain domain = box(1);
  const auto field =
      on_grid(domain, 21, AxisKind::points, [](const Point &x) { return x[0] < 0.5 ? 1e-8 : 1; });
  for (const double value : field->at(places(domain))) EXPECT_GT(value, 0);
  const auto zero = on_grid(domain, 21, AxisKind::points, [](const Point &x) { return x[0] < 0.5 ? 0 : 1; });
  for (const double value : zero->at(places(domain))) EXPECT_GE(value, 0);
}

TEST_F(FieldFiles, ATableOfAGridInAnyOrder)
{
  const std::string path = scratch.path() + "/a.csv";
  std::ofstream(path) << table(9);
  FieldFormat format;
  format.domain = box(2);
  format.common.dim = 2;
  const CandidateData data = read_candidate_data(path);
  EXPECT_TRUE(holds_fields(data, format.common));
  const auto fields = fields_in(data, format);
  ASSERT_EQ(fields.size(), 1u);
  EXPECT_EQ(fields[0].field->description(), "grid of 9 x 9");
  EXPECT_NEAR(fields[0].field->at({{{0.3, 0.7, 0}}})[0], 1 + 0.3 * 0.7, 1e-5);
}

TEST_F(FieldFiles, Refusals)
{
  expect_refused(table(4), 2, "too few");
  expect_refused(table(9, 0.5), 2, "does not cover the domain");
  expect_refused("x,u\n0,1\n0.25,1\n0.5,1\n0.5,1\n0.75,1\n1,1\n", 1, "twice");
  expect_refused("x,u\n0,1\n0.25,nan\n", 1, "line 3");
  expect_refused("t,x,u\n1,0,1\n1,0.2,1\n1,0.5,1\n1,0.7,1\n1,1,1\n0,0,1\n0,0.2,1\n0,0.5,1\n0,0.7,1\n0,1,1\n",
                 1, "not after the time before");
  expect_refused("x,y,a,b\n0,0,1,2\n", 2, "which column holds the values");
  expect_refused("x,u\n0,1\n", 1, "is not a column", "value=v");
  std::string hole = "x,y,u\n";
  for (int i = 0; i < 40; ++i)
    for (int j = 0; j < 40; ++j)
      if (std::hypot(i - 20, j - 20) > 12)
        hole += std::to_string(i / 39. + 0.001 * (j % 3)) + "," + std::to_string(1.5 * j / 39.) + ",1\n";
  const std::string path = scratch.path() + "/hole.csv";
  std::ofstream(path) << hole;
  FieldFormat format;
  format.domain = box(2);
  format.common.dim = 2;
  const auto fields = fields_in(read_candidate_data(path), format);
  EXPECT_THROW(fields[0].field->at({{{0.5, 0.75, 0}}}), InputError);
}

// What other programs write and is not read says what to write instead.
TEST_F(FieldFiles, KindsThatAreNotRead)
{
  expect_refused("\x89HDF\r\n\x1a\n", 1, "HDF5");  // cut behind its first bytes
  expect_refused("PAR1", 1, "Parquet");
  expect_refused("# vtk DataFile Version 3.0\n", 1, "VTK");
  expect_refused("\x80\x04\x95", 1, "never loaded");
}
