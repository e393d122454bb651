// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/order_judgement.h>

#include <ostream>
#include <string>
#include <vector>

namespace gammaflow
{
/// Distances, error bars and local orders of one sweep, and the intervals of their orders below them: one
/// distance after the other.
class RateTable
{
 public:
  /// `parameter`: what is swept, "bandwidth" or "ridge".
  explicit RateTable(const std::string &parameter) : parameter_(parameter) {}
  /// std::logic_error unless the parameters and their order are those of the first distance, and order.used
  /// has an entry for each value.
  void add(const std::string &distance, const std::vector<SweepValue> &values, const OrderStatement &order);

  /// distance,parameter,value,delta,local_order,resolved,used: 17 digits, empty where there is no local
  /// order.
  void write_csv(std::ostream &out) const;
  /// distance,known,low,high,...,note: one line per distance.
  void write_orders_csv(std::ostream &out) const;
  /// For people, by deal.II's ConvergenceTable: rows in descending order of the parameter.
  void write_text(std::ostream &out) const;
  void write_latex(std::ostream &out) const;

 private:
  struct Series {
    std::string distance;
    std::vector<SweepValue> values;
    OrderStatement order;
  };
  std::string parameter_;
  std::vector<Series> series_;
};

}  // namespace gammaflow
