// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/io/trajectory_file.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <type_traits>

namespace gammaflow
{
namespace
{
/// One place that lists the columns: name, how to get the number, how to set it.
template <class Row, class Visitor>
void visit(Row &row, Visitor &&visitor)
{
  visitor("time", row.time);
  visitor("mass", row.mass);
  visitor("minimum", row.minimum);
  visitor("energy", row.energy);
  visitor("primal rate", row.primal_rate);
  visitor("dual rate", row.dual_rate);
  visitor("primal dissipated", row.primal_dissipated);
  visitor("dual dissipated", row.dual_dissipated);
  visitor("edb residual", row.edb_residual);
  visitor("mass correction", row.mass_correction);
  visitor("transfer mass", row.transfer_mass);
  visitor("transfer energy", row.transfer_energy);
  visitor("resolution", row.resolution);
  visitor("wanted length", row.wanted_length);
  visitor("nodes", row.nodes);
  visitor("repeated", row.repeated);
  visitor("steps", row.steps);
  visitor("rejected", row.rejected);
  visitor("rate evaluations", row.rate_evaluations);
  visitor("solver iterations", row.solver_iterations);
}
}  // namespace

const std::vector<std::string> &ledger_columns()
{
  static const std::vector<std::string> columns = [] {
    std::vector<std::string> names;
    const LedgerRow row;
    visit(row, [&](const char *name, auto) { names.push_back(name); });
    return names;
  }();
  return columns;
}

std::vector<double> ledger_values(const LedgerRow &row)
{
  std::vector<double> values;
  visit(row, [&](const char *, auto value) { values.push_back(double(value)); });
  return values;
}

LedgerRow ledger_row(const std::vector<double> &values)
{
  LedgerRow row;
  std::size_t i = 0;
  visit(row, [&](const char *, auto &value) {
    using Value = std::decay_t<decltype(value)>;
    const double stored = values.at(i++);
    if (std::is_integral_v<Value> && !(stored >= 0 && stored <= double(std::numeric_limits<Value>::max())))
      throw std::range_error("not a count: " + std::to_string(stored));
    value = static_cast<Value>(stored);
  });
  return row;
}

std::string ledger_csv(const std::vector<LedgerRow> &ledger)
{
  std::ostringstream out;
  const auto &columns = ledger_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) out << (i ? "," : "") << columns[i];
  out << '\n';
  for (const LedgerRow &row : ledger) {
    const auto values = ledger_values(row);
    for (std::size_t i = 0; i < values.size(); ++i) out << (i ? "," : "") << all_digits(values[i]);
    out << '\n';
  }
  return out.str();
}

}  // namespace gammaflow
