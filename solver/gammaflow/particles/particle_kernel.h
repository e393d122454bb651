// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>
#include <gammaflow/parameters/domain.h>
#include <gammaflow/particles/points_view.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// A kernel that acts between particles: a profile of free space, summed over the images of the second point
/// in periodic directions, and at no-flux walls where the kernel is intrinsic, one of the domain's Laplacian.
/// By the method of images such a kernel g(L) is the sum over all reflections of the profile whose symbol is
/// g; for component d of a velocity, reflections in walls normal to d count with the sign -1 (Dirichlet
/// conditions there): together the even extension of densities to the doubled torus.
class ParticleKernel
{
 public:
  /// `walls`: images at no-flux walls. InputError where a particle has more than 1e4 images.
  ParticleKernel(std::shared_ptr<const RadialKernel> profile, const Domain &domain, bool walls);

  const RadialKernel &profile() const { return *profile_; }
  /// Whether velocities vanish at no-flux walls.
  bool at_walls() const { return walls_; }
  /// Whether points have images at all.
  bool has_images() const { return has_images_; }

  /// The points and their images in walls or periods.
  struct Images {
    std::vector<double> coordinates;      ///< direction by direction
    std::vector<std::uint32_t> parent;    ///< whose image it is
    std::vector<std::uint8_t> reflected;  ///< bit d: an odd number of times in walls normal to d
    std::size_t size() const { return parent.size(); }
  };
  /// All images of the points, themselves among them, that are so near to the box that the profile is not
  /// below 1e-14 of its largest value everywhere on it.
  Images images_of(const PointsView &points) const;
  /// The points moved by periods into the box.
  std::vector<double> wrapped(const PointsView &points) const;

  std::string description() const;

 private:
  std::shared_ptr<const RadialKernel> profile_;
  Domain domain_;
  bool walls_, has_images_ = false;
  double radius_;
};

/// The kernel of `section`. InputError for a `boundary` normalization, the kernel `bilinear`, and intrinsic
/// kernels that are no sum over images of a profile in closed form (Matern but for s - dim/2 = 1/2, 3/2,
/// 5/2).
std::shared_ptr<const ParticleKernel> make_particle_kernel(const Parameters &parameters,
                                                           const std::string &section, const Domain &domain);

}  // namespace gammaflow
