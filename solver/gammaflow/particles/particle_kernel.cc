// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/kernels/finite_rank.h>
#include <gammaflow/particles/particle_kernel.h>

#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double negligible = 1e-14;
constexpr double most_images = 1e4;  // of one point

struct Image {
  double at;
  bool reflected;
};

/// The images of x in one direction within `radius` of [lower, upper]; x itself is the first.
std::vector<Image> images_on_line(double x, double lower, double upper, double radius, bool periodic)
{
  const double period = periodic ? upper - lower : 2 * (upper - lower);
  std::vector<Image> images;
  const auto add_all = [&](double y, bool reflected) {
    const double first = std::ceil((lower - radius - y) / period),
                 last = std::floor((upper + radius - y) / period);
    for (double m = first; m <= last; ++m)
      if (reflected || m != 0) images.push_back({y + m * period, reflected});
  };
  images.push_back({x, false});
  add_all(x, false);
  if (!periodic) add_all(2 * lower - x, true);
  return images;
}

/// The free-space profile whose images add up to an intrinsic kernel: of unit integral, with the same symbol.
/// (1 + l^2 w^2)^-s is the Matern kernel of order nu = s - dim/2 and length sqrt(2 nu) l.
std::shared_ptr<const RadialKernel> profile_of(const Parameters &given, const std::string &section,
                                               unsigned dim)
{
  Parameters parameters = given;
  const std::string name = given.text(section, "name");
  const double length = given.number(section, "bandwidth");
  parameters.set(section, "normalization", "unit integral");
  if (name == "intrinsic Gaussian") {
    parameters.set(section, "name", "Gaussian");
  } else if (name == "intrinsic Matern") {
    const double twice_order = 2 * given.number(section, "smoothness") - dim;
    if (twice_order != 1 && twice_order != 3 && twice_order != 5)
      given.reject(section, "smoothness",
                   "the kernel is no product of a polynomial and an exponential in " + std::to_string(dim) +
                       "D, and particles cannot use it",
                   "s = dimension/2 + 1/2, + 3/2 or + 5/2 (1, 2, 3 in 1D); or another kernel");
    parameters.set(section, "name",
                   twice_order == 1   ? "Laplace"
                   : twice_order == 3 ? "Matern 3/2"
                                      : "Matern 5/2");
    parameters.set(section, "bandwidth", all_digits(length * std::sqrt(twice_order)));
  } else
    given.reject(section, "name", "no profile is known whose images add up to it",
                 "intrinsic Gaussian, intrinsic Matern, or a free-space kernel");
  return std::dynamic_pointer_cast<const RadialKernel>(make_kernel(parameters, section, dim));
}
}  // namespace

ParticleKernel::ParticleKernel(std::shared_ptr<const RadialKernel> profile, const Domain &domain, bool walls)
    : profile_(std::move(profile)), domain_(domain), walls_(walls), radius_(profile_->radius(negligible))
{
  double count = 1;
  for (unsigned d = 0; d < domain_.dim; ++d) {
    if (!domain_.periodic[d] && !walls_) continue;
    has_images_ = true;
    count *= 1 + 2 * radius_ / (domain_.upper[d] - domain_.lower[d]);
  }
  if (!(count < most_images))
    throw InputError("kernel", profile_->name(),
                     "on this box with bandwidth " + few_digits(profile_->bandwidth()) +
                         " a particle has more than " + few_digits(most_images) + " images that matter",
                     "a shorter bandwidth, or a kernel that decays faster");
}

ParticleKernel::Images ParticleKernel::images_of(const PointsView &points) const
{
  std::array<std::vector<double>, 3> at;
  Images images;
  for (std::size_t i = 0; i < points.size; ++i) {
    std::array<std::vector<Image>, 3> line;
    for (unsigned d = 0; d < 3; ++d) {
      const double x = d < points.dim ? points.coordinate(d)[i] : 0;
      if (d < points.dim && (domain_.periodic[d] || walls_))
        line[d] = images_on_line(x, domain_.lower[d], domain_.upper[d], radius_, domain_.periodic[d]);
      else
        line[d] = {{x, false}};
    }
    for (const Image &z : line[2])
      for (const Image &y : line[1])
        for (const Image &x : line[0]) {
          const std::array<const Image *, 3> all{{&x, &y, &z}};
          unsigned reflected = 0;
          for (unsigned d = 0; d < points.dim; ++d) {
            at[d].push_back(all[d]->at);
            reflected |= unsigned(all[d]->reflected) << d;
          }
          images.parent.push_back(std::uint32_t(i));
          images.reflected.push_back(std::uint8_t(reflected));
        }
  }
  for (unsigned d = 0; d < points.dim; ++d)
    images.coordinates.insert(images.coordinates.end(), at[d].begin(), at[d].end());
  return images;
}

std::vector<double> ParticleKernel::wrapped(const PointsView &points) const
{
  std::vector<double> result(points.first, points.first + points.dim * points.size);
  for (unsigned d = 0; d < points.dim; ++d) {
    if (!domain_.periodic[d]) continue;
    const double lower = domain_.lower[d], period = domain_.upper[d] - lower;
    for (std::size_t i = 0; i < points.size; ++i) {
      double &x = result[d * points.size + i];
      x -= period * std::floor((x - lower) / period);
    }
  }
  return result;
}

std::string ParticleKernel::description() const
{
  return profile_->name() + ", bandwidth " + few_digits(profile_->bandwidth(), 6) +
         (walls_        ? ", with images at walls"
          : has_images_ ? ", with images in periodic directions"
                        : ", of free space");
}

std::shared_ptr<const ParticleKernel> make_particle_kernel(const Parameters &parameters,
                                                           const std::string &section, const Domain &domain)
{
  const std::string from = kernel_section(parameters, section);
  const bool intrinsic = Registry<Kernel>::traits(parameters.text(from, "name")).intrinsic;
  if (is_of_finite_rank(parameters, from))
    parameters.reject(from, "name", "is no function of |x - y|, and particles use such kernels alone",
                      "a kernel of |x - y|, an intrinsic kernel");
  if (parameters.text(from, "boundary") != "none")
    parameters.reject(from, "boundary", "particles know no kernel that is normalized at walls",
                      "none; an intrinsic kernel has images at walls");
  const auto profile =
      intrinsic ? profile_of(parameters, from, domain.dim)
                : std::dynamic_pointer_cast<const RadialKernel>(make_kernel(parameters, from, domain.dim));
  bool walls = false;
  for (unsigned d = 0; d < domain.dim; ++d) walls = walls || (intrinsic && !domain.periodic[d]);
  return std::make_shared<const ParticleKernel>(profile, domain, walls);
}

}  // namespace gammaflow
