// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/integrate_ode.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/spaces/box/staggered_modes.h>
#include <gammaflow/study/probes/carried_curve.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace gammaflow
{
namespace
{
using Component = StaggeredFields::Component;
using Field = StaggeredFields::Field;

/// (Kf + tau)^-1 f of a component d: by the modes of an intrinsic kernel; else by conjugate gradients for the
/// symmetric matrix omega^1/2 (Kf + tau) omega^-1/2.
Component weakened(const FieldKernel &kernel, unsigned d, double tau, const SolverOptions &options,
                   const Component &f)
{
  const StaggeredFields &fields = kernel.fields();
  if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel.kernel())) {
    const auto &modes = fields.modes(d);
    const auto symbol = intrinsic->symbol().g;
    const Eigen::VectorXd factor =
        modes.eigenvalues().unaryExpr([&](double lambda) { return 1 / (symbol(lambda) + tau); });
    Component g(f.size());
    modes.filter(factor, f.data(), g.data());
    return g;
  }
  const Eigen::VectorXd root = fields.weights(d).cwiseSqrt();
  Vector b(unsigned(f.size())), x = b;
  as_eigen(b) = root.cwiseProduct(f);
  const LinearMap matrix = [&](const Vector &in, Vector &out) {
    Component image(f.size());
    kernel.apply(d, as_eigen(in).cwiseQuotient(root), image);
    as_eigen(out) = root.cwiseProduct(image) + tau * as_eigen(in);
  };
  const double tolerance = options.tolerance * b.l2_norm();
  const SolverReport report = conjugate_gradients(matrix, {}, x, b, tolerance, options.iterations);
  if (!report.converged)
    fail("a recovery sequence", report, report.residual / b.l2_norm(), options.tolerance);
  return as_eigen(x).cwiseQuotient(root);
}

class CarriedCurve final : public VelocityImageCurve
{
 public:
  CarriedCurve(const ToRecover &of, const FieldKernel &kernel, double tau)
      : space_(of.kernel_flow.space()),
        kernel_(kernel),
        fields_(kernel.fields()),
        times_(of.rule.times),
        points_(of.rule.times.size() / of.panels)
  {
    const SolverOptions options(of.kernel_flow.parameters());
    const TransportGeometry *limit = nullptr;
    std::unique_ptr<const SpectralOperator> inverse;  // L^+
    if (rate_gives_velocity(space_))
      inverse = space_.laplacian().prepare(SpectralFunction::pseudo_inverse());
    else
      limit = dynamic_cast<const TransportGeometry *>(&of.limit_flow->geometry());
    for (const double t : times_) {
      const Vector w = of.curve.state(t);
      Field f = limit ? driven_by(*limit, w, of.curve.rate(t)) : unique_flux(*inverse, of.curve.rate(t));
      const Field density = fields_.density(w);
      Field velocity = f;
      for (unsigned d = 0; d < fields_.dim(); ++d) {
        f[d] = f[d].cwiseQuotient(density[d]);
        if (tau > 0) f[d] = weakened(kernel_, d, tau, options, f[d]);
        kernel_.apply(d, f[d], velocity[d]);
      }
      preimages_.push_back(f);
      velocities_.push_back(velocity);
    }
    carry(of.curve.state(0), of.end, of.panels);
  }
  Vector state(double t) const override
  {
    const auto found = states_.find(t);
    if (found == states_.end())
      throw std::logic_error("a recovery sequence is asked for at a time that was not announced");
    return found->second;
  }
  Vector rate(double t) const override { return rate_of(state(t), velocities_[index_of(t)]); }
  const Field &preimage(double t) const override { return preimages_[index_of(t)]; }
  const Vector *force(double t) const override { return forces_.empty() ? nullptr : &forces_[index_of(t)]; }

