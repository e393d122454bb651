// SPDX-License-Identifier: LGPL-2.1-or-later
#include <nlohmann/json.hpp>

#include "program.h"
#include <string>
#include <vector>

namespace
{
/// A small ensemble, a fraction of a second.
std::string ensemble(const std::string &dynamics, const std::string &more = "")
{
  return small_flow("subsection particles\n set dynamics = " + dynamics +
                    "\n set number = 40\nend\n"
                    "subsection kernel\n set name = Gaussian\n set bandwidth = 0.2\nend\n" +
                    more);
}
}  // namespace

// What a run writes, that it is not computed twice, and that another seed is another computation.
TEST(ParticleCommands, Run)
{
  const Program program;
  program.write("sampler.prm", ensemble("SVGD"));
  const auto outcome = program.run("run sampler.prm");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"dynamics: SVGD", "mean field: KL in Stein Wasserstein", "ledger.csv"});
  for (const char *file :
       {"particles.h5", "ledger.csv", "case.prm", "manifest.json", "report.html", "particles.npz"})
    EXPECT_TRUE(program.exists(std::string("output/sampler/") + file)) << file;
  expect_words(program.read("output/sampler/ledger.csv"),
               {"time,mean_x,variance_x,energy,speed,least_weight"});
  expect_words(program.run("run sampler.prm").out, {"already computed"});
  program.expect_refused("run sampler.prm --set 'particles/seed = 2'", {"particles/seed was"});
  expect_words(program.run("validate sampler.prm").out, {"describes particles", "memory:"});
}

// NumPy reads the arrays: shapes, and the moments that the ledger has.
TEST(ParticleCommands, AreArraysOfNumPy)
{
  const Program program;
  if (program.shell("/usr/bin/python3 -c 'import numpy'").code != 0) GTEST_SKIP() << "there is no NumPy";
  program.write("sampler.prm", ensemble("birth-death"));
  ASSERT_EQ(program.run("run sampler.prm --output out").code, 0);
  program.write("read.py",
                "import numpy as np\n"
                "a = np.load('out/particles.npz')\n"
                "l = np.genfromtxt('out/ledger.csv', delimiter=',', names=True)\n"
                "assert a['x'].shape == (len(l), 40, 1) and a['weights'].shape == (len(l), 40)\n"
                "assert np.array_equal(a['times'], l['time'])\n"
                "assert np.allclose((a['x'][:, :, 0] * a['weights']).sum(axis=1), l['mean_x'], atol=1e-14)\n"
                "assert a['weights'][-1].std() > 0\n");
  const auto read = program.shell("/usr/bin/python3 read.py");
  EXPECT_EQ(read.code, 0) << read.err;
}

// The same bits on one thread and on two.
TEST(ParticleCommands, DoNotDependOnThreads)
{
  const Program program;
  program.write("sampler.prm", ensemble("SVGD", "subsection particles\n set number = 700\nend\n"));
  ASSERT_EQ(program.run("run sampler.prm --threads 1 --output one").code, 0);
  ASSERT_EQ(program.run("run sampler.prm --threads 2 --output two").code, 0);
  EXPECT_EQ(program.read("one/ledger.csv"), program.read("two/ledger.csv"));
}

TEST(ParticleCommands, TemplateRuns)
{
  const Program program;
  ASSERT_EQ(program.shell(Program::binary + " template particles > mine.prm").code, 0);
  const auto outcome = program.run("run mine.prm --set 'time/end = 0.5'");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_words(program.run("list dynamics").out, {"SVGD", "KRR transport", "MMD flow", "birth-death", "IFT",
                                                  "Langevin", "N -> infinity gives"});
}

