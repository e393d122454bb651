// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/field_output.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/space.h>

#include <gtest/gtest.h>

#include "tests/io/xdmf_check.h"
#include <cmath>
#include <filesystem>

using namespace gammaflow;
namespace fs = std::filesystem;

namespace
{
double wave(const Point &x, double t)
{
  return 2 + std::sin(2 * M_PI * x[0] + t) * std::cos(2 * M_PI * x[1]) + x[2];
}

Trajectory trajectory_on(const std::string &domain)
{
  Trajectory trajectory;
  trajectory.space = make_space(Parameters::from_string("subsection domain\n" + domain + "end\n"));
  for (const double t : {0., 0.1, 1.5}) {
    trajectory.times.push_back(t);
    trajectory.states.push_back(trajectory.space->sample([&](const Point &x) { return wave(x, t); }));
  }
  return trajectory;
}

std::string written(const std::string &name, const Trajectory &trajectory)
{
  const std::string directory = GAMMAFLOW_BINARY_DIR "/test_output/fields/" + name;
  fs::remove_all(directory);
  write_fields(trajectory, trajectory.space->sample([](const Point &x) { return x[0] + 10 * x[1]; }),
               directory);
  return directory;
}

// What holds for every space: `volume` is that of the cells, whose boundary may be approximated.
void expect_fields(const std::string &name, const Trajectory &trajectory, double volume, double tolerance)
{
  SCOPED_TRACE(name);
  const std::string directory = written(name, trajectory);
  const XdmfCheck check(directory);
  EXPECT_TRUE(check.problems.empty()) << check.problems.front();
  EXPECT_EQ(check.times, trajectory.times);
  EXPECT_NEAR(check.volume, volume, tolerance);
  for (std::size_t k = 0; k < trajectory.times.size(); ++k) {
    const auto density = check.read("density/000" + std::to_string(k)), target = check.read("target");
    ASSERT_EQ(density.size(), check.points.size());
    double error = 0, target_error = 0;
    for (std::size_t i = 0; i < density.size(); ++i) {
      const auto &x = check.points[i];
      error = std::max(error, std::abs(density[i] - wave(x, trajectory.times[k])));
      // where a periodic direction closes, x = 1 has the value of x = 0
      target_error = std::max(target_error, std::abs(std::remainder(target[i] - x[0] - 10 * x[1], 1.)));
    }
    EXPECT_LT(error, 1e-14);
    EXPECT_LT(target_error, 1e-14);
  }
  const std::string record = XdmfCheck::text_of(directory + "/fields.pvd");
  for (std::size_t k = 0; k < trajectory.times.size(); ++k) {
    const std::string file = "vtu/fields-000" + std::to_string(k) + ".vtu";
    EXPECT_NE(record.find("file=\"" + file + "\""), std::string::npos);
    const std::string vtu = XdmfCheck::text_of(directory + "/" + file);
    EXPECT_NE(vtu.find("Name=\"density\""), std::string::npos);
    EXPECT_NE(vtu.find("Name=\"target\""), std::string::npos);
  }
  for (const auto &entry : fs::recursive_directory_iterator(directory))
    EXPECT_EQ(entry.path().string().find(".part"), std::string::npos) << entry.path();
}
}  // namespace

// Would catch: values at other points, cells that are inside out or missing (also where a periodic box
// closes), datasets whose shape is not what the record says, moments that are left out, temporary files that
// stay.
TEST(FieldOutput, Boxes)
{
  expect_fields("line", trajectory_on("set dimension = 1\nset cells = 5\nset degree = 3\n"), 1, 1e-14);
  expect_fields("ring",
                trajectory_on("set dimension = 1\nset cells = 5\nset degree = 2\nset boundary = periodic\n"),
                1, 1e-14);
  expect_fields("rectangle",
                trajectory_on("set dimension = 2\nset cells = 4, 3\nset degree = 3\nset boundary = no-flux, "
                              "periodic\nset grading = 3, 1\n"),
                1, 1e-14);
  expect_fields("cube",
                trajectory_on("set dimension = 3\nset cells = 2, 3, 2\nset degree = 2\nset boundary = "
                              "periodic, no-flux, no-flux\n"),
                1, 1e-14);
}

// Would catch: a mesh whose nodes are not joined cell by cell in the order of XDMF.
TEST(FieldOutput, Meshes)
{
  expect_fields(
      "L-shape",
      trajectory_on("set dimension = 2\nset shape = mesh\nset mesh generator = L-shape\nset degree = 3\n"),
      0.75, 1e-14);  // the unit square without a quarter
  const Trajectory disk =
      trajectory_on("set dimension = 2\nset shape = mesh\nset mesh generator = disk\nset degree = 3\n");
  // Straight edges between the nodes inscribe a polygon in the circle: each of its four arcs has the angles
  // (1 - 1/sqrt 5)/4 pi, pi/(2 sqrt 5), (1 - 1/sqrt 5)/4 pi of the Gauss-Lobatto points of degree 3 (to the
  // accuracy of the cubic boundary).
  const double inner = M_PI / (2 * std::sqrt(5.)), outer = (M_PI / 2 - inner) / 2;
  expect_fields("disk", disk, 4 * 0.5 * 0.25 * (2 * std::sin(outer) + std::sin(inner)), 1e-4);
}

// Would catch: a directory that cannot be made and is only noticed by a crash or not at all.
TEST(FieldOutput, UnwritableDirectoryIsRefused)
{
  const Trajectory trajectory = trajectory_on("set dimension = 1\nset cells = 2\n");
  EXPECT_THROW(write_fields(trajectory, trajectory.states[0], "/proc/no/fields"), InputError);
}
