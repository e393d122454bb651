// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/line_transport.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// A circle is cut open at its seam.
LineDensity on_line(const ParticleDistance::Context &context)
{
  Grid1D grid = context.space->tensor_grid()->direction[0];
  std::vector<double> values(data(context.density), data(context.density) + size(context.density));
  if (grid.periodic) {
    grid.periodic = false;
    grid.nodes.push_back(grid.upper);
    grid.weights.push_back(grid.weights.front() / 2);
    grid.weights.front() /= 2;
    values.push_back(values.front());
  }
  return {grid, values};
}

/// int |F - G| dx, exactly.
class LineW1 final : public ParticleDistance
{
 public:
  explicit LineW1(const Context &context) : space_(context.space), density_(on_line(context)) {}
  Value to(const PointMeasure &particles) const override { return {line_w1(density_, particles), 0}; }
  std::optional<double> of_bars(const Bars &bars) const override { return w1_of_bars(bars, *space_); }

 private:
  std::shared_ptr<const Space> space_;
  LineDensity density_;
};

/// min over c of int |F - G - c| dx, exactly: on an interval whose ends meet.
class CircleW1 final : public ParticleDistance
{
 public:
  explicit CircleW1(const Context &context)
      : length_(box_diameter(*context.space)), density_(on_line(context))
  {
  }
  Value to(const PointMeasure &particles) const override { return {circle_w1(density_, particles), 0}; }
  /// No two points are more than half the length apart, and half of |.|_L1 moves.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    const auto l1 = bars("L1");
    return l1 ? std::optional<double>(length_ / 4 * *l1) : std::nullopt;
  }

 private:
  double length_;
  LineDensity density_;
};

/// (int (F^-1 - G^-1)^2 ds)^(1/2), exactly.
class LineW2 final : public ParticleDistance
{
 public:
  explicit LineW2(const Context &context) : space_(context.space), density_(on_line(context))
  {
    const double *u = data(context.density);
    lowest_ = *std::min_element(u, u + size(context.density)) / context.space->integrate(context.density);
  }
  Value to(const PointMeasure &particles) const override { return {line_w2(density_, particles), 0}; }

  /// W2^2 <= diameter W1; and W2 <= 2 |.|_H-1 / min u^(1/2) (Peyre 2018), |.|_H-1 <= length / pi |.|_L2.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    std::optional<double> best = bars("W2");
    if (const auto w2 = wasserstein_of_bars(2, bars, *space_)) best = smaller(best, *w2);
    if (const auto l2 = bars("L2"); l2 && lowest_ > 0)
      best = smaller(best, 2 * box_diameter(*space_) / M_PI * *l2 / std::sqrt(lowest_));
    return best;
  }

 private:
  std::shared_ptr<const Space> space_;
  LineDensity density_;
  double lowest_;
};

ParticleDistance::Traits traits(const std::string &summary)
{
  ParticleDistance::Traits t;
  t.summary = summary;
  t.needs_line = true;
  return t;
}

ParticleDistance::Traits of_w1(const std::string &summary)
{
  ParticleDistance::Traits t = traits(summary);
  t.on_torus = true;
  t.root_rate = true;  // on a bounded interval (del Barrio, Gine & Matran 1999)
  return t;
}

std::unique_ptr<ParticleDistance> make_w1(const ParticleDistance::Context &context)
{
  if (context.space->periodic(0)) return std::make_unique<CircleW1>(context);
  return std::make_unique<LineW1>(context);
}

const Register<ParticleDistance> w1(
    "W1", of_w1("int |F - G|, on circles the least int |F - G - c|, exactly, in 1D"), make_w1);
const Register<ParticleDistance> w2("W2", traits("(int (F^-1 - G^-1)^2)^(1/2), by quantiles, exactly, in 1D"),
                                    [](const auto &context) { return std::make_unique<LineW2>(context); });
}  // namespace
}  // namespace gammaflow
