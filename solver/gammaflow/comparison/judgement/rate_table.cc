// SPDX-License-Identifier: LGPL-2.1-or-later
// g++ 12, when it inlines the copies of the std::variant in deal.II's table entries, takes its string for
// uninitialized.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/judgement/rate_table.h>
#include <gammaflow/comparison/judgement/resolved_points.h>

#include <deal.II/base/convergence_table.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>
#include <numeric>

namespace gammaflow
{
namespace
{
/// A field of RFC 4180: quoted, quotes doubled.
std::string quoted(const std::string &text)
{
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string tex_name(const std::string &name)
{
  static const std::map<std::string, std::string> symbols = {{"L1", "$L^1$"},         {"L2", "$L^2$"},
                                                             {"Linf", "$L^\\infty$"}, {"H-1", "$H^{-1}$"},
                                                             {"W1", "$W_1$"},         {"W2", "$W_2$"}};
  const auto symbol = symbols.find(name);
  if (symbol != symbols.end()) return symbol->second;
  std::string escaped;
  for (const char c : name) escaped += c == '_' ? std::string("\\_") : std::string(1, c);
  return escaped;
}

std::vector<std::size_t> descending(const std::vector<SweepValue> &values)
{
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t(0));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return values[i].parameter > values[j].parameter; });
  return order;
}
}  // namespace

void RateTable::add(const std::string &distance, const std::vector<SweepValue> &values,
                    const OrderStatement &order)
{
  const auto same = [](const SweepValue &a, const SweepValue &b) { return a.parameter == b.parameter; };
  if (order.used.size() != values.size() ||
      (!series_.empty() && !std::equal(values.begin(), values.end(), series_.front().values.begin(),
                                       series_.front().values.end(), same)))
    throw std::logic_error("RateTable: the distance " + distance +
                           " is not over the parameters of the table");
  series_.push_back({distance, values, order});
}

void RateTable::write_csv(std::ostream &out) const
{
  out << "distance," << parameter_ << ",value,delta,local_order,resolved,used\n" << std::setprecision(17);
  for (const Series &s : series_)
    for (const std::size_t i : descending(s.values)) {
      out << quoted(s.distance) << ',' << s.values[i].parameter << ',' << s.values[i].value << ','
          << s.values[i].delta << ',';
      if (!std::isnan(s.order.local_orders[i])) out << s.order.local_orders[i];
      out << ',' << s.order.resolved[i] << ',' << s.order.used[i] << '\n';
    }
}

void RateTable::write_orders_csv(std::ostream &out) const
{
  out << "distance,known,low,high,part_from_bars,part_from_models,basis,settled,parameter_low,parameter_high,"
         "note\n"
      << std::setprecision(17);
  for (const Series &s : series_)
    out << quoted(s.distance) << ',' << s.order.known << ',' << s.order.low << ',' << s.order.high << ','
        << s.order.part_from_bars << ',' << s.order.part_from_models << ',' << quoted(s.order.basis) << ','
        << s.order.settled << ',' << s.order.parameter_low << ',' << s.order.parameter_high << ','
        << quoted(s.order.note) << '\n';
}

namespace
{
/// The rates of deal.II's table are log(d_{i-1}/d_i) / log(N_i/N_{i-1}) with a column N that grows:
/// 1/parameter.
template <class Series>
dealii::ConvergenceTable convergence_table(const std::string &parameter, const std::vector<Series> &series)
{
  dealii::ConvergenceTable table;
  std::vector<std::string> columns = {parameter};
  for (const std::size_t i : descending(series.front().values)) {
    table.add_value(parameter, series.front().values[i].parameter);
    table.add_value("inverse", 1 / series.front().values[i].parameter);
    for (const Series &s : series) {
      table.add_value(s.distance, s.values[i].value);
      table.add_value("+- " + s.distance, s.values[i].delta);
    }
  }
  table.set_precision(parameter, 6);
  for (const Series &s : series) {
    const std::string delta = "+- " + s.distance;
    for (const auto &key : {s.distance, delta}) {
      table.set_scientific(key, true);
      table.set_precision(key, key == delta ? 1 : 4);
    }
    table.set_tex_caption(s.distance, tex_name(s.distance));
    table.set_tex_caption(delta, "$\\pm$");
    table.evaluate_convergence_rates(s.distance, "inverse", dealii::ConvergenceTable::reduction_rate_log2, 1);
    table.set_tex_supercaption(s.distance, tex_name(s.distance) + " and order");
    columns.push_back(s.distance);
    columns.push_back(delta);
  }
  table.set_column_order(columns);
  return table;
}

std::string interval(const OrderStatement &order)
{
  return "[" + short_number(order.low) + ", " + short_number(order.high) + "]";
}

std::string sentence(const std::string &distance, const OrderStatement &order, const std::string &parameter)
{
  const std::string range = " for " + parameter + " in [" + short_number(order.parameter_low) + ", " +
                            short_number(order.parameter_high) + "]. ";
  return distance + ": " + (order.known ? "order in " + interval(order) + range : "no order can be given. ") +
         order.note;
}
}  // namespace

void RateTable::write_text(std::ostream &out) const
{
  if (series_.empty()) return;
  convergence_table(parameter_, series_).write_text(out);
  for (const Series &s : series_) out << sentence(s.distance, s.order, parameter_) << '\n';
}

void RateTable::write_latex(std::ostream &out) const
{
  if (series_.empty()) return;
  auto table = convergence_table(parameter_, series_);
  std::string caption;
  for (const Series &s : series_)
    if (s.order.known)
      caption += (caption.empty() ? "Orders on this range: " : "; ") + tex_name(s.distance) + " in $" +
                 interval(s.order) + "$";
  table.set_tex_table_caption(caption);
  table.write_tex(out, false);
}

}  // namespace gammaflow
