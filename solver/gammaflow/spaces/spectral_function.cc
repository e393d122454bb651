// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/laplacian_calculus.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
std::string label_of(const std::string &name, const double value)
{
  std::ostringstream out;
  out << name << value;
  return out.str();
}

void check_length(const std::string &what, const double length, const int smoothness)
{
  if (!(length >= 0) || !std::isfinite(length))
    throw InputError(what, std::to_string(length), "the length is not a finite number >= 0", "length >= 0");
  if (smoothness < 0)
    throw InputError(what, std::to_string(smoothness), "the smoothness is negative", "smoothness >= 0");
}
}  // namespace

SpectralFunction SpectralFunction::matern(const double length, const int smoothness)
{
  check_length("Matern function of the Laplacian", length, smoothness);
  SpectralFunction f;
  f.g = [=](double lambda) { return std::pow(1 + length * length * lambda, -smoothness); };
  f.form = Form::matern;
  f.length = length;
  f.smoothness = smoothness;
  f.label = label_of("(1 + l^2 L)^-s, s = ", smoothness) + label_of(", l = ", length);
  return f;
}

SpectralFunction SpectralFunction::inverse_matern(const double length, const int smoothness)
{
  check_length("inverse Matern function of the Laplacian", length, smoothness);
  SpectralFunction f;
  f.g = [=](double lambda) { return std::pow(1 + length * length * lambda, smoothness); };
  f.form = Form::inverse_matern;
  f.length = length;
  f.smoothness = smoothness;
  f.label = label_of("(1 + l^2 L)^s, s = ", smoothness) + label_of(", l = ", length);
  return f;
}

SpectralFunction SpectralFunction::heat(const double time)
{
  if (!(time >= 0) || !std::isfinite(time))
    throw InputError("heat semigroup exp(-tau L)", std::to_string(time), "tau is not a finite number >= 0",
                     "tau >= 0");
  SpectralFunction f;
  f.g = [=](double lambda) { return std::exp(-time * lambda); };
  f.form = Form::heat;
  f.time = time;
  f.label = label_of("exp(-tau L), tau = ", time);
  return f;
}

SpectralFunction SpectralFunction::pseudo_inverse()
{
  SpectralFunction f;
  f.g = [](double lambda) { return lambda > 0 ? 1 / lambda : 0.; };
  f.form = Form::pseudo_inverse;
  f.label = "L^-1 on zero mean";
  return f;
}

}  // namespace gammaflow
