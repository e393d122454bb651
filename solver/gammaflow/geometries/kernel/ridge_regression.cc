// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/ridge_regression.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace gammaflow
{
double RidgeMethod::expected_iterations(double condition) const
{
  return 1 + 0.5 * std::sqrt(condition) * std::log(2 / tolerance());
}

RidgeRegression::RidgeRegression(std::shared_ptr<const KernelOperator> kernel, double lambda,
                                 const SolverOptions &options)
    : kernel_(std::move(kernel)), lambda_(lambda), options_(options)
{
  const RidgeSetting setting{kernel_, lambda_, options_};
  for (const auto &make :
       {make_ridge_factorization, make_ridge_elliptic, make_ridge_modal, make_ridge_symmetric})
    if (auto method = make(setting)) methods_.push_back(std::move(method));
}

const RidgeMethod &RidgeRegression::method(const Vector &rho) const
{
  const RidgeMethod *best = methods_.front().get();
  double least = best->cost(rho);
  for (std::size_t i = 1; i < methods_.size(); ++i)
    if (const double cost = methods_[i]->cost(rho); cost < least) {
      least = cost;
      best = methods_[i].get();
    }
  return *best;
}

unsigned RidgeRegression::solve(const Vector &rho, const Vector &xi, Vector &f) const
{
  const double *w = data(kernel_->space().weights());
  double square = 0;
  for (std::size_t i = 0; i < size(xi); ++i) square += w[i] * data(rho)[i] * data(xi)[i] * data(xi)[i];
  square = kernel_->space().sum(square);
  if (square == 0) {
    f = 0.;
    return 0;
  }
  const RidgeMethod &way = method(rho);
  const RidgeReport report =
      std::isfinite(square) ? way.solve(rho, xi, std::sqrt(square), f) : RidgeReport{0, square};
  if (!(report.error <= options_.tolerance)) {
    std::ostringstream what;
    what << "kernel ridge regression, lambda = " << lambda_ << ", kernel '" << kernel_->kernel().name()
         << "', " << way.name();
    fail(what.str(), {report.iterations, 0, false}, report.error, options_.tolerance);
  }
  return report.iterations;
}

}  // namespace gammaflow
