// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/radial_discrepancy.h>
#include <gammaflow/measures/line_transport.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// (2 E|X - Y| - E|X - X'| - E|Y - Y'|)^(1/2) (Szekely & Rizzo 2013): exactly on an interval, where it is
/// (2 int (F - G)^2)^(1/2); else the discrepancy of -|x - y|.
class EnergyDistance final : public ParticleDistance
{
 public:
  explicit EnergyDistance(const Context &context) : space_(context.space)
  {
    const Space &space = *context.space;
    if (space.dim() == 1 && space.tensor_grid() != nullptr)
      line_ = std::make_unique<LineDensity>(
          space.tensor_grid()->direction[0],
          std::vector<double>(data(context.density), data(context.density) + size(context.density)));
    else
      sums_ = std::make_unique<RadialDiscrepancy>(
          context, std::make_shared<RadialProfile>([](double r) { return -r; }, box_diameter(space) / 64,
                                                   2 * box_diameter(space)));
  }
  Value to(const PointMeasure &particles) const override
  {
    return line_ ? Value{line_energy_distance(*line_, particles), 0} : sums_->to(particles);
  }

  /// With s = s+ - s-, both of mass |s|_L1 / 2: 2 int int |x - y| s+ s- less what is not negative, at most
  /// diameter / 2 |s|_L1^2.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    const auto l1 = bars("L1");
    return l1 ? std::optional<double>(std::sqrt(box_diameter(*space_) / 2) * *l1) : std::nullopt;
  }

 private:
  std::shared_ptr<const Space> space_;
  std::unique_ptr<const LineDensity> line_;
  std::unique_ptr<const RadialDiscrepancy> sums_;
};

ParticleDistance::Traits traits()
{
  ParticleDistance::Traits t;
  t.summary = "(2 E|X - Y| - E|X - X'| - E|Y - Y'|)^(1/2), needs no kernel";
  t.root_rate = true;
  return t;
}

const Register<ParticleDistance> registered("energy distance", traits(), [](const auto &context) {
  return std::make_unique<EnergyDistance>(context);
});
}  // namespace
}  // namespace gammaflow