 private:
  std::size_t index_of(double t) const
  {
    return std::size_t(std::find(times_.begin(), times_.end(), t) - times_.begin());
  }
  /// j = G L^+ v, which has the rate v.
  Field unique_flux(const SpectralOperator &inverse, Vector rate) const
  {
    Vector potential = rate;
    rate.add(-space_.integrate(rate) / space_.volume());
    inverse.apply(rate, potential);
    return fields_.gradient(potential);
  }
  Field driven_by(const TransportGeometry &limit, const Vector &w, const Vector &rate)
  {
    forces_.push_back(limit.force_of(w, rate));
    return limit.flux_of(w, forces_.back());
  }
  Vector rate_of(const Vector &u, const Field &velocity) const
  {
    Field flux = fields_.density(u);
    for (unsigned d = 0; d < fields_.dim(); ++d) flux[d] = flux[d].cwiseProduct(velocity[d]);
    Vector v = u;
    fields_.divergence(flux, v);
    return v;
  }

  /// The polynomial through the velocities of a panel, at time t.
  Field velocity_at(std::size_t panel, double t) const
  {
    Field sum = fields_.zero();
    for (std::size_t i = 0; i < points_; ++i) {
      double factor = 1;
      const double own = times_[panel * points_ + i];
      for (std::size_t k = 0; k < points_; ++k)
        if (k != i) factor *= (t - times_[panel * points_ + k]) / (own - times_[panel * points_ + k]);
      for (unsigned d = 0; d < fields_.dim(); ++d) sum[d] += factor * velocities_[panel * points_ + i][d];
    }
    return sum;
  }

  /// z = log w: z' = G* [w f]/w, from time to time.
  void carry(const Vector &start, double end, unsigned panels)
  {
    using Numbers = std::vector<double>;
    Vector u = start;
    Numbers z(size(u));
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = std::log(data(u)[i]);
    const auto density_of = [&](const Numbers &of) {
      for (std::size_t i = 0; i < of.size(); ++i) data(u)[i] = std::exp(of[i]);
      return u;
    };
    states_.emplace(0, start);
    for (unsigned panel = 0; panel < panels; ++panel) {
      const double first = end * panel / panels, last = end * (panel + 1) / panels;
      std::vector<double> stops(times_.begin() + std::ptrdiff_t(panel * points_),
                                times_.begin() + std::ptrdiff_t((panel + 1) * points_));
      stops.push_back(last);
      double now = first;
      for (const double stop : stops) {
        integrate_ode(
            [&](const Numbers &y, Numbers &dy, double t) {
              const Vector w = density_of(y), v = rate_of(w, velocity_at(panel, t));
              for (std::size_t i = 0; i < y.size(); ++i) dy[i] = data(v)[i] / data(w)[i];
            },
            z, {now, stop, (stop - now) / 10, fields_.dim() > 1 ? 1e-10 : 1e-12}, "a recovery sequence");
        states_.emplace(stop == last && panel + 1 == panels ? end : stop, density_of(z));
        now = stop;
      }
    }
  }

  const Space &space_;
  const FieldKernel &kernel_;
  const StaggeredFields &fields_;
  const std::vector<double> times_;
  const std::size_t points_;
  std::vector<Field> preimages_, velocities_;  ///< at times_
  std::vector<Vector> forces_;                 ///< at times_, or none
  std::map<double, Vector> states_;
};
}  // namespace

bool rate_gives_velocity(const Space &space)
{
  return space.dim() == 1 && !space.periodic(0);
}

std::unique_ptr<Curve> carried_curve(const ToRecover &of, const double tau)
{
  const auto *geometry = dynamic_cast<const KnowsVelocityImageCost *>(&of.kernel_flow.geometry());
  if (geometry == nullptr) return nullptr;
  if (!rate_gives_velocity(of.kernel_flow.space()) &&
      (of.limit_flow == nullptr ||
       dynamic_cast<const TransportGeometry *>(&of.limit_flow->geometry()) == nullptr))
    return nullptr;
  return std::make_unique<CarriedCurve>(of, geometry->field_kernel(), tau);
}

}  // namespace gammaflow
