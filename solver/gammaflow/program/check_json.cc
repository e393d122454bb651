// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/program/check_results.h>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Json value_of(const Quantity &quantity)
{
  return quantity.word.empty() ? json_number(quantity.value) : Json(quantity.word);
}

Quantity quantity_of(const std::string &name, const Json &value, double abs_tol)
{
  return value.is_string() ? Quantity{name, value.get<std::string>(), 0, abs_tol}
                           : Quantity{name, "", number_of(value), abs_tol};
}

Json comparison_json(const Comparison &c)
{
  return {{"quantity", c.expected.quantity.name},
          {"expected", value_of(c.expected.quantity)},
          {"abs_tol", json_number(c.expected.quantity.abs_tol)},
          {"rel_tol", json_number(c.expected.rel_tol)},
          {"origin", c.expected.origin},
          {"is_found", c.found},
          {"found", c.found ? value_of(c.quantity) : Json(nullptr)},
          {"error", json_number(c.quantity.abs_tol)},
          {"difference", json_number(c.difference)},
          {"allowed", json_number(c.allowed)},
          {"pass", c.pass}};
}

Comparison comparison_of(const Json &c)
{
  const auto name = c.at("quantity").get<std::string>();
  Comparison result;
  result.expected = {quantity_of(name, c.at("expected"), number_of(c.at("abs_tol"))),
                     number_of(c.at("rel_tol")), c.at("origin").get<std::string>()};
  result.found = c.at("is_found").get<bool>();
  result.quantity = quantity_of(name, c.at("found"), number_of(c.at("error")));
  result.difference = number_of(c.at("difference"));
  result.allowed = number_of(c.at("allowed"));
  result.pass = c.at("pass").get<bool>();
  return result;
}
}  // namespace

nlohmann::json checked_json(const std::vector<CheckedCase> &cases)
{
  Json all = Json::array();
  for (const CheckedCase &item : cases) {
    Json comparisons = Json::array();
    for (const Comparison &c : item.comparisons) comparisons.push_back(comparison_json(c));
    all.push_back({{"name", item.name},
                   {"expected_file", item.expected_file},
                   {"pass", item.pass},
                   {"exit_code", item.exit_code},
                   {"study", item.study},
                   {"as_expected", item.as_expected},
                   {"failure", item.failure},
                   {"comparisons", comparisons}});
  }
  return {{"cases", all}};
}

std::vector<CheckedCase> checked_cases(const nlohmann::json &json)
{
  std::vector<CheckedCase> result;
  for (const Json &item : json.at("cases")) {
    CheckedCase one;
    one.name = item.at("name").get<std::string>();
    one.expected_file = item.at("expected_file").get<std::string>();
    one.pass = item.at("pass").get<bool>();
    one.exit_code = item.at("exit_code").get<int>();
    one.study = item.at("study").get<bool>();
    one.as_expected = item.at("as_expected").get<bool>();
    one.failure = item.at("failure").get<std::string>();
    for (const Json &c : item.at("comparisons")) one.comparisons.push_back(comparison_of(c));
    result.push_back(one);
  }
  return result;
}

}  // namespace gammaflow
