// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/spaces/box/staggered_fields.h>
#include <gammaflow/spaces/box/staggered_modes.h>

#include <algorithm>

namespace gammaflow
{
struct StaggeredFields::Modes {
  std::mutex mutex;
  std::shared_ptr<const BoxModes> nodal;
  std::array<std::unique_ptr<const StaggeredModes>, 3> of;
};

namespace
{
bool equal(const TensorGrid &a, const TensorGrid &b)
{
  return a.dim == b.dim && a.direction == b.direction;
}
}  // namespace

std::shared_ptr<const StaggeredFields> StaggeredFields::of(const Space &space)
{
  const TensorGrid *grid = space.tensor_grid();
  if (grid == nullptr) return nullptr;
  static std::mutex mutex;
  static std::vector<std::weak_ptr<const StaggeredFields>> known;
  const std::lock_guard<std::mutex> lock(mutex);
  known.erase(std::remove_if(known.begin(), known.end(), [](const auto &entry) { return entry.expired(); }),
              known.end());
  for (const auto &entry : known)
    if (auto fields = entry.lock(); fields && equal(fields->grid_, *grid)) return fields;
  auto fields = std::make_shared<const StaggeredFields>(*grid);
  known.push_back(fields);
  return fields;
}

StaggeredFields::StaggeredFields(const TensorGrid &grid) : grid_(grid), modes_(std::make_unique<Modes>())
{
  for (unsigned d = 0; d < grid.dim; ++d) {
    lines_.emplace_back(grid.direction[d]);
    points_.push_back(grid);
    points_.back().direction[d] = lines_.back().grid();
    const auto &[x, y, z] = points_.back().direction;
    weights_.emplace_back(Eigen::Index(points_.back().size()));
    double *w = weights_.back().data();
    for (const double c : z.weights)
      for (const double b : y.weights)
        for (const double a : x.weights) *w++ = a * b * c;
  }
}

StaggeredFields::~StaggeredFields() = default;

std::size_t StaggeredFields::lower(const unsigned d) const
{
  return (d > 0 ? grid_.direction[0].size() : 1) * (d > 1 ? grid_.direction[1].size() : 1);
}

std::size_t StaggeredFields::upper(const unsigned d) const
{
  return (d < 1 ? grid_.direction[1].size() : 1) * (d < 2 ? grid_.direction[2].size() : 1);
}

Point StaggeredFields::point(const unsigned d, const Eigen::Index q) const
{
  const auto &[x, y, z] = points_[d].direction;
  const auto n = std::size_t(q);
  return {{x.nodes[n % x.size()], y.nodes[n / x.size() % y.size()], z.nodes[n / x.size() / y.size()]}};
}

void StaggeredFields::gradient(const unsigned d, const Vector &x, Component &f) const
{
  f.resize(size(d));
  lines_[d].derivative(lower(d), upper(d), data(x), f.data());
}

StaggeredFields::Field StaggeredFields::gradient(const Vector &x) const
{
  Field f(dim());
  for (unsigned d = 0; d < dim(); ++d) gradient(d, x, f[d]);
  return f;
}

void StaggeredFields::adjoint(const unsigned d, const Component &f, Vector &x) const
{
  lines_[d].adjoint(lower(d), upper(d), f.data(), data(x));
}

void StaggeredFields::divergence(const Field &f, Vector &x) const
{
  adjoint(0, f[0], x);
  Vector part;
  for (unsigned d = 1; d < dim(); ++d) {
    if (d == 1) part.reinit(x, true);
    adjoint(d, f[d], part);
    x += part;
  }
}

void StaggeredFields::interpolate(const unsigned d, const Vector &x, Component &f) const
{
  f.resize(size(d));
  lines_[d].interpolate(lower(d), upper(d), data(x), f.data());
}

StaggeredFields::Field StaggeredFields::interpolate(const Vector &x) const
{
  Field f(dim());
  for (unsigned d = 0; d < dim(); ++d) interpolate(d, x, f[d]);
  return f;
}

const StaggeredModes &StaggeredFields::modes(const unsigned d) const
{
  const std::lock_guard<std::mutex> lock(modes_->mutex);
  if (!modes_->nodal) modes_->nodal = std::make_shared<const BoxModes>(grid_);
  if (!modes_->of[d])
    modes_->of[d] = std::make_unique<const StaggeredModes>(lines_[d], d, lower(d), upper(d), modes_->nodal);
  return *modes_->of[d];
}

}  // namespace gammaflow
