// SPDX-License-Identifier: LGPL-2.1-or-later
// Distances that are asked for by name: Stein discrepancy against NumPy, density estimates, quantiles.
#include <nlohmann/json.hpp>

#include "program.h"
#include <cmath>

namespace
{
const char *const flow =
    "subsection domain\n set dimension = 2\n set lower = -6\n set upper = 6\n set cells = 8\n set degree = "
    "3\nend\n"
    "subsection initial state\n set formula = exp(-(x-1)^2/2-y^2/2)\n set mass = 1\nend\n"
    "subsection target\n set formula = exp(-x^2/2-x*y/4-y^2/2)\n set mass = 1\nend\n"
    "subsection energy\n set name = KL\nend\nsubsection geometry\n set name = Fisher-Rao\nend\n"
    "subsection time\n set end = 0.01\n set outputs = 1\nend\n";

/// Matrices of all pairs, the derivatives of the kernel entry by entry; inverse multiquadric (1 +
/// r^2/h^2)^-b.
const char *const with_numpy = R"py(
import sys, json
import numpy as np
x, h = np.load("x.npz")["x"], 0.9
w = np.load("x.npz")["weights"]
w = w / w.sum()
s = np.stack([-x[:, 0] - x[:, 1] / 4, -x[:, 1] - x[:, 0] / 4], 1)
z = x[:, None, :] - x[None, :, :]
k = np.exp(-(z ** 2).sum(2) / (2 * h * h))
dk_dx, dk_dy = -z / h**2 * k[:, :, None], z / h**2 * k[:, :, None]
d2k = (np.eye(2)[None, None] / h**2 - z[:, :, :, None] * z[:, :, None, :] / h**4) * k[:, :, None, None]
stein = (s @ s.T) * k + np.einsum("ia,ija->ij", s, dk_dy) + np.einsum("ja,ija->ij", s, dk_dx)
stein += np.einsum("ijaa->ij", d2k)
found = {d["distance"]: d for d in json.load(open("c/compare.json"))["candidates"][0]["snapshots"][0]["distances"]}
v = np.sqrt(w @ stein @ w)
u = (w @ stein @ w - w**2 @ np.diag(stein)) / (1 - w @ w)
assert abs(found["KSD"]["value"] - v) < 1e-9 * v, (found["KSD"], v)
assert abs(found["KSD^2 unbiased"]["value"] - u) < 1e-9 * abs(v * v), (found["KSD^2 unbiased"], u)
wrong = np.sqrt(w @ ((s @ s.T) * k) @ w)
assert abs(found["KSD"]["value"] - wrong) > 1e-2  # must fail: the parts with derivatives left out
)py";
}  // namespace

TEST(CompareByName, SteinDiscrepancyIsThatOfNumpy)
{
  Program program;
  program.write("flow.prm", flow);
  program.write("numpy_side.py", with_numpy);
  ASSERT_EQ(program.run("run flow.prm --output ref --quiet").code, 0);
  const auto made = program.shell(
      "/usr/bin/python3 -c 'import numpy as np; r = np.random.default_rng(3); np.savez(\"x.npz\", "
      "x=r.normal(size=(150, 2)), weights=r.uniform(1, 2, 150))'");
  if (made.code != 0) GTEST_SKIP() << "no NumPy";
  const auto outcome = program.run(
      "compare ref x.npz --normalize yes --bandwidth 0.9 --draws 3 --output c --distances "
      "'KSD, KSD^2 unbiased, density L1, density KL, density Hellinger, density L2, covariance'");
  ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  const auto checked = program.shell("/usr/bin/python3 numpy_side.py");
  EXPECT_EQ(checked.code, 0) << checked.err;
  const auto result = nlohmann::json::parse(program.read("c/compare.json"));
  expect_words(program.read("c/report.html"),
               {"The distance of a candidate from the true density is within",
                "that of the law behind independent particles", "not from the reference"});
  for (const auto &d : result["candidates"][0]["snapshots"][0]["distances"]) {
    const std::string name = d["distance"];
    EXPECT_EQ(d["meaning"], name.compare(0, 3, "KSD") == 0       ? "to target"
                            : name.compare(0, 7, "density") == 0 ? "law"
                                                                 : "candidate");
    // of what is said of the target alone there is no error of a method
    EXPECT_EQ(d["method_error"]["low"].is_null(), d["meaning"] == "to target") << name;
  }
}

TEST(CompareByName, RefusesWhatHasNoMeaning)
{
  Program program;
  program.write("flow.prm", flow);
  ASSERT_EQ(program.run("run flow.prm --output ref --quiet").code, 0);
  program.write("x.csv", "x,y\n0.1,0.2\n0.3,0.1\n");
  const auto kink = program.run("compare ref x.csv --distances KSD --kernel Laplace");
  EXPECT_EQ(kink.code, 2);
  expect_words(kink.err, {"Laplace", "kink"});
  const auto plane = program.run("compare ref x.csv --distances quantiles");
  EXPECT_EQ(plane.code, 2);
  expect_words(plane.err, {"quantiles"});
}
