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
#include <optional>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::vector<SweepValue> sizes_of(std::vector<SweepValue> values)
{
  for (auto &v : values) v.value = std::abs(v.value);
  return values;
}

/// Below it, differences of double-precision states and functionals are nothing (ResolvedPoints).
constexpr double round_off = 1e-13;

/// The values converge like a power to a number other than 0: how far it is from 0 at least, else 0.
double other_than_zero(const ExtrapolatedDistance &extrapolated)
{
  const double bar = 3 * extrapolated.uncertainty() + round_off;
  return extrapolated.contracts ? std::max(0., extrapolated.estimate - bar) : 0;
}

/// |values| -> 0, by the extrapolated value and by the models of the judge.
JudgedLimit tends_to_zero(const std::vector<SweepValue> &values, double order, const JudgeOptions &options)
{
  const std::vector<SweepValue> sizes = sizes_of(values);
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
  JudgedLimit limit = decide_limit(sizes, extrapolated, order, options);
  // small against the sweep, and yet another number than 0
  if (limit.statement.verdict == Verdict::confirmed && other_than_zero(extrapolated) > 0) {
    limit.statement.verdict = Verdict::not_established;
    limit.statement.sentence += " Extrapolated it is " + few_digits(extrapolated.estimate, 4) + " +- " +
                                few_digits(extrapolated.uncertainty(), 2) + ", which is not 0.";
  }
  return limit;
}

bool nothing_but_round_off(const std::vector<SweepValue> &gaps)
{
  return !gaps.empty() &&
         std::all_of(gaps.begin(), gaps.end(), [](const auto &v) { return std::abs(v.value) < round_off; });
}

/// What one sequence says.
struct Finding {
  Verdict verdict = Verdict::not_established;
  std::string sentence;
  std::optional<JudgedLimit> functional, functional_lower;  ///< D_e(w_e) - D(w) by both bounds of R_e
  std::optional<JudgedLimit> curve;                         ///< the distance of w_e to w
  std::optional<OrderStatement> order = {};
};

/// A sequence as numbers: those that could be computed.
struct Values {
  bool all = true, bounded = true, moves = false, between_bounds = false;
  std::vector<SweepValue> gaps, lower, distances;  // gaps by the upper bounds of R_e

  explicit Values(const std::vector<ProbeValue> &values)
  {
    for (const auto &value : values) {
      all = all && value.failure.empty();
      bounded = bounded && value.failure.empty() && std::isfinite(value.along.upper());
      if (!value.failure.empty()) continue;
      gaps.push_back({value.parameter, value.gap_upper(), value.delta()});
      lower.push_back({value.parameter, value.gap_lower(), value.delta()});
      between_bounds = between_bounds || value.gap_lower() < value.gap_upper();
      distances.push_back({value.parameter, value.distance, value.distance_delta + 1e-12});
      moves = moves || value.distance > round_off;
    }
  }
};

void judge_functional(const CasePlan &plan, const Values &values, double order, Finding &result)
{
  const JudgeOptions options = judge_options(plan, "difference |D_e(w_e) - D(w)|");
  const OrderStatement observed = judge_order(sizes_of(values.gaps), order, options);
  JudgedLimit limit = tends_to_zero(values.gaps, order, options);
  // along one curve the functional may be of a higher order than the flows are
  if (limit.statement.verdict != Verdict::confirmed && observed.known && observed.high - observed.low < 0.3)
    limit = tends_to_zero(values.gaps, (observed.low + observed.high) / 2, options);
  result.functional = limit;
  result.order = observed;
  result.verdict = limit.statement.verdict;
  result.sentence += limit.statement.sentence;
  if (observed.known)
    result.sentence +=
        " The observed order is in [" + few_digits(observed.low) + ", " + few_digits(observed.high) + "].";
  if (!values.between_bounds) return;
  const JudgedLimit low = tends_to_zero(values.lower, order, options);
  result.functional_lower = low;
  if (low.statement.verdict != Verdict::confirmed) result.verdict = Verdict::not_established;
  result.sentence += " That is the upper bound of R_e. Of the lower one: " + low.statement.sentence;
}

