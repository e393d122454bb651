// SPDX-License-Identifier: LGPL-2.1-or-later
// Fields of candidates with one mistake each; the checks that the true ones pass have to reject them.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_data.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
constexpr std::size_t n = 128;

double f(double x)
{
  return 1.2 + std::sin(2 * M_PI * x);
}
FieldDomain interval()
{
  FieldDomain domain;
  domain.upper = {1, 0, 0};
  return domain;
}
/// The means of f in n cells.
std::vector<double> means()
{
  const double factor = std::sin(M_PI / double(n)) / (M_PI / double(n));
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i)
    values.push_back(1.2 + factor * (f((double(i) + 0.5) / double(n)) - 1.2));
  return values;
}
/// Whether the estimate of the error holds it.
bool held(const Field &field)
{
  std::vector<Point> x;
  for (double at = 0.1; at < 0.9; at += 0.0123) x.push_back({at, 0, 0});
  const auto values = field.at(x), first = field.coarser(false)->at(x), second = field.coarser(true)->at(x);
  double error = 0, estimate = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    error += std::abs(values[i] - f(x[i][0]));
    estimate += std::abs(values[i] - first[i]) + std::abs(values[i] - second[i]);
  }
  return error <= estimate;
}
}  // namespace

TEST(CandidateFieldTwins, TheTrueOnePasses)
{
  EXPECT_TRUE(held(*make_grid_field({{even_axis(0, 1, n, AxisKind::cells)}, means()}, interval(), "means")));
}

// Means that are taken for values at points: what is left between the points does not show it.
TEST(CandidateFieldTwins, MeansTakenForValues)
{
  std::vector<double> x{-0.5 / double(n)}, values = means();
  for (std::size_t i = 0; i < n; ++i) x.push_back((double(i) + 0.5) / double(n));
  x.push_back(1 + 0.5 / double(n));
  values.insert(values.begin(), values.back());
  values.push_back(values[1]);
  EXPECT_FALSE(held(*make_grid_field({{x}, values}, interval(), "values")));
}

// Arrays with the first index along y do not fit to the axes, and are not turned silently.
TEST(CandidateFieldTwins, IndicesSwapped)
{
  CandidateData data;
  data.file = "a.npz";
  data.arrays["u"] = {"u", {6, 8}, std::vector<double>(48, 1.)};
  data.arrays["x"] = {"x", {8}, even_axis(0, 1, 8, AxisKind::points)};
  data.arrays["y"] = {"y", {6}, even_axis(0, 1, 6, AxisKind::points)};
  FieldFormat format;
  format.domain.dim = 2;
  format.domain.upper = {1, 1, 0};
  EXPECT_THROW(fields_in(data, format), InputError);
  data.arrays["u"].shape = {8, 6};
  EXPECT_EQ(fields_in(data, format).size(), 1u);
}
