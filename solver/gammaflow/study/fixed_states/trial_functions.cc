// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/random_field.h>
#include <gammaflow/study/fixed_states/trial_functions.h>

#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double pi = boost::math::double_constants::pi;

double length(const Space &space, unsigned d)
{
  return space.upper()[d] - space.lower()[d];
}

Vector wave(const Space &space, unsigned d, double frequency, bool sine)
{
  return space.sample([&](const Point &x) {
    const double phase = frequency * (x[d] - space.lower()[d]);
    return sine ? std::sin(phase) : std::cos(phase);
  });
}

RandomField random_field(const Space &space, unsigned seed)
{
  RandomField::Domain domain;
  domain.dim = space.dim();
  domain.lower = space.lower();
  domain.upper = space.upper();
  double shortest = length(space, 0);
  for (unsigned d = 0; d < space.dim(); ++d) {
    domain.periodic[d] = space.periodic(d);
    shortest = std::min(shortest, length(space, d));
  }
  domain.box = space.tensor_grid() != nullptr;
  return RandomField(seed, shortest / 4, domain);
}
}  // namespace

std::vector<TrialFunction> trial_functions(const Space &space)
{
  const char names[] = {'x', 'y', 'z'};
  const unsigned most = space.dim() == 1 ? 3 : 2;
  std::vector<TrialFunction> result;
  for (unsigned d = 0; d < space.dim(); ++d)
    for (unsigned k = 1; k <= most; ++k) {
      const double frequency = (space.periodic(d) ? 2 : 1) * k * pi / length(space, d);
      const std::string name = std::to_string(k) + " " + names[d];
      result.push_back({"cosine " + name, wave(space, d, frequency, false)});
      if (space.periodic(d)) result.push_back({"sine " + name, wave(space, d, frequency, true)});
    }
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const RandomField field = random_field(space, seed);
    result.push_back({"random " + std::to_string(seed),
                      space.sample([&](const Point &x) { return field.value(x.data()); })});
  }
  return result;
}

Vector oscillation(const Space &space, const unsigned k)
{
  return wave(space, 0, k * pi / length(space, 0), false);
}

unsigned wave_number(const Space &space, const double delta)
{
  const double wanted = length(space, 0) / delta, finest = 2 * length(space, 0) / (8 * space.spacing());
  const auto even = [](double k) { return 2 * std::max(1u, unsigned(k / 2)); };  // periodic boxes, too
  return std::min(even(wanted), even(finest));
}

}  // namespace gammaflow
