// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/study/coverage/draw.h>
#include <gammaflow/study/coverage/random_coverage.h>
#include <gammaflow/study/coverage/time_cases.h>

#include <cmath>
#include <functional>
#include <utility>

namespace gammaflow
{
namespace
{
std::string modes(Draw &draw, unsigned dim)
{
  std::string sum;
  for (unsigned k = 1; k <= 4; ++k) {
    sum += (k > 1 ? " + (" : "(") + draw.text(-0.8 / k, 0.8 / k) + ")*cos(" + std::to_string(k) + "*pi*x)";
    if (dim == 2) sum += "*cos(" + draw.whole(0, 2) + "*pi*y)";
  }
  return sum;
}
std::string square_of_distance(Draw &draw, unsigned dim)
{
  const std::string x = "(x-" + draw.text(0.2, 0.8) + ")^2";
  return dim == 1 ? x : "(" + x + " + (y-" + draw.text(0.2, 0.8) + ")^2)";
}
/// A coordinate across a line that no node lies on.
std::string across(Draw &draw, unsigned dim)
{
  return dim == 1 ? "x - " + draw.text(0.2, 0.8) : "x + " + draw.text(0.1, 0.9) + "*y - " + draw.text(0.5, 1);
}

struct Kind {
  std::string name;
  std::function<std::string(Draw &, unsigned dim)> formula;
  std::vector<double> tolerances;
  /// For how long a flow that diffuses has something left of it, in 1D and 2D.
  double lasts = 0.02, lasts_in_2d = 0.02;
};
const std::vector<Kind> kinds = {
    {"several modes", [](Draw &d, unsigned dim) { return "exp(" + modes(d, dim) + ")"; }, {1e-3, 1e-5}},
    {"narrow",
     [](Draw &d, unsigned dim) {
       return "1 + " + d.text(0.5, 3) + "*exp(-" + square_of_distance(d, dim) + "/" +
              d.text(dim == 1 ? 2e-4 : 4e-3, dim == 1 ? 2e-3 : 1e-2) + ")";
     },
     {1e-3, 1e-4},
     1e-3,
     5e-3},
    {"near vacuum",
     [](Draw &d, unsigned dim) {
       return "exp(-" + d.text(3, 6) + "*(1 + cos(" + d.whole(1, 2) + "*pi*x)" +
              (dim == 2 ? "*cos(" + d.whole(1, 2) + "*pi*y)" : "") + "))";
     },
     {1e-3, 1e-4}},
    {"high frequency",
     [](Draw &d, unsigned dim) {
       return "1 + " + d.text(0.2, 0.7) + "*cos(" + (dim == 1 ? d.whole(15, 40) : d.whole(5, 9)) + "*pi*x)" +
              (dim == 2 ? "*cos(" + d.whole(3, 7) + "*pi*y)" : "");
     },
     {1e-2, 1e-4},
     2e-4,
     1e-3},
    {"kink", [](Draw &d, unsigned dim) { return "1 + abs(" + across(d, dim) + ")"; }, {1e-2, 1e-3}},
    {"jump", [](Draw &d, unsigned dim) { return "1 + if(" + across(d, dim) + " < 0, 1, 0)"; }, {5e-2}},
    {"spike",
     [](Draw &d, unsigned dim) {
       return "1 + " + d.text(1, 10) + "*exp(-" + square_of_distance(d, dim) + "/" +
              d.text(dim == 1 ? 2e-7 : 2e-3, dim == 1 ? 2e-6 : 4e-3) + ")";
     },
     {1e-2}}};

struct FlowOf {
  std::string name, settings;
  bool has_target, diffuses, positive;
};
const std::vector<FlowOf> flows = {
    {"Fisher-Rao, KL", "geometry/name = Fisher-Rao; energy/name = KL; time/end = 1", true, false, true},
    {"Fisher-Rao, chi2", "geometry/name = Fisher-Rao; energy/name = chi2; time/end = 1", true, false, true},
    {"L2, L2-distance", "geometry/name = L2; energy/name = L2-distance; time/end = 1", true, false, false},
    {"L2, Dirichlet", "geometry/name = L2; energy/name = Dirichlet", false, true, false},
    {"Wasserstein, entropy", "geometry/name = Wasserstein; energy/name = KL; target/formula = 1", false, true,
     true}};

std::string norms(const FlowOf &flow, const std::string &kind, unsigned dim)
{
  // what jumps for ever converges in no maximum norm
  std::string result = kind == "jump" && !flow.diffuses ? "L1, L2" : "L1, L2, Linf";
  if (kind == "jump") return result;
  if (flow.positive) result += ", Hellinger, KL";
  if (flow.diffuses && flow.positive) result += dim == 1 ? ", H-1, W1, W2" : ", H-1";
  return result;
}
}  // namespace

std::vector<RandomCase> random_cases(const unsigned seed, const unsigned rounds)
{
  Draw draw(seed);
  std::vector<RandomCase> result;
  for (unsigned round = 0; round < rounds; ++round)
    for (const Kind &kind : kinds)
      for (const unsigned dim : {1u, 2u})
        for (const FlowOf &flow : flows)
          for (const double tolerance : kind.tolerances) {
            if (dim == 2 && tolerance < 1e-4) continue;
            RandomCase one;
            one.kind = kind.name;
            one.flow = flow.name;
            one.tolerance = tolerance;
            one.dim = dim;
            one.finer = one.smooth() ? 1 : dim == 1 ? 3 : 2;
            const std::string formula = kind.formula(draw, dim);
            one.settings = "domain/dimension = " + std::to_string(dim) +
                           "; domain/cells = 4; domain/degree = " + draw.whole(2, 4) +
                           "; initial state/formula = " + formula + "; " + flow.settings +
                           "; time/outputs = 2; reference/norms = " + norms(flow, kind.name, dim);
            if (flow.diffuses)
              one.settings += "; time/end = " + few_digits(dim == 1 ? kind.lasts : kind.lasts_in_2d, 3);
            if (flow.has_target) one.settings += "; target/formula = exp(" + modes(draw, dim) + ")";
            result.push_back(one);
            // two pointwise flows: what a study measures between them
            if (flow.name == "Fisher-Rao, KL" && one.smooth()) {
              one.flow = "study: Fisher-Rao, KL and chi2";
              one.other = "energy/name = chi2";
              result.push_back(one);
            }
          }
  for (RandomCase &one : cases_in_time(seed, rounds)) result.push_back(std::move(one));
  return result;
}

}  // namespace gammaflow
