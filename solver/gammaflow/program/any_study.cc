// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/program/any_study.h>
#include <gammaflow/program/table.h>
#include <gammaflow/study/ensembles/ensemble_study.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <unistd.h>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

Quantity word(const std::string &name, const Json &entry)
{
  Quantity quantity;
  quantity.name = name;
  quantity.word = entry.at("verdict").get<std::string>();
  return quantity;
}

std::string without_commas(std::string text)
{
  for (char &c : text)
    if (c == ',' || c == '\n' || c == '"') c = ';';
  return text;
}
}  // namespace

std::vector<std::string> validate_any_study(const Parameters &parameters)
{
  return describes_particle_study(parameters) ? validate_particle_study(parameters)
                                              : validate_study(parameters);
}

nlohmann::json run_any_study(const Parameters &parameters, const std::string &directory,
                             const StudyMonitor &monitor, Existing existing)
{
  return describes_particle_study(parameters) ? run_particle_study(parameters, directory, monitor, existing)
                                              : run_study(parameters, directory, monitor, existing);
}

bool is_of_particles(const Json &certificate)
{
  return certificate.is_object() && certificate.value("kind", "") == "particles";
}

std::vector<Quantity> quantities_of_particle_study(const Json &certificate)
{
  std::vector<Quantity> result = {word("verdict", certificate)};
  for (const Json &entry : certificate.at("cases")) {
    const std::string of_case = without_commas(entry.at("name").get<std::string>()) + ": ";
    result.push_back(word(of_case + "verdict", entry));
    for (const Json &distance : entry.at("distances")) {
      const std::string name = of_case + distance.at("name").get<std::string>();
      result.push_back(word(name + " order verdict", distance));
      for (const Json &point : distance.at("points"))
        result.push_back({name + " at N = " + std::to_string(point.at("number").get<std::size_t>()), "",
                          number_in(point, "mean"), number_in(point, "delta")});
    }
  }
  return result;
}

void print_particle_verdicts(const Json &certificate)
{
  Table table({"case", "distance", "verdict", "order in 1/N", "predicted", "N", "mean", "error bar", ""});
  for (const Json &entry : certificate.at("cases")) {
    std::string name = entry.at("name").get<std::string>();
    for (const Json &distance : entry.at("distances")) {
      const Json &order = distance.at("order_statement"), &last = distance.at("points").back();
      const double low = number_in(order, "low"), high = number_in(order, "high");
      table.add({name, distance.at("name").get<std::string>(), distance.at("verdict").get<std::string>(),
                 low == low ? "[" + Table::number(low) + ", " + Table::number(high) + "]" : "-",
                 Table::number(number_in(distance, "predicted_order")),
                 std::to_string(last.at("number").get<std::size_t>()),
                 Table::number(number_in(last, "mean"), 3), Table::number(number_in(last, "delta"), 2),
                 distance.at("as_expected").get<bool>()
                     ? "as expected"
                     : "expected: " + distance.at("expected").get<std::string>()});
      name.clear();
    }
  }
  std::cout << '\n' << table.text(Progress::colours(STDOUT_FILENO)) << '\n';
}

}  // namespace gammaflow
