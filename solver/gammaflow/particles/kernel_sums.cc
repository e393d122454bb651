// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/kernel_sums.h>

namespace gammaflow
{
namespace
{
KernelSums without_images(const RadialKernel &profile, const PointsView &targets, const Sources &sources)
{
  const ExponentialProfile exponential = profile.exponential();
  return targets.dim == 1 && exponential.rate > 0 ? line_sums(exponential, targets, sources)
                                                  : pair_sums(profile, targets, sources);
}

/// The columns at the images; component c of a vector changes its sign at walls normal to c.
std::vector<std::vector<double>> columns_of(const Sources &sources, const ParticleKernel::Images &images)
{
  std::vector<std::vector<double>> columns;
  for (std::size_t c = 0; c < sources.columns.size(); ++c) {
    columns.emplace_back(images.size());
    for (std::size_t m = 0; m < images.size(); ++m) {
      const double value = sources.columns[c][images.parent[m]];
      columns[c][m] = sources.vector_columns && (images.reflected[m] >> c & 1) ? -value : value;
    }
  }
  return columns;
}
}  // namespace

KernelSums kernel_sums(const ParticleKernel &kernel, const PointsView &targets, const Sources &sources)
{
  if (!kernel.has_images()) return without_images(kernel.profile(), targets, sources);
  const std::vector<double> at = kernel.wrapped(targets), from = kernel.wrapped(sources.points);
  const auto images = kernel.images_of({sources.points.dim, sources.points.size, from.data()});
  const auto columns = columns_of(sources, images);
  std::vector<double> repelling;
  Sources all{{targets.dim, images.size(), images.coordinates.data()}, {}, false, nullptr};
  for (const auto &column : columns) all.columns.push_back(column.data());
  if (sources.repelling != nullptr) {
    for (const std::uint32_t i : images.parent) repelling.push_back(sources.repelling[i]);
    all.repelling = repelling.data();
  }
  return without_images(kernel.profile(), {targets.dim, targets.size, at.data()}, all);
}

}  // namespace gammaflow
