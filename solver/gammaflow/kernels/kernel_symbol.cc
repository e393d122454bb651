// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel_symbol.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace gammaflow
{
std::function<double(double)> exact_symbol(const Kernel *kernel)
{
  const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(kernel);
  if (!intrinsic) return {};
  return intrinsic->symbol().g;
}

std::function<double(double)> kernel_symbol(const Kernel &kernel)
{
  if (auto g = exact_symbol(&kernel))
    return [g = std::move(g)](double value) { return g(std::max(0., value)); };
  return [&radial = dynamic_cast<const RadialKernel &>(kernel)](double value) {
    return radial.fourier(std::sqrt(std::max(0., value)));
  };
}

double kernel_symbol(const Kernel &kernel, const double value)
{
  return kernel_symbol(kernel)(value);
}

double squared_width(const Kernel &kernel)
{
  if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel))
    return 0.5 * intrinsic->second_moment();
  return 0.5 * dynamic_cast<const RadialKernel &>(kernel).second_moment();
}

std::optional<double> kernel_smoothness(const Kernel &kernel)
{
  if (kernel.name() == "intrinsic Matern") {
    // m2 = 2 s l^2
    const double l = kernel.bandwidth();
    return dynamic_cast<const IntrinsicKernel &>(kernel).second_moment() / (2 * l * l);
  }
  // nu + d/2; Wendland (2005), Thm 10.35: the space of phi_(d,k) is H^(d/2 + k + 1/2)
  const double half = 0.5 * kernel.dim();
  const std::map<std::string, double> beyond = {
      {"Laplace", 0.5}, {"Matern 3/2", 1.5}, {"Matern 5/2", 2.5}, {"Wendland C2", 1.5}, {"Wendland C4", 2.5}};
  const auto found = beyond.find(kernel.name());
  if (found == beyond.end()) return std::nullopt;
  return half + found->second;
}

double moved_length(const Kernel &kernel, const double part, const double longest)
{
  if (!(part < 1)) return longest;
  if (kernel.name() == "intrinsic Matern")
    return std::min(longest,
                    kernel.bandwidth() / std::sqrt(std::pow(part, -1 / *kernel_smoothness(kernel)) - 1));
  const double whole = kernel_symbol(kernel, 0);
  const auto moved = [&](double log_length) {
    return kernel_symbol(kernel, std::exp(-2 * log_length)) >= part * whole;
  };
  double high = std::log(longest), low = high - 40;
  if (!moved(high)) return longest;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (moved(middle) ? high : low) = middle;
  }
  return std::exp(high);
}

}  // namespace gammaflow
