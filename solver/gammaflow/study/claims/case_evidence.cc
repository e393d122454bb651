// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/study/claims/case_evidence.h>
#include <gammaflow/study/claims/state_sweep.h>
#include <gammaflow/study/claims/statement_json.h>
#include <gammaflow/study/plan/case_conditions.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/points/study_files.h>
#include <gammaflow/study/references/pointwise_distance.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// The distances of the points to the claimed limit, as those of the metric.
std::vector<SweepValue> measured_values(const std::vector<PointRecord> &points, double power)
{
  std::vector<SweepValue> values = sweep_values(points, &PointRecord::judged);
  for (SweepValue &value : values) value = in_metric(value, power);
  return values;
}

/// Does the limit flow itself depend on the parameter? Then there is no one state to compare with.
bool one_limit(const CasePlan &plan)
{
  const std::string key = evolution_key(plan.limit_at(plan.steps.back()));
  return std::all_of(plan.steps.begin(), plan.steps.end(),
                     [&](const SweepStep &step) { return evolution_key(plan.limit_at(step)) == key; });
}

/// The limit that the geometry declares for this sweep, where the study names another one.
std::optional<CasePlan> declared_instead(const CasePlan &plan)
{
  if (plan.equality || !plan.declared) return {};
  CasePlan other = plan;
  other.limit = *plan.declared;
  const SweepStep &last = plan.steps.back();
  // What the study changes beside the geometry (another energy, say) is no part of the declaration.
  if (evolution_key(other.limit_at(last)) == evolution_key(plan.limit_at(last))) return {};
  return other;
}

class Evidence
{
 public:
  Evidence(const CasePlan &plan, const std::string &folder, const std::vector<PointRecord> &points,
           EvolutionCache &cache)
      : plan_(plan),
        folder_(folder),
        points_(points),
        cache_(cache),
        power_(Registry<Distance>::traits(judged_distance(plan)).metric_power)
  {
  }

  CaseEvidence gather()
  {
    if (plan_.equality || points_.empty()) return std::move(result_);
    read_limit();
    check_conditions_on_limit();
    read_states();
    if (states_ && limit_) judge_claimed();
    if (const auto other = declared_instead(plan_)) {
      try {
        look_at_other(*other);
      } catch (const NumericalFailure &failure) {
        note("The flow in the geometry '" + other->limit.geometry +
             "', which the geometry declares as the limit, could not be solved: " + failure.what());
      }
    }
    return std::move(result_);
  }

 private:
  void note(const std::string &text) { result_.notes.push_back(text); }

  void read_states()
  {
    if (points_.size() < 3) return;
    try {
      states_ = std::make_unique<SweepStates>(plan_, folder_, points_, cache_);
    } catch (const InputError &error) {
      note(std::string("The states could not be read: ") + error.what());
    }
  }

  JudgeOptions options() const
  {
    const std::string distance = judged_distance(plan_);
    return judge_options(plan_, power_ == 1 ? distance + " distance" : "root of the " + distance);
  }

  void read_limit()
  {
    const Parameters parameters = plan_.limit_at(plan_.steps.at(points_.back().index));
    try {
      limit_ = read_trajectory(limit_trajectory_file(folder_), parameters,
                               cache_.space(parameters, points_.back().level));
    } catch (const InputError &error) {
      note(std::string("The states of the limit flow could not be read: ") + error.what());
    }
  }

  void check_conditions_on_limit()
  {
    try {
      result_.conditions = limit_ ? check_conditions(plan_, *limit_, points_.back().tolerance)
                                  : check_conditions(plan_, cache_.space(plan_.flow, points_.back().level));
    } catch (const NumericalFailure &failure) {
      note(std::string("The conditions of the prediction could not be checked: ") + failure.what());
    }
  }

  void judge_claimed()
  {
    if (!one_limit(plan_)) {
      note("The limit flow depends on the parameter: its states are not extrapolated.");
      return;
    }
    const auto extrapolated =
        states_->extrapolated(*limit_, points_.back().limit_bar, order_of_metric(plan_));
    if (extrapolated.valid)
      result_.solutions =
          decide_limit(measured_values(points_, power_), extrapolated, order_of_metric(plan_), options());
    else
      note(extrapolated.note);
  }

