// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/evolve/evolve.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace gammaflow::testing
{
/// Evolves until most is done, and leaves the checkpoint in `file`, which is not there before.
inline void evolve_interrupted(const Flow &flow, EvolveOptions options, const std::string &file)
{
  struct Interruption {
  };
  std::filesystem::remove(file);
  options.checkpoint = file;
  options.checkpoint_interval = 0;
  options.progress = [](double fraction) {
    if (fraction > 0.6) throw Interruption();
  };
  EXPECT_THROW(evolve(flow, options), Interruption);
  EXPECT_TRUE(std::filesystem::exists(file));
}

struct Continued {
  Trajectory trajectory;
  double first_seen = -1;  ///< how much was done after the first step: small if the checkpoint was not used
};
/// Evolves from the checkpoint in `file`, if it serves.
inline Continued evolve_continued(const Flow &flow, EvolveOptions options, const std::string &file)
{
  Continued result;
  options.checkpoint = file;
  options.checkpoint_interval = 0;
  options.progress = [&](double fraction) {
    if (result.first_seen < 0) result.first_seen = fraction;
  };
  result.trajectory = evolve(flow, options);
  return result;
}
}  // namespace gammaflow::testing
