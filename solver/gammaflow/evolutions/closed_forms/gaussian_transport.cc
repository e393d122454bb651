// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/integrate_ode.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/evolutions/closed_forms/quadratic_logarithm.h>

#include <Eigen/Cholesky>

#include <cmath>

namespace gammaflow
{
namespace
{
/// The entropies relative to a Gaussian, DF = log rho - psi with psi quadratic: KL (psi = log pi), and the
/// free energy of Boltzmann type with a quadratic potential (psi = -V).
std::optional<QuadraticLogarithm> target_of(const Flow &flow)
{
  const std::string &energy = flow.energy_name();
  const bool boltzmann = energy == "free-energy" && flow.energy().convex() &&
                         flow.parameters().text("energy", "internal") == "Boltzmann";
  if (energy != "KL" && !boltzmann) return {};
  Vector psi = flow.initial_state(), xi = psi;
  flow.energy().first_variation(flow.initial_state(), xi);
  for (std::size_t i = 0; i < size(psi); ++i) data(psi)[i] = std::log(data(psi)[i]) - data(xi)[i];
  return QuadraticLogarithm::of(flow.space(), psi);
}

std::optional<QuadraticLogarithm> initial_of(const Flow &flow)
{
  Vector phi = flow.initial_state();
  for (double &value : phi) value = std::log(value);
  auto fit = QuadraticLogarithm::of(flow.space(), phi);
  if (!fit) return {};
  const Eigen::LLT<Eigen::MatrixXd> factor(fit->S);
  return factor.info() == Eigen::Success ? fit : std::nullopt;
}

/// rho' = alpha div(rho grad xi) - beta rho xi, xi = phi - psi, phi = log rho = c + b.x - x.S x/2 and psi =
/// c_ + b_.x - x.P x/2. Then phi' = alpha (lap xi + grad phi . grad xi) - beta xi is quadratic again:
///   S' = -alpha (S (S-P) + (S-P) S) - beta (S-P)
///   b' = -alpha ((S-P) b + S (b-b_)) - beta (b-b_)
///   c' = alpha (b.(b-b_) - tr(S-P)) - beta (c-c_),
/// spherical: the mass is kept instead. alpha = 1, beta = 0 is the Ornstein-Uhlenbeck process (Fokker-Planck
/// equation); Gaussians in the Hellinger-Kantorovich geometry: Liero, Mielke, Tse and Zhu, Evolution of
/// Gaussians in the Hellinger-Kantorovich-Boltzmann gradient flow, 2025. On R^dim: what the tails feel of the
/// walls is neglected.
class GaussianTransport : public ClosedForm
{
 public:
  explicit GaussianTransport(const Context &context)
      : flow_(context.flow), psi_(*target_of(flow_)), start_(*initial_of(flow_))
  {
    const bool transport = flow_.geometry_name() == "Wasserstein";
    alpha_ = transport ? 1 : flow_.parameters().number("geometry", "alpha");
    beta_ = transport ? 0 : flow_.parameters().number("geometry", "beta");
    spherical_ = flow_.geometry_name() == "spherical Hellinger-Kantorovich";
    mass_ = flow_.space().integrate(flow_.initial_state());
  }

  static bool applies(const Flow &flow)
  {
    const std::string &name = flow.geometry_name();
    if (name != "Wasserstein" && name != "Hellinger-Kantorovich" && name != "spherical Hellinger-Kantorovich")
      return false;
    return target_of(flow) && initial_of(flow);
  }

  Vector state(double t) const override
  {
    const QuadraticLogarithm phi = at(t);
    return flow_.space().sample([&](const Point &x) { return std::exp(phi.value(x)); });
  }

  Vector rate(double t) const override
  {
    QuadraticLogarithm phi = at(t), slope = derivative(phi);
    Vector v = flow_.space().sample([&](const Point &x) {
      // derivative() holds S' where a value has -S'/2
      return std::exp(phi.value(x)) * slope.value(x);
    });
    if (!spherical_) return v;
    const Vector u = state(t);
    v.add(-flow_.space().integrate(v) / flow_.space().integrate(u), u);
    return v;
  }

 private:
  using Numbers = std::vector<double>;

  QuadraticLogarithm derivative(const QuadraticLogarithm &phi) const
  {
    const Eigen::MatrixXd D = phi.S - psi_.S;
    const Eigen::VectorXd d = phi.b - psi_.b;
    QuadraticLogarithm slope;
    slope.S = -alpha_ * (phi.S * D + D * phi.S) - beta_ * D;
    slope.b = -alpha_ * (D * phi.b + phi.S * d) - beta_ * d;
    slope.c = alpha_ * (phi.b.dot(d) - D.trace()) - beta_ * (phi.c - psi_.c);
    return slope;
  }

  Numbers pack(const QuadraticLogarithm &phi) const
  {
    Numbers x(phi.S.data(), phi.S.data() + phi.S.size());
    x.insert(x.end(), phi.b.data(), phi.b.data() + phi.b.size());
    x.push_back(phi.c);
    return x;
  }
  QuadraticLogarithm unpack(const Numbers &x) const
  {
    QuadraticLogarithm phi = start_;
    const Eigen::Index n = phi.b.size();
    phi.S = Eigen::Map<const Eigen::MatrixXd>(x.data(), n, n);
    phi.b = Eigen::Map<const Eigen::VectorXd>(x.data() + n * n, n);
    phi.c = x.back();
    return phi;
  }

  QuadraticLogarithm at(double t) const
  {
    Numbers x = pack(start_);
    if (t > 0)
      integrate_ode([this](const Numbers &y, Numbers &dy, double) { dy = pack(derivative(unpack(y))); }, x,
                    {0, t, 1e-3 * t, 1e-14}, "the closed form of Gaussians");
    QuadraticLogarithm phi = unpack(x);
    if (spherical_ || beta_ == 0) {
      const Vector u = flow_.space().sample([&](const Point &p) { return std::exp(phi.value(p)); });
      phi.c += std::log(mass_ / flow_.space().integrate(u));
    }
    return phi;
  }

  const Flow &flow_;
  const QuadraticLogarithm psi_, start_;
  double alpha_, beta_, mass_;
  bool spherical_;
};

const std::string gaussian_example =
    "energy/name = KL; domain/lower = -8; domain/upper = 8; domain/cells = 20; target/kind = Gaussian; "
    "target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; initial state/mean = 0.5; initial "
    "state/deviation = 0.8; time/outputs = 3; ";

const Register<ClosedForm> registered(
    "Gaussians in Wasserstein and Hellinger-Kantorovich, Boltzmann entropy",
    {"log rho stays quadratic, with an ordinary differential equation for its coefficients",
     &GaussianTransport::applies,
     true,
     {gaussian_example + "geometry/name = Wasserstein",
      gaussian_example + "geometry/name = Hellinger-Kantorovich; geometry/alpha = 0.7; geometry/beta = 1.3",
      gaussian_example + "geometry/name = spherical Hellinger-Kantorovich; geometry/beta = 0.5"}},
    [](const auto &context) { return std::make_unique<GaussianTransport>(context); });
}  // namespace
}  // namespace gammaflow
