// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/evolve.h>

#include <deal.II/base/parameter_handler.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("accuracy", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "between outputs", "auto", dealii::Patterns::Anything(),
      "At how many times between two outputs a study compares the flows, too; the first interval is halved "
      "towards 0 in addition. 0: at the outputs alone, and the certificate speaks of them alone. auto: 1, "
      "more "
      "where there are less than 8 outputs, 0 where there are more than 40 or where the mesh follows the "
      "state.");
});

const double golden_section = 0.6180339887498949;
}  // namespace

unsigned times_between(const Parameters &parameters)
{
  const std::string given = parameters.text("accuracy", "between outputs");
  if (given != "auto") {
    const double number = parameters.number("accuracy", "between outputs");
    if (!(number >= 0 && number <= 1000) || number != std::floor(number))
      parameters.reject("accuracy", "between outputs", "is not a number of times", "auto, 0 ... 1000");
    return unsigned(number);
  }
  if (adaptive(parameters)) return 0;
  const std::size_t intervals = evolve_options(parameters).output_times.size() - 1;
  if (intervals > 40) return 0;
  return std::max(1u, unsigned((8 + intervals - 1) / intervals) - 1);
}

std::vector<double> comparison_times(const std::vector<double> &outputs, unsigned between)
{
  if (between == 0) return outputs;
  std::vector<double> times = outputs;
  for (std::size_t i = 1; i < outputs.size(); ++i)
    for (unsigned k = 1; k <= between; ++k) {
      const double shift = 0.8 * (std::fmod(golden_section * double(i), 1) - 0.5);
      times.push_back(outputs[i - 1] + (outputs[i] - outputs[i - 1]) * (k + shift) / (between + 1.));
    }
  std::sort(times.begin(), times.end());
  for (double t = times[1] / 2; t >= outputs.back() / 64; t /= 2) times.push_back(t);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

Parameters with_comparison_times(const Parameters &parameters)
{
  const auto outputs = evolve_options(parameters).output_times;
  const auto times = comparison_times(outputs, times_between(parameters));
  if (times.size() == outputs.size()) return parameters;
  std::string list;
  for (std::size_t i = 1; i < times.size(); ++i) list += (i == 1 ? "" : ", ") + all_digits(times[i]);
  Parameters result = parameters;
  result.set("time", "outputs", list, "between outputs");
  return result;
}

}  // namespace gammaflow
