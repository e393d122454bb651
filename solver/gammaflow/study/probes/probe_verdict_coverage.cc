// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/probes/probe_verdict_coverage.h>

#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
using Approach = ProbeClass::Approach;

constexpr double false_at_most = 0.005;
/// Of what is to be decided.
constexpr double decided_at_least = 0.9, found_at_least = 0.75, found_of_wrong_order = 0.5;

/// c e^q (1 + b e), |c| <= 1, |b| <= `curvature`.
std::function<Approach(std::mt19937 &)> power(double curvature)
{
  return [curvature](std::mt19937 &random) {
    const double q = random_order(random), c = uniform(random, -1, 1), b = curvature * uniform(random, -1, 1);
    return Approach{[=](double e) { return c * std::pow(e, q) * (1 + b * e); }, q};
  };
}

/// c y^q/(1 + y^q), y = e/s, |c| <= 1: as of kernels whose symbol is one.
Approach saturating(std::mt19937 &random)
{
  const double q = random_order(random), c = uniform(random, -1, 1), s = log_uniform(random, 0.03, 1);
  return Approach{[=](double e) { return c / (1 + std::pow(e / s, -q)); }, q};
}

/// What is below zero and slow, of a lower order than it looks like, or on its way back.
std::vector<std::pair<std::string, std::function<Approach(std::mt19937 &)>>> slow()
{
  const auto size = [](std::mt19937 &random) { return log_uniform(random, 0.1, 1); };
  const auto power_below = [size](double q, double predicted) {
    return [=](std::mt19937 &random) {
      const double c = size(random);
      return Approach{[=](double e) { return -c * std::pow(e, q); }, predicted};
    };
  };
  return {{"- c e^(1/4)", power_below(0.25, 0.25)},
          {"- c e^(1/4), order 1 predicted", power_below(0.25, 1)},
          {"- c e^(1/8), order 1 predicted", power_below(0.125, 1)},
          {"- c/(1 + |log e|)",
           [=](std::mt19937 &random) {
             const double c = size(random);
             return Approach{[=](double e) { return -c / (1 + std::abs(std::log(e))); }, 1};
           }},
          {"- c (e^(1/2) + b e^(3/2)), b <= 30",
           [=](std::mt19937 &random) {
             const double c = size(random), b = log_uniform(random, 1, 30);
             return Approach{[=](double e) { return -c * std::sqrt(e) * (1 + b * e); }, 0.5};
           }},
          {"- c y/(1 + y), e = y/30 to 10 y",
           [=](std::mt19937 &random) {
             const double c = size(random), s = log_uniform(random, 1e-3, 0.3);
             return Approach{[=](double e) { return -c * e / (s + e); }, 1};
           }},
          {"- c y^2/(1 + y^2), e = y/30 to 10 y",
           [=](std::mt19937 &random) {
             const double c = size(random), s = log_uniform(random, 1e-3, 0.3);
             return Approach{[=](double e) { return -c / (1 + s * s / (e * e)); }, 2};
           }},
          {"sums of y^(1/2), y, y^(3/2), y^2, y = e/s",
           [](std::mt19937 &random) {
             const double s = log_uniform(random, 1e-3, 0.3);
             std::array<double, 4> c{};
             for (double &one : c) one = uniform(random, -1, 1);
             c[0] = -std::abs(c[0]);
             return Approach{[=](double e) {
                               const double root = std::sqrt(e / s);
                               return root * (c[0] + root * (c[1] + root * (c[2] + root * c[3])));
                             },
                             uniform(random, 0, 1) < 0.5 ? 0.5 : 1};
           }},
          {"c (e^p - s^(p - q) e^q), p = q + 1/2 to q + 3/2: below zero from e = s on, and back",
           [](std::mt19937 &random) {
             const double c = log_uniform(random, 0.1, 10), s = log_uniform(random, 1e-3, 0.3),
                          q = uniform(random, 0.25, 1.5), more = uniform(random, 0.5, 1.5);
             return Approach{
                 [=](double e) { return c * std::pow(e, q) * (std::pow(e, more) - std::pow(s, more)); },
                 q + more};
           }}};
}
}  // namespace

std::vector<ProbeClass> probe_classes()
{
  std::vector<ProbeClass> classes;
  for (const bool broken : {false, true}) {
    const std::string limit =
        broken ? "D_e - D -> [-1/2, -1/10], like c e^q" : "D_e - D -> [0, 1/2], like c e^q";
    classes.push_back({limit, broken, 0, true, power(0)});
    classes.push_back({limit + " (1 + b e), |b| <= 1/2", broken, 0, false, power(0.5)});
    classes.push_back({limit + "/(1 + (e/s)^q)", broken, 0, false, saturating});
    for (const double wrong : {0.5, 1.})
      classes.push_back(
          {limit + ", order off by " + (wrong == 1 ? "1" : "1/2"), broken, wrong, false, power(0.5)});
  }
  for (const auto &[name, draw] : slow()) classes.push_back({name, false, 0, false, draw, true});
  return classes;
}

std::vector<VerdictRow> probe_verdict_coverage(const unsigned probes, const ProbeJudge &judge)
{
  using Outcome = ProbeVerdict::Outcome;
  std::vector<VerdictRow> rows;
  unsigned seed = 170;
  for (const ProbeClass &of : probe_classes()) {
    std::mt19937 random(++seed);
    VerdictRow row{of.name, of.broken ? "claim 4, broken: found" : "claim 4, holds: not refuted", {}};
    row.most_refuted = false_at_most;
    if (of.broken)
      row.least_confirmed = of.wrong > 0 ? found_of_wrong_order : found_at_least;
    else if (of.clean)
      row.least_confirmed = decided_at_least;
    for (unsigned i = 0; i < probes; ++i) {
      const Ladder ladder(random, true, 0.3);
      const Approach approach = of.draw(random);
      const double bar = log_uniform(random, 1e-6, 1e-3), limit = of.at_zero  ? 0
                                                                  : of.broken ? uniform(random, -0.5, -0.1)
                                                                              : uniform(random, 0, 0.5);
      std::vector<Gap> gaps;
      for (const double e : ladder.parameter) {
        const double part = ladder.ends ? (uniform(random, 0, 1) < 0.5 ? -1 : 1) : uniform(random, -1, 1),
                     value = limit + approach.at(e) + bar * part;
        gaps.push_back({e, value, value, bar, 0});
      }
      const Outcome outcome =
          judge(gaps, 1, i % 2 == 0 ? Topology::constant : Topology::strong, {approach.order + of.wrong}, "e")
              .outcome;
      const bool above = outcome == Outcome::above, below = outcome == Outcome::below;
      row.rates.add((of.broken ? below : above)   ? Verdict::confirmed
                    : (of.broken ? above : below) ? Verdict::refuted
                                                  : Verdict::not_established);
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace gammaflow
