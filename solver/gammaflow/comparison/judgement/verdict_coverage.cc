// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/comparison/judgement/verdict_coverage.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
constexpr double false_refutation = 0.005, false_order = 0.02, false_interval = 0.005,
                 false_limit_of_fields = 0.01, false_limit_of_scalars = 0.05, clean_confirmed = 0.9;
/// An interval that misses the order by less holds it.
constexpr double interval_tolerance = 0.01;

/// Off by 1/4 to 1, and positive.
double another_order(std::mt19937 &random, const SyntheticSweep &sweep)
{
  if (sweep.other_order) return *sweep.other_order;
  const double order = sweep.order;
  const bool lower = uniform(random, 0, 1) < 0.5;
  const double off = uniform(random, 0.25, 1);
  return lower && order - off >= 0.1 ? order - off : order + off;
}

struct Rows {
  VerdictRow order, other_order, interval, other_interval, limit, other_limit;

  explicit Rows(const SyntheticClass &drawn)
  {
    const double least = drawn.clean ? clean_confirmed : 0;
    order = {drawn.name, "order", {}, least, 1, false_refutation};
    other_order = {drawn.name, "order off by 1/4 to 1", {}, 0, false_order, 1};
    // Above its scale, or before a limit, a sweep has another order on its range than below it.
    interval = {drawn.name, "order in its interval", {}, 0, 1, drawn.clean ? false_interval : 1};
    other_interval = interval;
    other_interval.statement += ", order off by 1/4 to 1";
    limit = {drawn.name, "limit", {}, 0, 1, 1};
    if (drawn.hidden_limit)
      limit.most_confirmed = drawn.fields ? false_limit_of_fields : false_limit_of_scalars;
    else
      limit.most_refuted = false_refutation;
    if (!drawn.fields) limit.most_refuted = 0;
    if (drawn.clean) limit.least_confirmed = clean_confirmed;
    other_limit = limit;
    other_limit.statement += ", order off by 1/4 to 1";
    other_limit.least_confirmed = 0;
  }
};
}  // namespace

void VerdictRates::add(Verdict verdict)
{
  ++(verdict == Verdict::confirmed ? confirmed : verdict == Verdict::refuted ? refuted : not_established);
}

bool VerdictRow::kept(double deviations) const
{
  const double n = rates.all();
  const auto margin = [&](double part) { return deviations * std::sqrt(part * (1 - part) / n) + 1e-12; };
  return rates.confirmed >= n * (least_confirmed - margin(least_confirmed)) &&
         rates.confirmed <= n * (most_confirmed + margin(most_confirmed)) &&
         rates.refuted <= n * (most_refuted + margin(most_refuted));
}

SweepVerdicts judge_sweep(const SyntheticSweep &sweep, double predicted_order)
{
  SweepVerdicts result;
  const OrderStatement order = judge_order(sweep.values, predicted_order);
  result.order = order.verdict;
  if (order.known)
    result.interval =
        order.low - interval_tolerance <= sweep.order && sweep.order <= order.high + interval_tolerance
            ? Verdict::confirmed
            : Verdict::refuted;
  result.limit = sweep.states ? judge_limit(sweep.values, extrapolate(*sweep.states, predicted_order)).verdict
                              : judge_limit(sweep.values, predicted_order).verdict;
  return result;
}

std::vector<VerdictRow> verdict_coverage(const std::vector<SyntheticClass> &classes, unsigned sweeps,
                                         const SweepJudge &judge,
                                         const std::function<void(double, const std::string &)> &progress)
{
  std::vector<VerdictRow> result;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    if (progress) progress(double(k) / double(classes.size()), classes[k].name);
    std::mt19937 random(20 + unsigned(k));
    Rows rows(classes[k]);
    for (unsigned i = 0; i < sweeps; ++i) {
      const SyntheticSweep sweep = classes[k].draw(random);
      const SweepVerdicts right = judge(sweep, sweep.order),
                          other = judge(sweep, another_order(random, sweep));
      rows.order.rates.add(right.order);
      rows.interval.rates.add(right.interval);
      rows.other_interval.rates.add(other.interval);
      rows.limit.rates.add(right.limit);
      rows.other_order.rates.add(other.order);
      rows.other_limit.rates.add(other.limit);
    }
    result.insert(result.end(), {rows.order, rows.other_order, rows.interval, rows.other_interval, rows.limit,
                                 rows.other_limit});
  }
  return result;
}

std::string verdict_coverage_csv(const std::vector<VerdictRow> &rows)
{
  std::ostringstream out;
  out << "class,statement,sweeps,confirmed %,refuted %,not established %,confirmed at least %,confirmed at "
         "most "
         "%,refuted at most %,kept\n";
  for (const VerdictRow &row : rows) {
    const double n = row.rates.all();
    out << '"' << row.name << "\",\"" << row.statement << "\"," << n << ',' << 100 * row.rates.confirmed / n
        << ',' << 100 * row.rates.refuted / n << ',' << 100 * row.rates.not_established / n << ','
        << 100 * row.least_confirmed << ',' << 100 * row.most_confirmed << ',' << 100 * row.most_refuted
        << ',' << (row.kept() ? "yes" : "NO") << '\n';
  }
  return out.str();
}

}  // namespace gammaflow
