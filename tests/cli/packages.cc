// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"

// The Debian package, unpacked where nothing else of GammaFlow is: program, Python package, shipped files.
// Would catch a library that is found in the build tree alone, a file that is left out, a dependency that is
// not named.
TEST(Package, WorksFromACleanRoot)
{
  Program program;
  if (program.shell("command -v dpkg-shlibdeps cpack").code != 0) GTEST_SKIP() << "needs dpkg-dev";
  const auto packed =
      program.shell("cpack --config '" GAMMAFLOW_BINARY_DIR "/CPackConfig.cmake' -B \"$PWD/made\" 2>&1");
  ASSERT_EQ(packed.code, 0) << packed.out;
  ASSERT_EQ(program.shell("dpkg -x made/gammaflow_*.deb root").code, 0);
  expect_words(program.shell("dpkg -I made/gammaflow_*.deb").out,
               {"Package: gammaflow", "libdeal.ii-9", "libfftw3", "Maintainer:", "Section: science"});
  for (const char *file :
       {"root/usr/bin/gammaflow", "root/usr/include/gammaflow/energies/energy.h",
        "root/usr/share/gammaflow/studies/quickstart.prm", "root/usr/share/doc/gammaflow/copyright",
        "root/usr/share/doc/gammaflow/doc/index.md",
        "root/usr/share/doc/gammaflow/examples/downstream/plugin.cc"})
    EXPECT_TRUE(program.exists(file)) << file;

  program.write("flow.prm", small_flow());
  const std::string clean = "env -i PATH=/usr/bin:/bin HOME=/tmp ";
  const auto run = program.shell(clean + "root/usr/bin/gammaflow run flow.prm --output flow");
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  const auto linked = program.shell("ldd root/usr/bin/gammaflow");
  expect_words(linked.out, {"root/usr/"});
  if (program.exists("root/usr/lib/python3/dist-packages/gammaflow/__init__.py")) {
    const auto python = program.shell(clean +
                                      "PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 -c "
                                      "'import gammaflow; print(gammaflow.load(\"flow\").mass(0.0))'");
    EXPECT_EQ(python.code, 0) << python.err;
  }
}

// Would catch: a property that nobody compares, an exit code that does not tell.
TEST(SelfCheck, OfTheKernelsThatAreThere)
{
  Program program;
  const auto one = program.run("self-check Gaussian 'intrinsic Matern' --set 'kernel/bandwidth = 0.7'");
  EXPECT_EQ(one.code, 0) << one.err;
  expect_words(one.out,
               {"Gaussian, 1D", "second moment", "0.49", "symbol >= 0", "intrinsic Matern, 3D", "g(0)"});
  program.expect_refused("self-check Gausian", {"Gausian", "did you mean 'Gaussian'", "Wendland C2"});
}
