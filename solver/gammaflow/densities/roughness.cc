// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/box_search.h>
#include <gammaflow/densities/roughness.h>
#include <gammaflow/formula/enclosure.h>
#include <gammaflow/spaces/inspection/cell_boxes.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace gammaflow
{
namespace
{
/// What an enclosure says of a box.
struct Known {
  bool smooth = true;
  double width = 0;  ///< of the values
};

Known known(const SpatialFormula &f, const CellBox &box, unsigned dim)
{
  std::array<Interval, 4> v;
  for (unsigned d = 0; d < 3; ++d) v[d] = Interval(box.lower[d], box.upper[d]);
  v[3] = Interval(f.times.front());
  Known result;
  for (unsigned d = 0; d < dim; ++d) {
    const IntervalTaylor series = enclosure(f.formula, v.data(), d, 2);
    for (const Interval &c : {series[1], series[2]})
      result.smooth = result.smooth && std::isfinite(c.lower()) && std::isfinite(c.upper());
    result.width = series.value().upper() - series.value().lower();
  }
  return result;
}

/// 24 halvings of each direction.
constexpr unsigned rounds = 24;

class InCell
{
 public:
  InCell(const SpatialFormula &f, const Space &space) : f_(f), dim_(space.dim())
  {
    for (unsigned d = 0; d < dim_; ++d)
      if (int(d) != f.across) directions_.push_back(d);
    search_ = std::make_unique<BoxSearch>(f, f.times.front(), directions_, space.degree());
  }

  /// `missed` is not yet divided by max |f|.
  Roughness of(const CellBox &cell) const
  {
    CellBox box = cell;
    Known here = known(f_, box, dim_);
    if (here.smooth) return {};
    const double first = here.width;
    double half_way = first;
    for (unsigned round = 0; round < rounds; ++round) {
      if (round == rounds / 2) half_way = here.width;
      if (!go_down(box, here)) return {};
    }
    Roughness result;
    result.contraction = here.width > 0.03 * first ? 0.5 : 0.25;  // a fourth root falls to 1/64
    const double exponent = std::log2(half_way / here.width) / (rounds - rounds / 2);
    if (exponent > jump && exponent < kink) {
      result.exponent = exponent;
      result.contraction = std::max(result.contraction, std::exp2(-1 - exponent));
    }
    search_->of_cell(cell);
    if (const double found = search_->of_box(box).found; std::isfinite(found)) result.missed = found;
    return result;
  }

 private:
  /// An exponent of at most this is that of a jump, of at least this that of a kink.
  static constexpr double jump = 0.02, kink = 0.9;

  /// To the rougher half in each direction; false where both are smooth.
  bool go_down(CellBox &box, Known &here) const
  {
    for (unsigned d = 0; d < dim_; ++d) {
      CellBox halves[] = {box, box};
      halves[0].upper[d] = halves[1].lower[d] = (box.lower[d] + box.upper[d]) / 2;
      const Known of[] = {known(f_, halves[0], dim_), known(f_, halves[1], dim_)};
      if (of[0].smooth && of[1].smooth) return false;
      const unsigned next = of[0].smooth ? 1 : of[1].smooth ? 0 : of[1].width > of[0].width ? 1 : 0;
      box = halves[next];
      here = of[next];
    }
    return true;
  }

  const SpatialFormula &f_;
  const unsigned dim_;
  std::vector<unsigned> directions_;
  std::unique_ptr<BoxSearch> search_;
};
}  // namespace

Roughness worse(const Roughness &a, const Roughness &b)
{
  return {std::max(a.contraction, b.contraction), std::min(a.exponent, b.exponent),
          std::max(a.missed, b.missed)};
}

double Roughness::contraction_in(const std::string &norm) const
{
  if (exponent == 1) return contraction;
  const double gain = norm == "Linf" ? 0 : norm == "L2" ? 0.5 : 1;
  return std::max(contraction, std::exp2(-exponent - gain));
}

Roughness roughness(const SpatialFormula &f, const Space &space)
{
  const InCell in_cell(f, space);
  Roughness result;
  for (const CellBox &cell : cell_boxes(space)) result = worse(result, in_cell.of(cell));
  result = {space.maximum(result.contraction), -space.maximum(-result.exponent),
            space.maximum(result.missed)};
  if (result.missed > 0) {
    const Vector values = space.sample([&](const Point &x) {
      const std::array<double, 4> v{{x[0], x[1], x[2], f.times.front()}};
      return f.formula.value(v.data());
    });
    const double largest = std::max(space.maximum(values), -space.minimum(values));
    result.missed = largest > 0 ? result.missed / largest : 1;
  }
  return result;
}

}  // namespace gammaflow
