// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/seam.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/parameters/formulas.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace gammaflow
{
namespace
{
const std::array<const char *, 6> sides = {{"left", "right", "bottom", "top", "back", "front"}};

const DeclareParameters declared_source("source", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "formula", "", dealii::Patterns::Anything(),
      "A source s(x,y,z,t), u' = -K(u) DF(u) + s; empty: none. With a source there is no balance of energy "
      "and dissipation. Densities: where s is negative, it must vanish with them.");
});

const DeclareParameters declared_boundary("boundary", [](dealii::ParameterHandler &prm) {
  for (std::size_t s = 0; s < sides.size(); ++s)
    prm.declare_entry(sides[s], "", dealii::Patterns::Anything(),
                      std::string("The value of a signed field on the part of the boundary where ") +
                          "xyz"[s / 2] + (s % 2 ? " is largest" : " is smallest") +
                          " (a side of a box), a formula in x, y, z, t; empty: no flux (or periodic).");
  prm.declare_entry(
      "elsewhere", "", dealii::Patterns::Anything(),
      "The same on all of the boundary, boxes or meshes, that no other formula of this section speaks "
      "of.");
});

/// A formula that is not periodic where the domain is, at a time of the run, is refused. `place`: where the
/// formula stands for the values at a point.
void refuse_seam(const Parameters &parameters, const std::string &section, const std::string &key,
                 const Space &space, const Expression &formula, const std::function<Point(Point)> &place)
{
  const double end = parameters.number("time", "end");
  for (const double part : {0., 0.25, 0.5, 1.}) {
    const std::string why = seam(space, [&](const Point &x) {
      const Point at = place(x);
      const std::array<double, 4> v{{at[0], at[1], at[2], part * end}};
      return formula.value(v.data());
    });
    if (!why.empty()) parameters.reject(section, key, why, periodic_data);
  }
}

/// The digits of i, mirrored at the point: 1/2, 1/4, 3/4, 1/8, ... in base 2.
double radical_inverse(unsigned i, unsigned base)
{
  double result = 0, digit = 1. / base;
  for (; i > 0; i /= base, digit /= base) result += digit * (i % base);
  return result;
}
}  // namespace

std::shared_ptr<const Forcing> Forcing::build(const Parameters &parameters, const Space &space)
{
  const std::vector<std::string> variables = {"x", "y", "z", "t"};
  auto forcing = std::make_shared<Forcing>();
  if (!parameters.text("source", "formula").empty())
    forcing->source_.push_back(read_expression(parameters, "source", "formula", variables));
  for (const Expression &source : forcing->source_)
    refuse_seam(parameters, "source", "formula", space, source, [](const Point &x) { return x; });
  std::vector<bool> free;  // nodes of the boundary that no formula has spoken of
  const auto give = [&](const std::string &key, std::size_t side, const auto &belongs) {
    if (free.empty()) free = space.at_boundary();
    forcing->boundary_.push_back(read_expression(parameters, "boundary", key, variables));
    forcing->sides_.push_back(side);
    double found = 0;
    for (std::size_t i = 0; i < space.n_nodes(); ++i)
      if (free[i] && belongs(space.nodes()[i])) {  // a corner belongs to the side that comes first
        free[i] = false;
        forcing->nodes_.push_back(i);
        forcing->side_.push_back(forcing->boundary_.size() - 1);
        ++found;
      }
    if (space.sum(found) == 0)
      parameters.reject("boundary", key, "names a part of the boundary that the domain does not have",
                        "empty");
  };
  for (unsigned s = 0; s < sides.size(); ++s) {
    const unsigned direction = s / 2;
    if (parameters.text("boundary", sides[s]).empty()) continue;
    if (direction >= space.dim() || space.periodic(direction))
      parameters.reject("boundary", sides[s], "names a side that the domain does not have",
                        "empty, or a direction of the domain that is not periodic");
    const double length = space.upper()[direction] - space.lower()[direction],
                 at = s % 2 == 0 ? space.lower()[direction] : space.upper()[direction];
    give(sides[s], s, [=](const Point &x) { return std::abs(x[direction] - at) <= 1e-10 * length; });
    refuse_seam(parameters, "boundary", sides[s], space, forcing->boundary_.back(), [=](Point x) {
      x[direction] = at;
      return x;
    });
  }
  if (!parameters.text("boundary", "elsewhere").empty())
    give("elsewhere", sides.size(), [](const Point &) { return true; });
  if (forcing->source_.empty() && forcing->boundary_.empty()) return nullptr;
  forcing->points_ = space.nodes();
  forcing->lower_ = space.lower();
  forcing->upper_ = space.upper();
  return forcing;
}

void Forcing::source(double t, Vector &s) const
{
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const std::array<double, 4> v{{points_[i][0], points_[i][1], points_[i][2], t}};
    data(s)[i] = source_.front().value(v.data());
  }
}

void Forcing::impose(double t, Vector &u) const
{
  for (std::size_t k = 0; k < nodes_.size(); ++k) data(u)[nodes_[k]] = boundary_value(k, t);
}

std::vector<SmoothTimes> Forcing::smooth_times(const double end) const
{
  constexpr unsigned places = 16;
  std::vector<SmoothTimes> result;
  const auto add = [&](const Expression &formula, const Point &x) {
    if (formula.depends_on(3)) result.emplace_back(formula, x, end);
  };
  for (unsigned i = 1; i <= places; ++i) {
    Point x{};  // Halton's points in the bounding box: the same on every mesh, and every number of processes
    for (unsigned d = 0; d < 3; ++d)
      x[d] = lower_[d] + radical_inverse(i, d == 0 ? 2 : d == 1 ? 3 : 5) * (upper_[d] - lower_[d]);
    for (const Expression &formula : source_) add(formula, x);
    for (std::size_t k = 0; k < boundary_.size(); ++k) {
      Point on_side = x;
      if (sides_[k] < sides.size()) on_side[sides_[k] / 2] = (sides_[k] % 2 ? upper_ : lower_)[sides_[k] / 2];
      add(boundary_[k], on_side);
    }
  }
  return result;
}

Jet Forcing::boundary_jet(std::size_t k, double t) const
{
  const Point &x = points_[nodes_[k]];
  const std::array<double, 4> v{{x[0], x[1], x[2], t}};
  return boundary_[side_[k]].evaluate(v.data(), 3);
}

}  // namespace gammaflow
