// SPDX-License-Identifier: LGPL-2.1-or-later
#include <nlohmann/json.hpp>

#include "with_reference.h"
#include <cmath>
#include <sstream>

// Particles of somebody else's program against a reference, as a user does it.
namespace
{
/// The inverse of the normal distribution function, by bisection.
double quantile(double level)
{
  double low = -9, high = 9;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.)) / 2 < level ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// The quantiles (i + 1/2)/n of the law at time t, moved by `shift`: closer than any random sample.
std::string quantiles(double t, int n, double shift = 0)
{
  std::ostringstream text;
  text.precision(17);
  text << "x\n";
  for (int i = 0; i < n; ++i)
    text << std::exp(-t) + shift + std::sqrt(1 - 0.75 * std::exp(-2 * t)) * quantile((i + 0.5) / n) << "\n";
  return text.str();
}

class CompareCommand : public WithReference<CompareCommand>
{
 protected:
  static nlohmann::json distance(const nlohmann::json &result, const std::string &name,
                                 std::size_t candidate = 0)
  {
    return distance_in(result["candidates"][candidate]["snapshots"][0], name);
  }
};
}  // namespace

// A law that is moved by 0.3: W1 = W2 = 0.3 but for the quantiles' own distance; the interval of the method's
// error holds it, and samples do not explain it.
TEST_F(CompareCommand, FindsAnErrorOfTheMethod)
{
  program->write("moved.csv", quantiles(0.5, 400, 0.3));
  const auto outcome = program->run("compare ref moved.csv --times 0.5 --output moved");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"beyond sampling error", "W1", "MMD"});
  const auto result = nlohmann::json::parse(program->read("moved/compare.json"));
  for (const char *name : {"W1", "W2"}) {
    const auto d = distance(result, name);
    EXPECT_NEAR(d["value"].get<double>(), 0.3, 0.01) << name;
    EXPECT_LE(d["method_error"]["low"].get<double>(), 0.3);
    EXPECT_GE(d["method_error"]["high"].get<double>(), 0.3);
    EXPECT_EQ(d["standing"], "beyond sampling error");
    EXPECT_LT(d["error"].get<double>(), 0.01);
  }
  expect_words(program->read("moved/compare.csv"),
               {"candidate,parameter,time", "moved.csv,,0.5,400,400,W1,"});
  expect_words(
      program->read("moved/report.html"),
      {"beyond sampling error", "W1 over time", "particles (histogram)", "gammaflow compare ref moved.csv"});
}

// Quantiles of the right law are closer than samples, and what samples would have is 1/n^(1/2) of something.
TEST_F(CompareCommand, ShowsWhatSamplesWouldHave)
{
  program->write("right.csv", quantiles(1, 400));
  const auto outcome =
      program->run("compare ref right.csv --distances 'W1, energy distance' --output right --figures");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"gives no time: compared at the end, t = 1", "figures:"});
  for (const char *file :
       {"distance-W1.svg", "distance-energy-distance.pdf", "state-1-first.svg", "distances.tex"})
    EXPECT_GT(program->read(std::string("right/figures/") + file).size(), 100u) << file;
  const auto d = distance(nlohmann::json::parse(program->read("right/compare.json")), "W1");
  // E W1 = (2/pi)^(1/2) int (F (1 - F))^(1/2) / n^(1/2) to leading order, the integral being 1.806 times the
  // deviation of a normal law
  const double expected = std::sqrt(2 / M_PI) * 1.806 * std::sqrt(1 - 0.75 * std::exp(-2.)) / 20;
  EXPECT_NEAR(d["sampling"]["mean"].get<double>(), expected, 0.35 * expected);
  EXPECT_LT(d["value"].get<double>(), expected / 5);
}