void judge_curve(const CasePlan &plan, const Values &values, double order, Finding &result)
{
  const JudgedLimit curve =
      tends_to_zero(values.distances, order, judge_options(plan, "L2 distance of w_e to w"));
  result.curve = curve;
  if (curve.statement.verdict != Verdict::confirmed) result.verdict = Verdict::not_established;
  result.sentence += " " + curve.statement.sentence;
}

Finding judge_sequence(const CasePlan &plan, const RecoverySequence &sequence)
{
  Finding result;
  const Values values(sequence.values);
  result.sentence = "'" + sequence.probe + "', " + sequence.kind + ": ";
  if (!values.all || !values.bounded) {
    result.sentence +=
        values.all ? "R_e may be infinite along this sequence." : "not every value could be computed.";
    return result;
  }
  if (nothing_but_round_off(values.gaps) && !values.moves) {
    result.verdict = Verdict::confirmed;
    result.sentence += "w_e is w, and D_e(w_e) = D(w) to round-off.";
    return result;
  }
  const double order = std::isfinite(plan.energy_order) && plan.energy_order > 0 ? plan.energy_order : 1;
  judge_functional(plan, values, order, result);
  if (values.moves) judge_curve(plan, values, order, result);
  // A sequence that does not recover says nothing about another one that may.
  if (result.verdict == Verdict::refuted) result.verdict = Verdict::not_established;
  return result;
}

/// Where one sequence of a curve is known to tend to another number than D, the others recover only what they
/// tell from it: it may be that of another limit, which is as near.
void tell_from_others(const std::vector<RecoverySequence> &sequences, std::vector<Finding> &found)
{
  for (std::size_t i = 0; i < found.size(); ++i)
    for (std::size_t k = 0; k < found.size(); ++k) {
      const auto &other = found[k].functional;
      if (sequences[i].probe != sequences[k].probe || !found[i].functional || !other || !other->extrapolated)
        continue;
      const double away = other_than_zero(*other->extrapolated);
      if (found[i].verdict != Verdict::confirmed || away == 0 || found[i].functional->statement.bound < away)
        continue;
      found[i].verdict = Verdict::not_established;
      found[i].sentence +=
          " That does not tell D(w) from a number " + few_digits(other->extrapolated->estimate, 4) +
          " away from it, to which D_e tends along the sequence '" + sequences[k].kind + "'.";
    }
}

Json sequence_json(const RecoverySequence &sequence, const Finding &found)
{
  const auto limit = [](const std::optional<JudgedLimit> &of) {
    return of ? limit_json(*of) : Json(nullptr);
  };
  Json points = Json::array();
  for (const auto &value : sequence.values) points.push_back(value_json(value));
  Json json{{"probe", sequence.probe},
            {"kind", sequence.kind},
            {"points", points},
            {"functional", limit(found.functional)},
            {"order", found.order ? order_json(*found.order) : Json(nullptr)},
            {"curve", limit(found.curve)},
            {"verdict", to_string(found.verdict)},
            {"sentence", found.sentence}};
  if (found.functional_lower) json["functional_lower"] = limit(found.functional_lower);
  return json;
}
}  // namespace

Claim recovery_claim(const CasePlan &plan, const std::vector<RecoverySequence> &sequences)
{
  Claim claim{5,
              "recovery",
              Verdict::not_established,
              "",
              "D_e(w_e) - D(w) along sequences w_e -> w made for a curve w",
              plan.limit.geometry};
  claim.shown["sequences"] = Json::array();
  std::map<std::string, std::vector<std::string>> recovered;  // by curve: the kinds that recover it
  std::vector<Finding> found;
  for (const auto &sequence : sequences) found.push_back(judge_sequence(plan, sequence));
  tell_from_others(sequences, found);
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    auto &kinds = recovered[sequences[i].probe];
    if (found[i].verdict == Verdict::confirmed) kinds.push_back(sequences[i].kind);
    claim.shown["sequences"].push_back(sequence_json(sequences[i], found[i]));
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
  if (!yes.empty() && no.empty()) claim.verdict = Verdict::confirmed;
  claim.sentence = sentence;
  return claim;
}

}  // namespace gammaflow
