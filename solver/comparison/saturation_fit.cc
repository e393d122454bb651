#include <gammaflow/comparison/least_squares.h>
#include <gammaflow/comparison/saturation_fit.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// The model is never better than this, relative to d: what a neglected higher order may hide.
constexpr double model_floor = 0.005;
/// Residuals up to this multiple of delta + floor d are accepted.
constexpr double accepted_residual = 1.5;
/// d_inf, less its uncertainty, must be at least this part of the smallest distance ...
constexpr double limit_part = 0.6;
/// ... and the last local order at most this part of the largest, for a verdict that d saturates.
constexpr double order_part = 0.5;

/// d_inf from all the exponents q in [1/4, 4] with which the model d_inf + C e^q fits the points from `first`
/// on.
struct Profile {
  double best_residual = std::numeric_limits<double>::infinity(), limit = 0;
  double lowest = std::numeric_limits<double>::infinity(), highest = -std::numeric_limits<double>::infinity();
  bool accepted() const { return best_residual <= accepted_residual; }
  double uncertainty() const { return std::max(highest - limit, limit - lowest); }

  Profile(const ResolvedPoints &points, Eigen::Index first)
  {
    const Eigen::Index n = points.size() - first;
    const Eigen::VectorXd d = points.value.tail(n);
    const Eigen::VectorXd scale = points.delta.tail(n) + model_floor * d;
    for (int i = 1; i <= 16; ++i) {
      Eigen::MatrixXd design = Eigen::MatrixXd::Ones(n, 2);
      design.col(1) = (points.parameter.tail(n) / points.parameter[first]).array().pow(0.25 * i);
      const LeastSquares fit(design, d, scale);
      const double residual = fit.residual.cwiseQuotient(scale).cwiseAbs().maxCoeff();
      if (residual < best_residual) {
        best_residual = residual;
        limit = fit.coefficients[0];
      }
      if (residual <= accepted_residual) {
        lowest = std::min(lowest, fit.coefficients[0] - fit.bound(0, scale));
        highest = std::max(highest, fit.coefficients[0] + fit.bound(0, scale));
      }
    }
  }
};
}  // namespace

SaturationFit::SaturationFit(const ResolvedPoints &points)
{
  const Eigen::Index n = points.size();
  if (n < 3) return;
  // The longest tail that follows the model; four points at least where there are as many.
  Eigen::Index first = 0;
  Profile profile(points, first);
  while (!profile.accepted() && n - first > 4) profile = Profile(points, ++first);
  if (!profile.accepted()) return;

  valid = true;
  limit = profile.limit;
  uncertainty = profile.uncertainty();
  if (n - first > 3)  // how much the answer depends on the largest parameter
    uncertainty += std::abs(Profile(points, first + 1).limit - limit);

  const Eigen::VectorXd order = points.local_order.tail(n - 1 - first).cwiseAbs();
  const Eigen::VectorXd error = points.order_delta.tail(n - 1 - first).array() + 0.02;
  const double last = order[order.size() - 1], last_error = error[error.size() - 1];
  const bool flat = (order.array() <= error.array()).all();
  const bool decays = last <= std::max(last_error, order_part * order.maxCoeff());
  const double smallest = points.value[n - 1];
  saturates = limit - uncertainty >= limit_part * smallest && decays && (flat || n - first >= 4);
}

}  // namespace gammaflow
