// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/study/claims/case_evidence.h>
#include <gammaflow/study/claims/statement_json.h>
#include <gammaflow/study/fixed_states/mosco.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// An oscillation lowers a potential at the last parameter by less than this part, or it is said.
constexpr double below_limit = 0.01;

/// A table on two meshes: differences to the limit in parts of the limit, with bars from the coarser mesh.
struct Judged {
  std::vector<SweepValue> values;
  LimitStatement limit;
  OrderStatement order;
};

double relative(const PotentialTable &table, std::size_t i, std::size_t j)
{
  return (table.values[i][j] - table.limit[i][j]) / table.limit[i][j];
}

Judged judged(const CasePlan &plan, const std::string &symbol, const PotentialTable &fine,
              const PotentialTable &coarse, double round_off)
{
  Judged result;
  const JudgeOptions options = judge_options(plan, "relative difference of " + symbol);
  std::vector<Eigen::VectorXd> differences;
  std::vector<double> parameters, bars;
  for (std::size_t i = 0; i < fine.values.size(); ++i) {
    Eigen::VectorXd difference(Eigen::Index(fine.values[i].size()));
    double bar = 0;
    for (std::size_t j = 0; j < fine.values[i].size(); ++j) {
      difference[Eigen::Index(j)] = relative(fine, i, j);
      bar = std::max(bar, std::abs(relative(fine, i, j) - relative(coarse, i, j)));
    }
    parameters.push_back(plan.steps[i].parameter);
    bars.push_back(bar + round_off);
    result.values.push_back({parameters.back(), difference.lpNorm<Eigen::Infinity>(), bars.back()});
    differences.push_back(difference);
  }
  result.order = judge_order(result.values, plan.energy_order, options);
  result.limit = judge_limit(result.values, plan.energy_order, options);
  const auto extrapolated = extrapolate(
      sweep_of_scalars(parameters, differences, bars, Eigen::VectorXd::Zero(differences[0].size()), 0),
      plan.energy_order);
  if (!extrapolated.valid) return result;
  const LimitStatement from_all = judge_limit(result.values, extrapolated, options);
  if (from_all.verdict != Verdict::not_established || result.limit.verdict != Verdict::confirmed)
    result.limit = from_all;
  return result;
}

Json table_json(const PotentialTable &table, const Judged &judged)
{
  Json largest = Json::array();
  for (const SweepValue &v : judged.values)
    largest.push_back(
        {{"parameter", v.parameter}, {"value", json_number(v.value)}, {"delta", json_number(v.delta)}});
  const bool known = judged.order.known;
  return {{"values", table.values},
          {"limit", table.limit.back()},
          {"largest", largest},
          {"order_low", known ? json_number(judged.order.low) : Json(nullptr)},
          {"order_high", known ? json_number(judged.order.high) : Json(nullptr)},
          {"order", order_json(judged.order)},
          {"verdict", to_string(judged.limit.verdict)},
          {"sentence", judged.limit.sentence}};
}

Json monotone_json(const MoscoTables &tables, double round_off)
{
  if (tables.direction == 0) return nullptr;
  const double worst_dual = violation(tables.dual, tables.direction, tables.declared),
               worst_primal = tables.no_primal.empty()
                                  ? violation(tables.primal, -tables.direction, tables.declared)
                                  : std::nan("");
  const bool holds = worst_dual <= round_off && !(worst_primal > round_off);
  return {{"dual", tables.direction > 0 ? "increases" : "decreases"},
          {"worst_dual", json_number(worst_dual)},
          {"worst_primal", json_number(worst_primal)},
          {"allowed", round_off},
          {"verdict", holds ? "confirmed" : "refuted"}};
}

std::string interval(const Judged &judged)
{
  const OrderStatement &order = judged.order;
  return order.known ? ", order " + few_digits(order.low) + " to " + few_digits(order.high) + " (" +
                           to_string(order.verdict) + ")"
                     : ", order " + to_string(order.verdict);
}

std::string monotone_words(const Json &monotone, const CasePlan &plan)
{
  if (monotone.is_null()) return "";
  const bool both = monotone["worst_primal"].is_number();
  const double worst =
      std::max(double(monotone["worst_dual"]), both ? double(monotone["worst_primal"]) : -1e300);
  return " When the " + plan.sweep_parameter + " falls, R* " + std::string(monotone["dual"]) +
         (both ? " and R does the opposite" : "") +
         (monotone["verdict"] == "confirmed" ? ", to round-off, for every function."
                                             : " in theory; this is violated by " + few_digits(worst) +
                                                   " of a value, which is more than round-off.");
}

Verdict both(Verdict a, Verdict b)
{
  if (a == Verdict::refuted || b == Verdict::refuted) return Verdict::refuted;
  return a == Verdict::confirmed && b == Verdict::confirmed ? Verdict::confirmed : Verdict::not_established;
}
}  // namespace

nlohmann::json mosco_json(const CasePlan &plan, const MoscoTables &fine, const MoscoTables &coarse,
                          const double round_off)
{
  const Judged dual = judged(plan, "R*", fine.dual, coarse.dual, round_off);
  const std::string why = fine.no_primal.empty() ? coarse.no_primal : fine.no_primal;
  std::optional<Judged> primal;
  if (why.empty()) primal = judged(plan, "R", fine.primal, coarse.primal, round_off);
  const Json monotone = monotone_json(fine, round_off);
  const auto lowest = [](const std::vector<double> &parts) { return parts.empty() ? 0. : parts.back(); };
  const bool below = std::min(lowest(fine.dual_of_waves), lowest(fine.primal_of_waves)) < -below_limit;

  Verdict verdict = dual.limit.verdict;
  if (primal) verdict = both(verdict, primal->limit.verdict);
  if (monotone.is_object() && monotone["verdict"] == "refuted") verdict = Verdict::refuted;
  if (below) verdict = both(verdict, Verdict::not_established);
  std::vector<std::string> names;
  for (const auto &f : fine.functions) names.push_back(f.name);
  std::string sentence = "At the initial state, R*_e(u, xi) -> R*(u, xi) for " +
                         std::to_string(names.size()) + " smooth forces: " + to_string(dual.limit.verdict) +
                         interval(dual) + ".";
  sentence += primal ? " R_e(u, v) -> R(u, v) for the rates that they have in the limit: " +
                           to_string(primal->limit.verdict) + interval(*primal) + "."
                     : " R_e is not evaluated: " + why + ".";
  sentence += monotone_words(monotone, plan);
  sentence += " With an oscillation that tends weakly to zero " +
              std::string(below ? "a potential lies" : "no potential lies") +
              " below its limit at the last parameter.";
  return {{"functions", names},
          {"dual", table_json(fine.dual, dual)},
          {"primal", primal ? table_json(fine.primal, *primal) : Json(nullptr)},
          {"primal_note", why},
          {"monotone", monotone},
          {"oscillating",
           {{"wave_numbers", fine.waves}, {"dual", fine.dual_of_waves}, {"primal", fine.primal_of_waves}}},
          {"verdict", to_string(verdict)},
          {"sentence", sentence}};
}

}  // namespace gammaflow
