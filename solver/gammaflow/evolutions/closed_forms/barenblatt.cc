// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/barenblatt.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
/// The porous medium equation from Barenblatt's profile. The state is positive, so there is a floor; the
/// closed form is that of the profile, with the floor added: right up to a power of the floor.
class Barenblatt : public ClosedForm
{
 public:
  explicit Barenblatt(const Context &context)
      : flow_(context.flow), profile_(flow_.space().dim(), number("energy", "power exponent"))
  {
    age_ = number("initial state", "age");
    floor_ = number("initial state", "floor");
    const std::vector<double> mean = flow_.parameters().numbers("initial state", "mean");
    for (unsigned d = 0; d < flow_.space().dim(); ++d)
      centre_[d] = mean.empty() ? (flow_.space().lower()[d] + flow_.space().upper()[d]) / 2
                                : mean[std::min<std::size_t>(d, mean.size() - 1)];
    background_ = flow_.space().sample([this](const Point &x) { return profile_.value(shifted(x), age_); });

    background_ *= -(1 - floor_);
    background_ += flow_.initial_state();
  }

  static bool applies(const Flow &flow)
  {
    const Parameters &p = flow.parameters();
    if (flow.geometry_name() != "Wasserstein" || flow.energy_name() != "free-energy" ||
        !flow.energy().convex())
      return false;
    const auto zero = [&](const std::string &key) {
      return p.text("energy", key).find_first_not_of("0. ") == std::string::npos;
    };
    return p.text("energy", "internal") == "power" && zero("V") && zero("W") &&
           p.text("initial state", "kind") == "Barenblatt" && p.text("initial state", "mass") == "as given" &&
           p.number("initial state", "power exponent") == p.number("energy", "power exponent");
  }

  Vector state(double t) const override
  {
    Vector u = flow_.space().sample([=](const Point &x) { return profile_.value(shifted(x), age_ + t); });
    u *= 1 - floor_;
    u += background_;
    return u;
  }
  Vector rate(double t) const override
  {
    Vector v =
        flow_.space().sample([=](const Point &x) { return profile_.time_derivative(shifted(x), age_ + t); });
    v *= 1 - floor_;
    return v;
  }

 private:
  double number(const std::string &section, const std::string &key) const
  {
    return flow_.parameters().number(section, key);
  }
  Point shifted(const Point &x) const { return {{x[0] - centre_[0], x[1] - centre_[1], x[2] - centre_[2]}}; }

  const Flow &flow_;
  const BarenblattProfile profile_;
  double age_, floor_;
  Point centre_{};
  Vector background_;
};

const Register<ClosedForm> registered(
    "Wasserstein, power (Barenblatt)",
    {"B(x, age + t), up to the floor",
     &Barenblatt::applies,
     true,
     {"geometry/name = Wasserstein; energy/name = free-energy; "
      "energy/internal = power; energy/power exponent = 2; domain/lower = -3; "
      "domain/upper = 3; domain/cells = 20; domain/degree = 1; initial "
      "state/kind = Barenblatt; initial state/age = 0.2; initial state/floor "
      "= 1e-6; time/outputs = 3; time/end = 0.5; reference/norms = L1, L2"}},
    [](const auto &context) { return std::make_unique<Barenblatt>(context); });
}  // namespace
}  // namespace gammaflow
