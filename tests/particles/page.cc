// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/particle_page.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/particle_checks.h"

namespace gammaflow::testing
{
namespace
{
nlohmann::json data_in(const std::string &page)
{
  const std::string begin = "<script type=\"application/json\" id=\"data\">";
  const std::size_t from = page.find(begin) + begin.size();
  return nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
}

// Catches a movie without frames, a page that grows with N, text that becomes markup.
TEST(ParticlePage, HoldsTheMovieAndTheLedger)
{
  for (unsigned dim = 1; dim <= 3; ++dim) {
    const auto system = ParticleSystem::build(particle_parameters(
        "Langevin", dim,
        "particles/number = 3000; particles/step = 0.1; time/outputs = 4; domain/cells = 24"));
    const std::string page = particle_page(system, system.trajectory(), "a <b> & c");
    EXPECT_NE(page.find("<h1>a &lt;b&gt; &amp; c</h1>"), std::string::npos);
    EXPECT_NE(page.find("2000 of 3000 particles are shown"), std::string::npos);
    const auto data = data_in(page);
    EXPECT_EQ(data["frames"].size(), 5u);
    EXPECT_EQ(data["frames"][0]["x"].size(), std::min(dim, 2u));
    EXPECT_EQ(data["frames"][4]["x"][0].size(), 2000u);
    EXPECT_EQ(data["target"].size(), dim == 1 ? 201u : dim == 2 ? 61u * 61 : 0u);
    EXPECT_EQ(data["ledger"].size(), 5u);
    EXPECT_EQ(data["ledger"][0].size(), data["columns"].size());
  }
}
}  // namespace
}  // namespace gammaflow::testing
