// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/quadratic_logarithm.h>
#include <gammaflow/evolutions/geodesics/known_geodesic.h>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <cmath>

namespace gammaflow
{
namespace
{
/// The logarithm of a density as a quadratic function, positive definite; nothing if it is none.
std::optional<QuadraticLogarithm> gaussian(const Space &space, const Vector &rho)
{
  Vector phi = rho;
  for (double &value : phi) value = std::log(value);
  auto fit = QuadraticLogarithm::of(space, phi);
  if (!fit || Eigen::LLT<Eigen::MatrixXd>(fit->S).info() != Eigen::Success) return {};
  return fit;
}

/// x -> x + t (b + B x), the velocity at the start being affine: grad of the potential b.x + x.B x/2.
struct AffineVelocity {
  Eigen::VectorXd b;
  Eigen::MatrixXd B;
};

/// Of a quadratic potential; or in one dimension of the monotone map between two Gaussians, which takes mean
/// to mean and deviation to deviation.
std::optional<AffineVelocity> velocity_of(const GeodesicData &data)
{
  if (data.xi0) {
    const auto xi = QuadraticLogarithm::of(*data.space, *data.xi0);
    if (!xi) return {};
    return AffineVelocity{xi->b, -xi->S};
  }
  if (data.space->dim() != 1) return {};
  const auto from = gaussian(*data.space, data.rho0), to = gaussian(*data.space, *data.rho1);
  if (!from || !to) return {};
  const double ratio = std::sqrt(from->S(0, 0) / to->S(0, 0)), mean0 = from->b[0] / from->S(0, 0),
               mean1 = to->b[0] / to->S(0, 0);
  AffineVelocity result{Eigen::VectorXd(1), Eigen::MatrixXd(1, 1)};
  result.B(0, 0) = (ratio - 1) / data.end;
  result.b[0] = (mean1 - ratio * mean0) / data.end;
  return result;
}

/// A Gaussian that an affine velocity carries along straight lines: A = I + t B, and
///   rho(A x + t b) det A = rho0(x).
/// Of mean m and covariance C: mean A m + t b, covariance A C A^T (between Gaussians on the line mean and
/// deviation are interpolated linearly; McCann, A convexity principle for interacting gases, 1997, example
/// 1.7). On R^dim: what the tails feel of the walls is neglected.
class KnownGaussian final : public KnownGeodesic
{
 public:
  explicit KnownGaussian(const GeodesicData &data)
      : space_(data.space),
        start_(*gaussian(*data.space, data.rho0)),
        velocity_(*velocity_of(data)),
        mass_(data.space->integrate(data.rho0))
  {
  }

  static bool applies(const GeodesicData &data)
  {
    return data.geometry == HamiltonianGeometry::wasserstein && gaussian(*data.space, data.rho0) &&
           velocity_of(data);
  }

  Vector state(double t) const override
  {
    const Eigen::Index dim = start_.b.size();
    const Eigen::MatrixXd A = Eigen::MatrixXd::Identity(dim, dim) + t * velocity_.B;
    const Eigen::MatrixXd inverse = A.inverse();
    const double logarithm = std::log(A.determinant());
    return space_->sample([&](const Point &y) {
      Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(y.data(), dim) - t * velocity_.b;
      x = inverse * x;
      return std::exp(start_.c + start_.b.dot(x) - 0.5 * x.dot(start_.S * x) - logarithm);
    });
  }

  /// 1/2 int rho0 |b + B x|^2.
  double energy() const override
  {
    const Eigen::MatrixXd covariance = start_.S.inverse();
    const Eigen::VectorXd at_mean = velocity_.b + velocity_.B * (covariance * start_.b);
    return 0.5 * mass_ *
           (at_mean.squaredNorm() + (velocity_.B * covariance * velocity_.B.transpose()).trace());
  }

 private:
  const std::shared_ptr<const Space> space_;
  const QuadraticLogarithm start_;
  const AffineVelocity velocity_;
  const double mass_;
};

const std::string line =
    "geodesic/geometry = Wasserstein; domain/lower = -8; domain/upper = 8; domain/cells = 20; time/outputs = "
    "3; initial state/kind = Gaussian; initial state/mass = 1; ";
const std::string between =
    "geodesic/method = closed form; target/kind = Gaussian; target/mass = 1; target/mean = -0.3; ";

const Register<KnownGeodesic> registered(
    "geodesics of Wasserstein: Gaussians",
    {"an affine map carries a Gaussian along: mean A m + t b, covariance A C A^T, A = 1 + t B",
     &KnownGaussian::applies,
     true,
     {line + between + "initial state/mean = 0.5; initial state/deviation = 0.9; target/deviation = 0.7",
      line + between + "initial state/mean = 0; initial state/deviation = 0.7; target/deviation = 1",
      line + "initial state/mean = -0.3; initial state/deviation = 0.7; geodesic/method = Hamiltonian; "
             "geodesic/potential = 0.2*x + 0.15*x^2"}},
    [](const auto &context) { return std::make_unique<KnownGaussian>(context.data); });
}  // namespace
}  // namespace gammaflow