TEST_F(CompareCommand, TolerancesAndExpectationsGiveExitCodes)
{
  program->write("moved.csv", quantiles(0.5, 200, 0.3));
  const std::string compare =
      "compare ref moved.csv --times 0.5 --distances W1,W2 --output judged --draws 2 ";
  EXPECT_EQ(program->run(compare + "--tolerance W1=0.31").code, 0);
  const auto refuted = program->run(compare + "--tolerance W1=0.2");
  EXPECT_EQ(refuted.code, 1);
  expect_words(refuted.out, {"W1 = ", "refuted"});
  const auto found = distance(nlohmann::json::parse(program->read("judged/compare.json")), "W2");
  std::ostringstream limit;
  limit.precision(15);
  limit << found["value"].get<double>();  // within the error bar of the reference
  EXPECT_EQ(program->run(compare + "--tolerance W2=" + limit.str()).code, 3);
  program->write("expected.csv",
                 "quantity,value,abs_tol,rel_tol,origin\nW1 at t = 0.5,0.3,0.01,0,closed form\n");
  EXPECT_EQ(program->run(compare + "--expect expected.csv").code, 0);
  program->write("wrong.csv",
                 "quantity,value,abs_tol,rel_tol,origin\nW1 at t = 0.5,0.2,0.01,0,closed form\n");
  EXPECT_EQ(program->run(compare + "--expect wrong.csv").code, 1);
  program->write("more.csv", "quantity,value,abs_tol,rel_tol,origin\nW9 at t = 0.5,0.2,0.01,0,closed form\n");
  EXPECT_EQ(program->run(compare + "--expect more.csv").code, 3);
}

// A family: the W1 distance of quantiles falls like 1/n, and the reference is a parameter file.
TEST_F(CompareCommand, RatesOfAFamily)
{
  for (const int n : {20, 40, 80, 160})
    program->write("n" + std::to_string(n) + ".csv", quantiles(1, n, 4. / n));
  const std::string compare =
      "compare ref n20.csv n40.csv n80.csv n160.csv --parameter 1/20,1/40,1/80,1/160 --distances W1 --draws "
      "2 "
      "--output family ";
  const auto outcome = program->run(compare);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"order in the parameter"});
  EXPECT_EQ(program->run(compare + "--order 3").code % 2, 1);  // refuted, or not established
  const auto of_file =
      program->run("compare flow.prm n20.csv --reference-tolerance 1e-3 --draws 2 --output file");
  EXPECT_EQ(of_file.code, 0) << of_file.err;
  EXPECT_TRUE(program->exists("file/reference/evolution.h5"));
}

TEST_F(CompareCommand, RefusesWhatCannotBeMeant)
{
  const auto refused = [](const std::string &content, const std::string &options,
                          const std::vector<std::string> &words) {
    program->write("bad.csv", content);
    const auto outcome = program->run("compare ref bad.csv --draws 2 --output bad " + options);
    EXPECT_EQ(outcome.code, 2) << options << outcome.out;
    expect_words(outcome.err, words);
  };
  refused("x\n1\n7\n", "", {"1 of 2 particles", "row 3", "domain -6 to 6"});
  refused("x\n1000\n-2000\n", "", {"--unit 1e+03"});
  refused("x,w\n1,2\n2,3\n", "", {"sum of the weights", "--normalize"});
  refused("t,x\n0.5,1\n2,1\n", "", {"is a time that the reference does not have", "0 to 1"});
  refused("x\n1\n", "--times 0.5,0.6", {"--times", "1 times"});
  refused("x\n1\n", "--distances W3", {"there is no distance 'W3'"});
  refused("x\n1\n", "--distances 'sliced W1'", {"2 dimensions or more"});
  refused("x\n1\n", "--kernel 'intrinsic Gaussian'", {"no profile", "Matern 5/2"});
  refused("x\n1\n", "--parameter 1,2", {"one number for each candidate"});
  refused("x\n1\n", "--tolerance 0.1", {"names no distance"});
  refused("x,y\n1,1\n", "--columns x=z", {"is not a column"});
  EXPECT_EQ(program->run("compare ref missing.csv").code, 2);
  EXPECT_EQ(program->run("compare missing bad.csv").code, 2);
  program->run("run flow.prm --output refused --set 'time/end = -1'");
  EXPECT_EQ(program->run("compare ref refused").code, 2);
}

