// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/evolutions/geodesics/known_geodesic.h>

namespace gammaflow
{
namespace
{
/// Both are rho0 (1 + t xi0/2)^2, node by node, with xi0 = 2 (sqrt(rho1/rho0) - 1) / end.
class KnownFisherRao final : public KnownGeodesic
{
 public:
  explicit KnownFisherRao(const GeodesicData &data)
      : space_(data.space),
        rho0_(data.rho0),
        xi0_(data.xi0 ? *data.xi0 : fisher_rao_geodesic(data.rho0, *data.rho1)->initial_potential())
  {
    if (!data.xi0) xi0_ *= 1 / data.end;
  }

  Vector state(double t) const override
  {
    Vector u = rho0_;
    for (std::size_t i = 0; i < size(u); ++i) {
      const double root = 1 + t * data(xi0_)[i] / 2;
      data(u)[i] *= root * root;
    }
    return u;
  }
  double energy() const override
  {
    Vector v = rho0_;
    v.scale(xi0_);
    return 0.5 * space_->inner(xi0_, v);
  }

 private:
  const std::shared_ptr<const Space> space_;
  const Vector rho0_;
  Vector xi0_;
};

const std::string between =
    "geodesic/geometry = Fisher-Rao; domain/cells = 2; domain/degree = 3; time/outputs = 3; initial "
    "state/formula = exp(0.7*cos(pi*x)); target/formula = exp(0.6*cos(2*pi*x)); ";

const Register<KnownGeodesic> registered(
    "geodesics of Fisher-Rao",
    {"rho = rho0 (1 + t xi0/2)^2, of densities ((1-s) sqrt(rho0) + s sqrt(rho1))^2",
     [](const GeodesicData &data) { return data.geometry == HamiltonianGeometry::fisher_rao; },
     false,
     {between + "geodesic/method = Hamiltonian", between + "geodesic/method = closed form; time/end = 2",
      between + "geodesic/method = Hamiltonian; geodesic/potential = 0.4*sin(pi*x); time/end = 2",
      "geodesic/geometry = Fisher-Rao; geodesic/method = Hamiltonian; domain/dimension = 2; domain/cells = "
      "2; "
      "domain/degree = 3; time/outputs = 2; initial state/formula = exp(0.7*cos(pi*x)*cos(pi*y)); "
      "target/formula = exp(0.5*cos(pi*(x+y)))"}},
    [](const auto &context) { return std::make_unique<KnownFisherRao>(context.data); });
}  // namespace
}  // namespace gammaflow
