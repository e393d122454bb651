// SPDX-License-Identifier: LGPL-2.1-or-later
// Keys and manifests that do not know the contents of files: each would take other data for the same.
#include <gammaflow/base/json_seal.h>
#include <gammaflow/geometries/exact/pointwise.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/evolution_key.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/changed_digits.h"
#include "tests/support/flows.h"
#include <fstream>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The key without the contents of files: by mistake, as if they had not been read through path_of_input().
std::string without_contents(const std::string &key)
{
  auto json = nlohmann::json::parse(key);
  json.erase("files");
  return json.dump();
}
}  // namespace

TEST(DataMustFail, AKeyWithoutHashes)
{
  const ScratchDirectory scratch("test");
  const std::string data = scratch.path() + "/t.csv";
  const Parameters parameters =
      flow_parameters("KL", "Fisher-Rao", "target/kind = grid; target/file = " + data);
  std::string keys[2];
  for (int k = 0; k < 2; ++k) {
    std::ofstream(data) << "0,1\n1," << 2 + k << "\n";
    make_flow(parameters);
    keys[k] = evolution_key(parameters);
  }
  EXPECT_NE(keys[0], keys[1]);
  EXPECT_EQ(without_contents(keys[0]), without_contents(keys[1]));
}

// A flow that has not read its file yet has no hash of it: keys are made after the flow.
TEST(DataMustFail, AKeyBeforeTheFileIsRead)
{
  const ScratchDirectory scratch("test");
  const std::string data = scratch.path() + "/t.csv";
  std::ofstream(data) << "0,1\n1,2\n";
  const Parameters parameters =
      flow_parameters("KL", "Fisher-Rao", "target/kind = grid; target/file = " + data);
  const std::string before = evolution_key(parameters);
  make_flow(parameters);
  EXPECT_NE(before, evolution_key(parameters));
}

namespace
{
/// K = c rho, with c from geometry/rate, which it does not declare.
const Register<Geometry> silent("test: silent rate", {"c rho xi"}, [](const Geometry::Context &context) {
  return std::make_unique<PointwiseGeometry>(
      context.space, [c = context.parameters.number("geometry", "rate")](double) { return c; });
});
}  // namespace

// Two flows of this geometry with different rates would have one key; it is refused when it is made.
TEST(DataMustFail, AGeometryThatReadsWhatItDoesNotDeclare)
{
  const auto with_rate = [](const std::string &rate) {
    return flow_parameters("KL", "test: silent rate", "geometry/rate = " + rate);
  };
  EXPECT_EQ(evolution_key(with_rate("1")), evolution_key(with_rate("2")));
  try {
    make_flow(with_rate("2"));
    ADD_FAILURE() << "not refused";
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find("does not declare it"), std::string::npos) << error.what();
  }
}

// A file of error bars with a checksum that nobody looks at: its form alone misses changed digits.
TEST(DataMustFail, BarsWithoutChecksum)
{
  const std::string bars = sealed_json({{"tolerance", 1e-6}, {"errors", {{{"bar", 7.53e-9}}}}}).dump(1);
  const auto form_alone = [](const std::string &file) {
    const nlohmann::json stored = read_json(file);
    if (!stored.at("errors")[0].at("bar").is_number()) throw InputError(file, "", "no number", "a number");
  };
  EXPECT_GE(unnoticed_changes(bars, form_alone), 6u);
}
