// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include <fstream>
#include <string>

/// Tests that write files of their own.
class ScratchFiles : public testing::Test
{
 protected:
  gammaflow::ScratchDirectory scratch{"test"};

  /// The path of a new file with this content.
  std::string file(const std::string &name, const std::string &content) const
  {
    std::ofstream(scratch.path() + "/" + name, std::ios::binary) << content;
    return scratch.path() + "/" + name;
  }
};