// Whatever cannot be meant: exit code 2 with file, section and key, and nothing written.
TEST(ParticleCommands, BadInput)
{
  const Program program;
  program.write("s.prm", ensemble("SVGD"));
  program.write("l.prm", ensemble("Langevin"));
  program.write("points.csv", "0.1\n7\n");
  program.write("plane.csv", "0.1,0.2\n");
  program.write("nan.csv", "0.1\nnan\n");
  const auto refused = [&](const std::string &file, const std::string &setting,
                           const std::vector<std::string> &words) {
    program.expect_refused("run " + file + " --set '" + setting + "'", words);
  };
  refused("s.prm", "particles/dynamics = SVGDD", {"particles", "dynamics", "SVGD"});
  refused("s.prm", "particles/number = 0", {"particles", "number"});
  refused("s.prm", "particles/step = -1", {"particles", "step", "positive"});
  refused("s.prm", "particles/step = fast", {"particles", "step", "adaptive"});
  refused("s.prm", "particles/start = file", {"particles", "file"});
  refused("s.prm", "particles/start = file; particles/file = points.csv", {"--set"});
  program.write("file.prm",
                ensemble("SVGD", "subsection particles\n set start = file\n set number = 1000\nend\n"));
  refused("file.prm", "particles/file = points.csv", {"particles", "file", "line 2", "outside"});
  refused("file.prm", "particles/file = plane.csv", {"particles", "file", "2 columns"});
  refused("file.prm", "particles/file = nan.csv", {"nan.csv", "line 2"});
  refused("l.prm", "particles/step = adaptive", {"particles", "step", "random dynamics"});
  refused("s.prm", "kernel/boundary = sinkhorn", {"kernel", "boundary"});
  refused("s.prm", "time/integrator = kvaerno5", {"time", "integrator", "explicit"});
  program.expect_refused("run s.prm --set 'kernel/name = intrinsic Matern' --set 'kernel/smoothness = 1.7'",
                         {"kernel", "smoothness"});
  program.expect_refused("reference s.prm", {"particles", "dynamics", "run"});
  program.write("plane.prm", ensemble("SVGD",
                                      "subsection domain\n set dimension = 2\n set lower = 0, 0\n set "
                                      "upper = 1, 1\n set cells = 4, 4\nend\n"));
  refused("plane.prm", "particles/start = quantiles", {"particles", "start", "one dimension"});
}

// A step that is too long for walls where velocities vanish, and a target that vanishes: exit code 3.
TEST(ParticleCommands, FailuresAreThree)
{
  const Program program;
  program.write("s.prm", ensemble("SVGD",
                                  "subsection kernel\n set name = intrinsic Gaussian\nend\nsubsection "
                                  "target\n set formula = exp(40*x)\nend\n"));
  const auto outcome = program.run("run s.prm --set 'particles/step = 0.5'");
  EXPECT_EQ(outcome.code, 3);
  expect_words(outcome.err, {"left the domain", "shorter particles/step"});
  EXPECT_FALSE(program.exists("output/s/particles.h5"));
}

// A study of N: what it writes, that it is judged, and the exit code where the expected order is another one.
TEST(ParticleCommands, Study)
{
  const Program program;
  program.write(
      "n.prm",
      small_flow("subsection particles\n set dynamics = SVGD\n set start = quantiles\nend\n"
                 "subsection kernel\n set name = intrinsic Matern\n set smoothness = 2\n"
                 " set bandwidth = 0.1\nend\n"
                 "subsection geometry\n set name = Stein Wasserstein\nend\n"
                 "subsection initial state\n set mass = 1\nend\n"
                 "subsection particle study\n set numbers = 8, 16, 32, 64, 128\n set distances = W2\n"
                 " set orders = 1\nend\nsubsection time\n set end = 0.1\n set tolerance = 1e-6\nend\n"));
  expect_words(program.run("validate n.prm").out, {"a study", "N from 8 to 128", "KL in Stein Wasserstein"});
  const auto outcome = program.run("study n.prm");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  expect_words(outcome.out, {"W2", "confirmed", "as expected", "certificate.json"});
  for (const char *file : {"certificate.json", "report.html", "cases/particles/W2.csv", "manifest.json"})
    EXPECT_TRUE(program.exists(std::string("output/n/") + file)) << file;
  // the certificate is what the schema says, which does not accept anything
  auto certificate = nlohmann::json::parse(program.read("output/n/certificate.json"));
  const auto valid = [&] {
    program.write("certificate.json", certificate.dump());
    return program.shell(
        "/usr/bin/python3 -c \"import json, jsonschema; jsonschema.validate(json.load(open("
        "'certificate.json')), json.load(open('" GAMMAFLOW_SOURCE_DIR "/doc/certificate.schema.json')))\"");
  };
  const auto as_written = valid();
  EXPECT_EQ(as_written.code, 0) << as_written.err;
  certificate["cases"][0]["distances"][0]["points"][0].erase("delta_seeds");
  EXPECT_NE(valid().code, 0);
  EXPECT_EQ(program.run("study n.prm --output other --set 'particle study/orders = 0.5'").code, 1);
  program.expect_refused("study n.prm --output another --set 'particle study/numbers = 8, 4'",
                         {"particle study", "numbers", "ascending"});
}
