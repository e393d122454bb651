// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <sys/stat.h>

// The wrapper `./gammaflow`, with stand-ins for what changes the machine: a dpkg-query that misses one
// package, an apt-get that only writes down how it was called, an id that is not root.
namespace
{
class Wrapper : public testing::Test
{
 protected:
  void SetUp() override
  {
    ASSERT_EQ(program_.shell("mkdir tools").code, 0);
    tool("dpkg-query",
         "for p in \"$@\"; do case $p in libfftw3-dev|-*) ;; *) echo \"installed $p\";; esac; done");
    tool("apt-get", "echo \"$@\" >>'" + program_.path("apt.log") + "'");
    tool("cmake", "exit 1");
    tool("sudo", "echo sudo >>'" + program_.path("apt.log") + "'; exec \"$@\"");
  }

  void tool(const std::string &name, const std::string &script) const
  {
    program_.write("tools/" + name, "#!/bin/bash\n" + script + "\n");
    chmod(program_.path("tools/" + name).c_str(), 0755);
  }

  Program::Outcome wrapper(const std::string &arguments,
                           const std::string &path = "$PWD/tools:/usr/bin:/bin") const
  {
    return program_.shell("env -i HOME=/tmp PATH=\"" + path +
                          "\" GAMMAFLOW_BUILD=\"$PWD/build\" '" GAMMAFLOW_SOURCE_DIR "/gammaflow' " +
                          arguments);
  }

  Program program_;
};
}  // namespace

// Only what is missing is installed, after an update, and without questions.
TEST_F(Wrapper, InstallsOnlyWhatIsMissing)
{
  const auto outcome = wrapper("packages");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.err, {"installing libfftw3-dev"});
  const std::string log = program_.read("apt.log");
  expect_words(log, {"update\n", "install -y --no-install-recommends libfftw3-dev\n"});
  EXPECT_EQ(log.find("libdeal.ii-dev"), std::string::npos) << log;
}

TEST_F(Wrapper, InstallsNothingWhenAllIsThere)
{
  tool("dpkg-query", "for p in \"$@\"; do echo \"installed $p\"; done");
  EXPECT_EQ(wrapper("packages").code, 0);
  EXPECT_FALSE(program_.exists("apt.log"));
}

// Forbidden: exit 2, the exact command, nothing installed, nothing built.
TEST_F(Wrapper, NoInstall)
{
  const auto outcome = wrapper("study x.prm --no-install");
  EXPECT_EQ(outcome.code, 2);
  expect_words(outcome.err,
               {"--no-install", "apt-get update && apt-get install --no-install-recommends libfftw3-dev"});
  EXPECT_FALSE(program_.exists("apt.log"));
}

// Not root: through sudo where it is there, else a message with the exact command.
TEST_F(Wrapper, NotRoot)
{
  tool("id", "echo 1000");
  EXPECT_EQ(wrapper("packages").code, 0);
  expect_words(program_.read("apt.log"), {"sudo\n", "install -y"});

  EXPECT_EQ(program_
                .shell("rm tools/sudo apt.log && rm -rf build && mkdir -p bare && for t in bash env readlink "
                       "mkdir flock "
                       "sed awk nproc rm touch; do ln -s \"$(command -v $t)\" bare/$t; done")
                .code,
            0);
  const auto outcome = wrapper("packages", "$PWD/tools:$PWD/bare");
  EXPECT_EQ(outcome.code, 2);
  expect_words(outcome.err,
               {"neither root nor sudo", "apt-get install --no-install-recommends libfftw3-dev"});
  EXPECT_FALSE(program_.exists("apt.log"));
}

// A build that fails ends with a code of its own, and with the reason.
TEST_F(Wrapper, FailedBuild)
{
  tool("dpkg-query", "for p in \"$@\"; do echo \"installed $p\"; done");
  tool("cmake", "echo 'no compiler'; exit 1");
  const auto outcome = wrapper("list");
  EXPECT_EQ(outcome.code, 4);
  expect_words(outcome.err, {"no compiler", "configuration failed"});
}
