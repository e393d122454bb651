// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
void declare_kernel(dealii::ParameterHandler &prm, const std::string &role)
{
  using namespace dealii;
  prm.declare_entry(
      "name", "intrinsic Gaussian", Patterns::Selection(Registry<Kernel>::selection()),
      "The kernel " + role +
          ". The intrinsic ones are functions of the domain's own Laplacian: they respect the "
          "boundary and conserve mass. bilinear: 1 + x.y/sigma^2, for Stein Wasserstein. The others are "
          "free-space profiles k(|x-y|) cut off at the boundary.");
  prm.declare_entry("bandwidth", "0.1", Number::above(0),
                    "The length sigma: exp(-r^2/(2 sigma^2)) for the Gaussian, r/sigma in the profile of the "
                    "others (the support radius of the Wendland kernels), l in (1 + l^2 L)^-s, 1 + "
                    "x.y/sigma^2 for bilinear.");
  prm.declare_entry(
      "smoothness", "1", Number::above(0),
      "Exponent s of the intrinsic Matern kernel (1 + l^2 L)^-s. With an integer s its inverse is "
      "a differential operator, which makes kernel ridge regression an elliptic problem.");
  prm.declare_entry("exponent", "0.5", Number::above(0),
                    "Exponent b of the inverse multiquadric (1 + r^2/sigma^2)^-b. It has an integral only if "
                    "2 b > dimension, a second moment only if 2 b > dimension + 2.");
  prm.declare_entry("normalization", "unit integral", Patterns::Selection("unit integral|as given"),
                    "Free-space profiles: scaled to unit integral over the whole space, so that the kernel "
                    "tends to the identity, or as given, k(0) = 1 (the only one of bilinear). Intrinsic "
                    "kernels have g(0) = 1 always.");
}

const DeclareParameters geometry_kernel("kernel", [](dealii::ParameterHandler &prm) {
  declare_kernel(prm, "of the geometry");
});
const DeclareParameters energy_kernel("energy kernel", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "same as geometry", "true", dealii::Patterns::Bool(),
      "The energy (MMD) uses the kernel of section `kernel`; the other entries are not read then.");
  declare_kernel(prm, "of the energy");
});
}  // namespace

Kernel::Traits &Kernel::Traits::function_of_the_laplacian()
{
  intrinsic = true;
  return *this;
}

Kernel::Traits &Kernel::Traits::of_finite_rank()
{
  finite_rank = true;
  return *this;
}

Kernel::Kernel(const std::string &name, const Context &context)
    : name_(name), bandwidth_(context.parameters.number(context.section, "bandwidth")), dim_(context.dim)
{
  constexpr double largest = 1e100;  // powers of it, and of its inverse, are numbers
  if (!(bandwidth_ <= largest && bandwidth_ >= 1 / largest))
    context.parameters.reject(context.section, "bandwidth", "has powers that are no numbers",
                              "1e-100 ... 1e100, a length that the domain and its mesh show");
}

RadialKernel::RadialKernel(const std::string &name, const Context &context, double shape_integral)
    : Kernel(name, context)
{
  const bool unit = context.parameters.text(context.section, "normalization") == "unit integral";
  if (unit && !std::isfinite(shape_integral))
    context.parameters.reject(context.section, "normalization",
                              "the kernel '" + name + "' with these parameters has no finite integral in " +
                                  std::to_string(dim()) + "D",
                              "as given, or parameters with which the integral exists (inverse multiquadric: "
                              "exponent > " +
                                  std::to_string(dim()) + "/2)");
  const double volume = std::pow(bandwidth(), int(dim())) * shape_integral;
  amplitude_ = unit ? 1 / volume : 1;
  integral_ = unit ? 1 : volume;
}

double RadialKernel::fourier(double frequency) const
{
  return amplitude_ * std::pow(bandwidth(), int(dim())) * shape_fourier(bandwidth() * frequency);
}

void RadialKernel::shapes(std::size_t n, const double *squared_distance, double *value, double *slope) const
{
  constexpr std::size_t part = 256;
  double square[part];
  const double scale = 1 / (bandwidth() * bandwidth());
  for (std::size_t first = 0; first < n; first += part) {
    const std::size_t count = std::min(part, n - first);
    for (std::size_t i = 0; i < count; ++i) square[i] = scale * squared_distance[first + i];
    shape_arrays(count, square, value + first, slope + first);
  }
}

ExponentialProfile RadialKernel::exponential() const
{
  ExponentialProfile profile = exponential_shape();
  profile.rate /= bandwidth();
  for (double &c : profile.value) c *= amplitude_;
  for (double &c : profile.gradient) c *= amplitude_ / bandwidth();
  return profile;
}

double RadialKernel::shape_slope(double s) const
{
  const double u = s * s, h = 1e-3 * (1 + u);
  const auto at = [&](double steps) { return shape(std::sqrt(u + steps * h)); };
  // one-sided where the points on the left would be below zero
  const double derivative = u >= 2 * h
                                ? (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
                                : (-25 * at(0) + 48 * at(1) - 36 * at(2) + 16 * at(3) - 3 * at(4)) / (12 * h);
  return -2 * derivative;
}

void RadialKernel::shape_arrays(std::size_t n, double *square, double *value, double *slope) const
{
  for (std::size_t i = 0; i < n; ++i) {
    const double s = std::sqrt(square[i]);
    value[i] = shape(s);
    slope[i] = shape_slope(s);
  }
}

std::string kernel_section(const Parameters &parameters, const std::string &section)
{
  return section == "energy kernel" && parameters.flag(section, "same as geometry") ? "kernel" : section;
}

std::shared_ptr<const Kernel> make_kernel(const Parameters &parameters, const std::string &section,
                                          unsigned dim)
{
  const std::string from = kernel_section(parameters, section);
  return Registry<Kernel>::make(parameters.text(from, "name"), {parameters, from, dim});
}

}  // namespace gammaflow