// Files as they come, made by NumPy and h5py: each refusal has the file and the place, and exit code 2. What
// was written in the other byte order is read; what an HDF5 file has beside numbers is named.
TEST_F(CompareCommand, FilesThatCannotBeMeant)
{
  program->write("make.py",
                 "import numpy as np, h5py, pickle\n"
                 "x = np.linspace(-1, 1, 50)\n"
                 "np.save('little.npy', x)\nnp.save('big.npy', x.astype('>f8'))\n"
                 "np.save('nan.npy', np.where(x > 0.9, np.nan, x))\n"
                 "np.save('plane.npy', np.zeros((5, 2)))\n"
                 "np.save('object.npy', np.array([{}], dtype=object), allow_pickle=True)\n"
                 "pickle.dump(x, open('x.pkl', 'wb'))\n"
                 "np.savez('twice.npz', x=np.stack([x, x])[..., None], times=[0.5, 0.5])\n"
                 "np.savez('back.npz', x=np.stack([x, x])[..., None], times=[0.5, 0.2])\n"
                 "np.savez('weights.npz', x=x, weights=-np.ones(50))\n"
                 "np.savez('zero.npz', x=x, weights=np.zeros(50))\n"
                 "head = open('little.npy', 'rb').read()\n"
                 "open('rows.npy', 'wb').write(head.replace(b'(50,), }        ', b'(1000000000,), }'))\n"
                 "open('empty.npy', 'wb')\nopen('empty.csv', 'w')\n"
                 "f = h5py.File('x.h5', 'w')\nf['x'] = x.astype('>f8')\nf['notes'] = 'mine'\nf.close()\n"
                 "whole = open('x.h5', 'rb').read()\nopen('cut.h5', 'wb').write(whole[:len(whole) // 2])\n");
  if (program->shell("/usr/bin/python3 -c 'import numpy, h5py'").code != 0)
    GTEST_SKIP() << "no NumPy or h5py";
  ASSERT_EQ(program->shell("/usr/bin/python3 make.py").code, 0);
  const auto compared = [](const std::string &file) {
    return program->run("compare ref " + file + " --draws 2 --distances W1 --output out-" + file);
  };
  const std::pair<const char *, const char *> refused[] = {{"nan.npy", "entry 48"},
                                                           {"plane.npy", "(5, 2)"},
                                                           {"object.npy", "never loaded"},
                                                           {"x.pkl", "never loaded"},
                                                           {"twice.npz", "not after"},
                                                           {"back.npz", "not after"},
                                                           {"weights.npz", "entry 1"},
                                                           {"zero.npz", "weight"},
                                                           {"rows.npy", "more entries than the file holds"},
                                                           {"empty.npy", "no rows"},
                                                           {"empty.csv", "no rows"},
                                                           {"cut.h5", "HDF5"}};
  for (const auto &[file, word] : refused) {
    const auto outcome = compared(file);
    EXPECT_EQ(outcome.code, 2) << file << outcome.out << outcome.err;
    expect_words(outcome.err, {"error: ", file, word});
  }
  const auto numbers = [&](const std::string &file) {
    const auto outcome = compared(file);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return distance(nlohmann::json::parse(program->read("out-" + file + "/compare.json")), "W1")["value"];
  };
  EXPECT_EQ(numbers("big.npy"), numbers("little.npy"));
  EXPECT_EQ(numbers("x.h5"), numbers("little.npy"));
  expect_words(program->run("compare ref x.h5 --draws 2 --distances W1 --output named").out,
               {"not read, since they hold no numbers: notes"});
}

// compare.json follows the schema that is shipped, and a broken one does not.
TEST_F(CompareCommand, FollowsItsSchema)
{
  program->write("right.csv", quantiles(1, 50));
  ASSERT_EQ(program->run("compare ref right.csv --draws 2 --output schema").code, 0);
  const auto valid = [](const std::string &file) {
    return program
        ->shell("/usr/bin/python3 -c \"import json, jsonschema; jsonschema.validate(json.load(open('" + file +
                "')), json.load(open('" GAMMAFLOW_SOURCE_DIR "/doc/compare.schema.json')))\"")
        .code;
  };
  EXPECT_EQ(valid("schema/compare.json"), 0);
  auto broken = nlohmann::json::parse(program->read("schema/compare.json"));
  broken["candidates"][0]["snapshots"][0]["distances"][0].erase("sampling");
  program->write("broken.json", broken.dump());
  EXPECT_NE(valid("broken.json"), 0);
}
