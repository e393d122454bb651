// An energy: energy/name = squared Hellinger.
#include <gammaflow/energies/energy.h>

#include <cmath>
#include <memory>

namespace
{
using gammaflow::data;
using gammaflow::Vector;

/// F(u) = 2 int (sqrt u - sqrt pi)^2, the squared Hellinger distance from the target, times two.
class SquaredHellinger : public gammaflow::Energy
{
 public:
  explicit SquaredHellinger(const Context &context) : space_(context.space), target_(context.target) {}

  double value(const Vector &u) const override
  {
    Vector f = space_->zero();
    for (std::size_t i = 0; i < space_->n_nodes(); ++i)
      data(f)[i] = 2 * std::pow(std::sqrt(data(u)[i]) - std::sqrt(data(target_)[i]), 2);
    return space_->integrate(f);
  }

  /// DF = 2 (1 - sqrt(pi/u))
  void first_variation(const Vector &u, Vector &xi) const override
  {
    for (std::size_t i = 0; i < space_->n_nodes(); ++i)
      data(xi)[i] = 2 * (1 - std::sqrt(data(target_)[i] / data(u)[i]));
  }

  /// D^2F v = sqrt(pi) u^(-3/2) v
  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    second_variation_diagonal(u, w);
    w.scale(v);
  }

  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    for (std::size_t i = 0; i < space_->n_nodes(); ++i)
      data(d)[i] = std::sqrt(data(target_)[i]) * std::pow(data(u)[i], -1.5);
  }

 private:
  std::shared_ptr<const gammaflow::Space> space_;
  Vector target_;
};

const gammaflow::Register<gammaflow::Energy> registered("squared Hellinger", {"2 int (sqrt rho - sqrt pi)^2"},
                                                        [](const gammaflow::Energy::Context &context) {
                                                          return std::make_unique<SquaredHellinger>(context);
                                                        });
}  // namespace