  void look_at_other(const CasePlan &other)
  {
    const PointRecord &last = points_.back();
    const SweepStep &step = plan_.steps.at(last.index);
    const unsigned level = last.level;
    const double tolerance = last.tolerance;
    const Parameters claimed_flow = plan_.limit_at(step);
    RefinedEvolution claimed = refined_evolution(cache_, claimed_flow, level, tolerance, claimed_flow),
                     declared =
                         refined_evolution(cache_, other.limit_at(step), level, tolerance, claimed_flow);
    add_finer(cache_, claimed, declared, claimed_flow);
    result_.other.emplace();
    result_.other->limit = other.limit;
    result_.other->separation = measure_judged_distance(plan_, claimed, declared);
    for (const auto &condition : check_conditions(other, *declared.fine, tolerance))
      if (condition.holds == Holds::no) {
        note("A condition of the declared limit does not hold: " + condition.sentence);
        result_.other->conditions_hold = false;
      }
    if (one_limit(other)) compare_curves(claimed, declared, step.parameter);
    const double bar = state_bar(plan_, declared);
    if (!states_) return;
    const auto values = states_->distances(*declared.fine, bar);
    result_.other->of_last = values.back();
    const auto extrapolated = states_->extrapolated(*declared.fine, bar, other.limit.order);
    if (!extrapolated.valid) return;
    const double order = other.limit.order;  // of the norm
    result_.other->judged = decide_limit(values, extrapolated, order, options());
    result_.other->order = judge_order(values, order, options());
    LimitStatement declared_limit = result_.other->judged->statement;
    if (!result_.other->conditions_hold) declared_limit.verdict = Verdict::not_established;
    if (!result_.solutions) return;
    const Measured &apart = result_.other->separation;
    result_.solutions->statement =
        beside_declared(result_.solutions->statement, other.limit, declared_limit, *result_.other->order,
                        in_metric({step.parameter, apart.sup(), apart.sup_delta()}, power_));
  }

  /// Energies and dissipations of both limit flows.
  void compare_curves(const RefinedEvolution &claimed, const RefinedEvolution &declared, double parameter)
  {
    const auto add = [&](const char *name, double LedgerRow::*member) {
      OtherLimit::Curve curve;
      for (const LedgerRow &row : declared.fine->ledger) curve.values.push_back(row.*member);
      const Measured apart =
          measure_difference(claimed, declared, [member](const LedgerRow &row) { return row.*member; });
      curve.separation = {parameter, apart.sup(), apart.sup_delta()};
      result_.other->curves.emplace(name, std::move(curve));
    };
    add("energy", &LedgerRow::energy);
    if (!claimed.fine->gradient_structure || !declared.fine->gradient_structure) return;
    add("primal_dissipated", &LedgerRow::primal_dissipated);
    add("dual_dissipated", &LedgerRow::dual_dissipated);
  }

  const CasePlan &plan_;
  const std::string &folder_;
  const std::vector<PointRecord> &points_;
  EvolutionCache &cache_;
  const double power_;
  std::optional<Trajectory> limit_;  ///< the claimed one, at the last point
  std::unique_ptr<SweepStates> states_;
  CaseEvidence result_;
};
}  // namespace

double order_of_metric(const CasePlan &plan)
{
  const double power = Registry<Distance>::traits(judged_distance(plan)).metric_power;
  return plan.order_named ? plan.limit.order * power : plan.limit.order;
}

JudgeOptions judge_options(const CasePlan &plan, const std::string &quantity)
{
  JudgeOptions options;
  options.budget = plan.budget;
  options.order_tolerance = plan.order_tolerance;
  options.parameter = plan.sweep_parameter == "ridge" ? "lambda" : "sigma";
  options.quantity = quantity;
  return options;
}

CaseEvidence gather_evidence(const CasePlan &plan, const std::string &folder,
                             const std::vector<PointRecord> &points, EvolutionCache &cache)
{
  return Evidence(plan, folder, points, cache).gather();
}

nlohmann::json other_limit_json(const CaseEvidence &evidence)
{
  if (!evidence.other) return nullptr;
  const OtherLimit &other = *evidence.other;
  return {{"geometry", other.limit.geometry},
          {"settings", other.limit.settings},
          {"separation",
           {{"value", json_number(other.separation.sup())},
            {"delta", json_number(other.separation.sup_delta())}}},
          {"distance", json_number(other.of_last.value)},
          {"delta", json_number(other.of_last.delta)},
          {"limit", other.judged ? limit_json(*other.judged) : Json(nullptr)},
          {"order", other.order ? order_json(*other.order) : Json(nullptr)}};
}

}  // namespace gammaflow
