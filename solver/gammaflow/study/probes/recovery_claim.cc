// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/study/claims/case_evidence.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/claims/statement_json.h>
#include <gammaflow/study/probes/probe_json.h>
#include <gammaflow/study/probes/recovery_claim.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// |values| -> 0, by the extrapolated value and by the models of the judge.
JudgedLimit tends_to_zero(const std::vector<SweepValue> &values, double order, const JudgeOptions &options)
{
  std::vector<SweepValue> sizes = values;
  for (auto &v : sizes) v.value = std::abs(v.value);
  if (values.size() < 3) return decide_limit(sizes, {}, order, options);
  std::vector<double> parameters, bars;
  std::vector<Eigen::VectorXd> numbers;
  for (const auto &v : values) {
    parameters.push_back(v.parameter);
    bars.push_back(v.delta);
    numbers.push_back(Eigen::VectorXd::Constant(1, v.value));
  }
  const auto extrapolated =
      extrapolate(sweep_of_scalars(parameters, numbers, bars, Eigen::VectorXd::Zero(1), 0), order);
  if (!extrapolated.valid) return decide_limit(sizes, {}, order, options);
  return decide_limit(sizes, extrapolated, order, options);
}

/// Below it, differences of double-precision states and functionals are nothing (ResolvedPoints).
constexpr double round_off = 1e-13;

bool nothing_but_round_off(const std::vector<SweepValue> &gaps)
{
  return !gaps.empty() &&
         std::all_of(gaps.begin(), gaps.end(), [](const auto &v) { return std::abs(v.value) < round_off; });
}

struct Judged {
  Verdict verdict = Verdict::not_established;
  std::string sentence;
  Json json;
};

Judged judge_sequence(const CasePlan &plan, const RecoverySequence &sequence)
{
  Judged result;
  Json points = Json::array();
  bool all = true, bounded = true, moves = false;
  std::vector<SweepValue> gaps, lower, distances;  // gaps by the upper bounds of R_e
  bool between_bounds = false;
  for (const auto &value : sequence.values) {
    points.push_back(value_json(value));
    all = all && value.failure.empty();
    bounded = bounded && value.failure.empty() && std::isfinite(value.along.upper());
    if (!value.failure.empty()) continue;
    gaps.push_back({value.parameter, value.gap_upper(), value.delta()});
    lower.push_back({value.parameter, value.gap_lower(), value.delta()});
    between_bounds = between_bounds || value.gap_lower() < value.gap_upper();
    distances.push_back({value.parameter, value.distance, value.distance_delta + 1e-12});
    moves = moves || value.distance > round_off;
  }
  result.json = {{"probe", sequence.probe}, {"kind", sequence.kind}, {"points", points},
                 {"functional", nullptr},   {"order", nullptr},      {"curve", nullptr}};
  const std::string name = "'" + sequence.probe + "', " + sequence.kind + ": ";
  if (!all || !bounded) {
    result.sentence =
        name + (all ? "R_e may be infinite along this sequence." : "not every value could be computed.");
  } else if (nothing_but_round_off(gaps) && !moves) {
    result.verdict = Verdict::confirmed;
    result.sentence = name + "w_e is w, and D_e(w_e) = D(w) to round-off.";
  } else {
    const double order = std::isfinite(plan.energy_order) && plan.energy_order > 0 ? plan.energy_order : 1;
    const JudgeOptions options = judge_options(plan, "difference |D_e(w_e) - D(w)|");
    std::vector<SweepValue> sizes = gaps;
    for (auto &v : sizes) v.value = std::abs(v.value);
    const OrderStatement observed = judge_order(sizes, order, options);
    JudgedLimit limit = tends_to_zero(gaps, order, options);
    // along one curve the functional may be of a higher order than the flows are
    if (limit.statement.verdict != Verdict::confirmed && observed.known && observed.high - observed.low < 0.3)
      limit = tends_to_zero(gaps, (observed.low + observed.high) / 2, options);
    result.json["functional"] = limit_json(limit);
    result.json["order"] = order_json(observed);
    result.verdict = limit.statement.verdict;
    result.sentence = name + limit.statement.sentence;
    if (observed.known)
      result.sentence +=
          " The observed order is in [" + few_digits(observed.low) + ", " + few_digits(observed.high) + "].";
    if (between_bounds) {
      const JudgedLimit low = tends_to_zero(lower, order, options);
      result.json["functional_lower"] = limit_json(low);
      if (low.statement.verdict != Verdict::confirmed) result.verdict = Verdict::not_established;
      result.sentence += " That is the upper bound of R_e. Of the lower one: " + low.statement.sentence;
    }
    if (moves) {
      const JudgedLimit curve =
          tends_to_zero(distances, order, judge_options(plan, "L2 distance of w_e to w"));
      result.json["curve"] = limit_json(curve);
      if (curve.statement.verdict != Verdict::confirmed) result.verdict = Verdict::not_established;
      result.sentence += " " + curve.statement.sentence;
    }
    // A sequence that does not recover says nothing about another one that may.
    if (result.verdict == Verdict::refuted) result.verdict = Verdict::not_established;
  }
  result.json["verdict"] = to_string(result.verdict);
  result.json["sentence"] = result.sentence;
  return result;
}
}  // namespace

nlohmann::json recovery_claim(const CasePlan &plan, const std::vector<RecoverySequence> &sequences)
{
  Json claim = probe_claim(5, "recovery", plan);
  claim["quantity"] = "D_e(w_e) - D(w) along sequences w_e -> w made for a curve w";
  claim["sequences"] = Json::array();
  std::map<std::string, std::vector<std::string>> recovered;  // by curve: the kinds that recover it
  for (const auto &sequence : sequences) {
    const Judged judged = judge_sequence(plan, sequence);
    auto &kinds = recovered[sequence.probe];
    if (judged.verdict == Verdict::confirmed) kinds.push_back(sequence.kind);
    claim["sequences"].push_back(judged.json);
  }
  std::vector<std::string> yes, no;
  for (const auto &[probe, kinds] : recovered)
    (kinds.empty() ? no : yes)
        .push_back(kinds.empty() ? "'" + probe + "'" : "'" + probe + "' (" + boost::join(kinds, ", ") + ")");
  std::string sentence;
  if (!yes.empty()) sentence = "D_e(w_e) tends to D(w) and w_e to w for " + boost::join(yes, ", ") + ".";
  if (!no.empty())
    sentence +=
        (sentence.empty() ? "" : " ") + std::string("Not established for ") + boost::join(no, ", ") + ".";
  if (recovered.empty()) sentence = "No probe is a curve that can be recovered.";
  claim["verdict"] = to_string(!yes.empty() && no.empty() ? Verdict::confirmed : Verdict::not_established);
  claim["sentence"] = sentence;
  return claim;
}

}  // namespace gammaflow
