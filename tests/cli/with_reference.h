// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "program.h"
#include <memory>

/// dX = -X dt + 2^1/2 dW from N(1, 1/4): N(exp(-t), 1 - 3/4 exp(-2t)).
inline const char *const flow_of_a_normal_law =
    "subsection domain\n set lower = -6\n set upper = 6\n set cells = 16\n set degree = 6\nend\n"
    "subsection initial state\n set formula = exp(-2*(x-1)^2)\n set mass = 1\nend\n"
    "subsection target\n set formula = exp(-x^2/2)\n set mass = 1\nend\n"
    "subsection energy\n set name = KL\nend\nsubsection geometry\n set name = Wasserstein\nend\n"
    "subsection time\n set end = 1\n set outputs = 2\nend\n";

/// The program, in a directory with the flow, `flow.prm`, and a reference of it, `ref`, which is computed
/// once for all tests of a suite.
template <class Suite>
class WithReference : public testing::Test
{
 protected:
  static void SetUpTestSuite()
  {
    program = std::make_unique<Program>();
    program->write("flow.prm", flow_of_a_normal_law);
    const auto outcome = program->run("reference flow.prm --tolerance 1e-5 --output ref");
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  }
  static void TearDownTestSuite() { program.reset(); }

  /// Of the entry of a snapshot in compare.json; null where there is none.
  static nlohmann::json distance_in(const nlohmann::json &snapshot, const std::string &name)
  {
    for (const auto &entry : snapshot["distances"])
      if (entry["distance"] == name) return entry;
    return nullptr;
  }
  inline static std::unique_ptr<Program> program;
};
