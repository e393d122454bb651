// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"

// cmake --install gives a library that another project finds and builds on, and a program that finds its
// files without the tree that it was built from. The example has an energy of its own, which every command
// knows like the others.
TEST(Install, AnotherProjectBuildsOnIt)
{
  Program program;
  const auto installed =
      program.shell("cmake --install '" GAMMAFLOW_BINARY_DIR "' --prefix \"$PWD/prefix\" 2>&1");
  ASSERT_EQ(installed.code, 0) << installed.out;
  for (const char *file :
       {"prefix/bin/gammaflow", "prefix/include/gammaflow/energies/energy.h",
        "prefix/share/gammaflow/plotly.js", "prefix/share/gammaflow/certificate.schema.json",
        "prefix/share/gammaflow/studies/quickstart.prm", "prefix/share/gammaflow/LICENSE"})
    EXPECT_TRUE(program.exists(file)) << file;

  program.write("study.prm", small_study());
  const auto run =
      program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp prefix/bin/gammaflow validate study.prm");
  EXPECT_EQ(run.code, 0) << run.err;

  const auto built = program.shell("cp -r '" GAMMAFLOW_SOURCE_DIR
                                   "/examples/downstream' source && "
                                   "cmake -G Ninja -S source -B build -DCMAKE_PREFIX_PATH=\"$PWD/prefix\" "
                                   "-DCMAKE_BUILD_TYPE=Release 2>&1 && "
                                   "cmake --build build 2>&1");
  ASSERT_EQ(built.code, 0) << built.out;
  const auto list = program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp build/my_gammaflow list energies");
  EXPECT_EQ(list.code, 0) << list.err;
  expect_words(list.out, {"squared Hellinger", "inclusive-KL"});
  const auto kernels = program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp build/my_gammaflow list kernels");
  expect_words(kernels.out, {"two-scale Gaussian", "Wendland"});
  program.write("study.prm", small_study("subsection kernel\n set name = two-scale Gaussian\nend\n"));
  const auto own = program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp build/my_gammaflow validate study.prm");
  EXPECT_EQ(own.code, 0) << own.err;

  // its own energy flows: 2 int (sqrt rho - sqrt pi)^2 in Fisher-Rao, decreasing and balanced to the
  // tolerance
  program.write("flow.prm", small_flow("subsection energy\n set name = squared Hellinger\nend\n"));
  const auto flow =
      program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp build/my_gammaflow run flow.prm --output flow");
  EXPECT_EQ(flow.code, 0) << flow.out << flow.err;
  expect_words(flow.out, {"2 int (sqrt rho - sqrt pi)^2"});

  // in its own geometry
  program.write("flow.prm", small_flow("subsection energy\n set name = squared Hellinger\nend\n"
                                       "subsection geometry\n set name = square-root Fisher-Rao\nend\n"));
  const auto both =
      program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp build/my_gammaflow run flow.prm --output both");
  EXPECT_EQ(both.code, 0) << both.out << both.err;
  expect_words(both.out, {"sqrt(rho) xi"});

  // The library in a program without commands: exp(-pi^2 t) cos(pi x) at x = 0, t = 0.1
  const auto heat = program.shell("env -i PATH=/usr/bin:/bin HOME=/tmp build/certified_heat 1e-6");
  EXPECT_EQ(heat.code, 0) << heat.err;
  expect_words(heat.out,
               {"t = 0.05: L1 error at most", "t = 0.1: Linf error at most", "u(0, 0.1) = 0.37270"});

  // The same parts as a plugin of the installed program; outputs say that it was there.
  const std::string clean = "env -i PATH=/usr/bin:/bin HOME=/tmp prefix/bin/gammaflow --plugin ";
  const auto plugged = program.shell(clean + "build/libmy_flows.so run flow.prm --output plugged");
  EXPECT_EQ(plugged.code, 0) << plugged.out << plugged.err;
  expect_words(program.read("plugged/manifest.json"), {"plugin my flows "});
  EXPECT_EQ(program.read("plugged/ledger.csv"), program.read("both/ledger.csv"));

  // Must fail, before any of its code runs: one that was compiled with other headers, a library that is no
  // plugin, one that is cut off.
  program.shell(
      "sed 's/{interface ....../{interface 000000/' build/libmy_flows.so > other.so; "
      "head -c 3000 build/libmy_flows.so > cut.so");
  const auto refused = [&](const std::string &file, const std::vector<std::string> &words) {
    const auto outcome = program.shell(clean + file + " list energies");
    EXPECT_EQ(outcome.code, 2) << file << outcome.out << outcome.err;
    expect_words(outcome.err, words);
  };
  refused("other.so", {"--plugin", "built for another GammaFlow", "interface 000000", "build it again"});
  refused("cut.so", {"is no plugin", "GAMMAFLOW_PLUGIN"});
  refused("flow.prm", {"is no plugin"});
  refused("nowhere.so", {"cannot be read"});
  EXPECT_EQ(program.shell("prefix/bin/gammaflow --plugin").code, 2);
  expect_words(program.shell("prefix/bin/gammaflow --version --cite").out,
               {"@software{gammaflow", "revision "});
}
