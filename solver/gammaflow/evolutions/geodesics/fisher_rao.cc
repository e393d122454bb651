// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/geodesics/geodesic.h>

#include <cmath>

namespace gammaflow
{
namespace
{
class FisherRaoGeodesic final : public Geodesic
{
 public:
  FisherRaoGeodesic(const Vector &rho0, const Vector &rho1) : rho0_(rho0), rho1_(rho1) {}

  Vector state(double s) const override
  {
    Vector u = rho0_;
    for (std::size_t i = 0; i < size(u); ++i)
      data(u)[i] = std::pow((1 - s) * std::sqrt(data(rho0_)[i]) + s * std::sqrt(data(rho1_)[i]), 2);
    return u;
  }
  Vector initial_potential() const override
  {
    Vector xi = rho0_;
    for (std::size_t i = 0; i < size(xi); ++i)
      data(xi)[i] = 2 * (std::sqrt(data(rho1_)[i] / data(rho0_)[i]) - 1);
    return xi;
  }

 private:
  const Vector rho0_, rho1_;
};
}  // namespace

std::unique_ptr<Geodesic> fisher_rao_geodesic(const Vector &rho0, const Vector &rho1)
{
  return std::make_unique<FisherRaoGeodesic>(rho0, rho1);
}

}  // namespace gammaflow
