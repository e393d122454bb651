// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/registry.h>

#include <gtest/gtest.h>

namespace
{
using namespace gammaflow;

struct Shape {
  virtual ~Shape() = default;
  struct Context {
  };
  struct Traits {
    std::string summary;
  };
};

// Would catch: the second of two implementations with one name is dropped without a word.
TEST(Registry, RefusesANameThatIsTaken)
{
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto make = [](const Shape::Context &) { return std::make_unique<Shape>(); };
  const Register<Shape> circle("circle", {"round"}, make), square("square", {"with corners"}, make);
  EXPECT_EQ(Registry<Shape>::names(), (std::vector<std::string>{"circle", "square"}));
  EXPECT_EXIT(Register<Shape>("circle", {"another one"}, make),
              testing::ExitedWithCode(exit_numerical_failure), "registered under the name 'circle'");
}
}  // namespace
