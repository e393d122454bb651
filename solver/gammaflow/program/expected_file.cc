// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/shortened.h>
#include <gammaflow/program/quantities.h>

#include <boost/algorithm/string.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <set>

namespace gammaflow
{
namespace
{
const char *const header = "quantity,value,abs_tol,rel_tol,origin";
const std::array<const char *, 4> origins = {{"closed form", "published", "refined here", "earlier run"}};
/// Of claims, of probes, of candidates for a limit.
const std::set<std::string> verdicts = {"confirmed",
                                        "refuted",
                                        "not established",
                                        "not applicable",
                                        "relaxation",
                                        "seen",
                                        "none seen on this range",
                                        "not refuted",
                                        "not decided",
                                        "excluded",
                                        "accepted",
                                        "yes",
                                        "no"};

bool to_number(const std::string &text, double &value)
{
  std::size_t used = 0;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception &) {
    return false;
  }
  return used == text.size();
}

/// What is wrong with a line's fields; empty: nothing.
std::string fault_in(const std::vector<std::string> &fields, Expected &entry)
{
  if (fields.size() != 5) return "has " + std::to_string(fields.size()) + " fields, not 5";
  Quantity &quantity = entry.quantity;
  quantity.name = fields[0];
  if (quantity.name.empty()) return "names no quantity";
  const bool number = to_number(fields[1], quantity.value);
  if (!number) quantity.word = fields[1];
  if (!number && verdicts.count(fields[1]) == 0)
    return "has the value '" + shortened(fields[1]) + "', neither a number nor a verdict";
  if (number && !std::isfinite(quantity.value)) return "expects a value that is not finite";
  if (!to_number(fields[2], quantity.abs_tol) || !to_number(fields[3], entry.rel_tol) ||
      !(quantity.abs_tol >= 0 && entry.rel_tol >= 0) || !std::isfinite(quantity.abs_tol) ||
      !std::isfinite(entry.rel_tol))
    return "has a tolerance that is not a number from 0 on";
  if (number && (entry.rel_tol >= 1 || (quantity.value != 0 && quantity.abs_tol >= std::abs(quantity.value))))
    return "has a tolerance that lets zero pass for " + fields[1] + ", and so tests nothing";
  if (number && quantity.abs_tol == 0 && entry.rel_tol == 0)
    return "has no tolerance: no computation repeats a number on every machine to the last bit";
  entry.origin = fields[4];
  for (const auto *origin : origins)
    if (entry.origin == origin) return "";
  return "has the origin '" + shortened(fields[4]) +
         "', which is none of: closed form, published, refined here, earlier run";
}

std::string digits(double value)
{
  char text[40];
  std::snprintf(text, sizeof(text), "%.15g", value);
  return text;
}
}  // namespace

std::vector<Expected> read_expected(const std::string &path)
{
  std::ifstream in(path);
  if (!in) throw InputError(path, "", "cannot be read", std::string("a file with the columns ") + header);
  std::string line;
  std::getline(in, line);
  if (boost::trim_copy(line) != header)
    throw InputError(path + ", line 1", shortened(line), "is not the header", header);
  std::vector<Expected> result;
  std::set<std::string> names;
  for (unsigned number = 2; std::getline(in, line); ++number) {
    if (boost::trim_copy(line).empty()) continue;
    std::vector<std::string> fields;
    boost::split(fields, line, boost::is_any_of(","));
    for (auto &field : fields) boost::trim(field);
    Expected entry;
    std::string fault = fault_in(fields, entry);
    if (fault.empty() && !names.insert(entry.quantity.name).second)
      fault = "names a quantity that is named above: only one of them would be compared";
    if (!fault.empty())
      throw InputError(path + ", line " + std::to_string(number), shortened(line), fault, header);
    result.push_back(entry);
  }
  if (result.empty()) throw InputError(path, "", "expects nothing", header);
  return result;
}

std::string expected_csv(const std::vector<Expected> &all)
{
  std::string text = std::string(header) + "\n";
  for (const auto &entry : all)
    text += entry.quantity.name + "," +
            (entry.quantity.word.empty() ? digits(entry.quantity.value) : entry.quantity.word) + "," +
            digits(entry.quantity.abs_tol) + "," + digits(entry.rel_tol) + "," + entry.origin + "\n";
  return text;
}

}  // namespace gammaflow
