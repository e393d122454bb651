// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/staggered_modes.h>
#include <gammaflow/spaces/box/work_vectors.h>

#include <array>
#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
Eigen::VectorXd &work(int which, Eigen::Index size)
{
  return work_vector<StaggeredModes>(which, size);
}
}  // namespace

StaggeredModes::StaggeredModes(const StaggeredLine &line, const unsigned direction, const std::size_t lower,
                               const std::size_t upper, std::shared_ptr<const BoxModes> nodal)
    : line_(line),
      lower_(lower),
      upper_(upper),
      periodic_(line.grid().periodic),
      nodal_(std::move(nodal)),
      scale_(nodal_->size())
{
  const Eigen::VectorXd &mu = nodal_->values(direction);
  Eigen::Index k = 0;
  for (std::size_t u = 0; u < upper; ++u)
    for (Eigen::Index i = 0; i < mu.size(); ++i)
      for (std::size_t l = 0; l < lower; ++l)
        scale_[k++] = mu[i] > 0 ? 1 / std::sqrt(mu[i]) : periodic_ ? 1 : 0;
}

Eigen::VectorXd StaggeredModes::used() const
{
  return scale_.unaryExpr([](double s) { return s > 0 ? 1. : 0.; });
}

/// G_d* f has no part that is constant along the direction, and the mean of f has no other.
void StaggeredModes::to_modes(const double *f, double *modes) const
{
  Eigen::VectorXd &nodal = work(0, size());
  line_.adjoint(lower_, upper_, f, nodal.data());
  if (periodic_) {
    Eigen::VectorXd &means = work(1, size());
    line_.mean(lower_, upper_, f, means.data());
    nodal += means;
  }
  nodal_->to_modes(nodal.data(), modes);
  Eigen::Map<Eigen::VectorXd>(modes, size()).array() *= scale_.array();
}

void StaggeredModes::from_modes(const double *modes, double *f) const
{
  Eigen::VectorXd &scaled = work(2, size()), &nodal = work(0, size());
  scaled = scale_.cwiseProduct(Eigen::Map<const Eigen::VectorXd>(modes, size()));
  nodal_->from_modes(scaled.data(), nodal.data());
  line_.derivative(lower_, upper_, nodal.data(), f);
  if (!periodic_) return;
  // the mean along the direction, over equal or unequal cells with the weights of the nodes
  const std::vector<double> &w = line_.nodal_weights();
  const std::size_t n = w.size(), q = line_.size();
  const double length = line_.grid().upper - line_.grid().lower;
  Eigen::VectorXd &mean = work(1, Eigen::Index(lower_));
  for (std::size_t u = 0; u < upper_; ++u) {
    mean.setZero();
    for (std::size_t i = 0; i < n; ++i)
      mean += w[i] / length *
              Eigen::Map<const Eigen::VectorXd>(nodal.data() + (u * n + i) * lower_, Eigen::Index(lower_));
    for (std::size_t i = 0; i < q; ++i)
      Eigen::Map<Eigen::VectorXd>(f + (u * q + i) * lower_, Eigen::Index(lower_)) += mean;
  }
}

void StaggeredModes::filter(const Eigen::VectorXd &g, const double *f, double *out) const
{
  Eigen::VectorXd modes(size());
  to_modes(f, modes.data());
  modes.array() *= g.array();
  from_modes(modes.data(), out);
}

}  // namespace gammaflow
