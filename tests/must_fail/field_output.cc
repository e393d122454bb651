// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/field_output.h>
#include <gammaflow/io/files.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/space.h>

#include <gtest/gtest.h>

#include "tests/io/xdmf_check.h"

using namespace gammaflow;

// The check of XDMF files finds what is wrong: a shape, a dataset that is not there, a moment without its
// field.
TEST(MustFail, XdmfThatDoesNotFitItsData)
{
  Trajectory trajectory;
  trajectory.space = make_space(Parameters::from_string(
      "subsection domain\nset dimension = 2\nset cells = 2, 2\nset degree = 2\nend\n"));
  trajectory.times = {0, 1};
  trajectory.states = {trajectory.space->zero(), trajectory.space->zero()};
  const std::string directory = GAMMAFLOW_BINARY_DIR "/test_output/must_fail_fields",
                    path = directory + "/fields.xdmf";
  write_fields(trajectory, trajectory.states[0], directory);
  EXPECT_TRUE(XdmfCheck(directory).problems.empty());

  const std::string sound = XdmfCheck::text_of(path);
  for (const auto &[from, to] : std::vector<std::pair<std::string, std::string>>{
           {"Dimensions=\"25\">fields.h5:/density/0001", "Dimensions=\"24\">fields.h5:/density/0001"},
           {"fields.h5:/density/0001", "fields.h5:/density/0002"},
           {"fields.h5:/target<", "elsewhere.h5:/target<"}}) {
    std::string wrong = sound;
    ASSERT_NE(wrong.find(from), std::string::npos);
    write_file(path, wrong.replace(wrong.find(from), from.size(), to));
    EXPECT_FALSE(XdmfCheck(directory).problems.empty()) << to;
  }
}
