// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/between_nodes.h>
#include <gammaflow/densities/box_search.h>
#include <gammaflow/spaces/inspection/cell_values.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
/// How much more than what is seen, or found, is taken for the same.
constexpr double alike = 3;
/// How much more than what is seen matters: beside roots, whose derivatives have no bounds, two meshes differ
/// by less than what both miss.
constexpr double much = 6;

/// A part of a cell, and how often it was halved.
struct Part {
  CellBox box;
  unsigned halvings = 0;
  BoxSearch::Bound bound;
};

class UnseenSearch
{
 public:
  UnseenSearch(const SpatialFormula &f, const Space &space, const Space &coarser, double tolerance,
               std::size_t budget)
      : f_(f), space_(space), coarser_(coarser), tolerance_(tolerance), budget_(budget)
  {
    for (unsigned d = 0; d < space.dim(); ++d)
      if (int(d) != f.across) directions_.push_back(d);
  }

  UnseenPart at(double time)
  {
    BoxSearch search(f_, time, directions_, space_.degree());
    look_at_nodes(search);
    const std::vector<CellBox> cells = cell_boxes(space_);
    const std::vector<bool> at_boundary = f_.on_boundary ? cells_at_boundary() : std::vector<bool>();
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (!f_on_side(cells[i]) || (f_.on_boundary && !at_boundary[i])) seen_in_cell_[i] = -1;
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (seen_in_cell_[i] >= 0) in_cell(search, cells[i], alike * seen_in_cell_[i]);
    together();
    result_.l2 = std::sqrt(result_.l2);
    result_.all_linf = std::max(result_.all_linf, result_.found);
    result_.all_l1 = std::max(result_.all_l1, result_.l1);
    result_.all_l2 = std::max(result_.all_l2, result_.l2);
    return result_;
  }

 private:
  /// What all processes found.
  void together()
  {
    result_.l1 = space_.sum(result_.l1);
    result_.l2 = space_.sum(result_.l2);
    result_.linf = space_.maximum(result_.linf);
    result_.decided = space_.everywhere(result_.decided);
    const double own = result_.found;
    result_.found = space_.maximum(own);
    const auto of_finder = [&](double value) {
      return space_.maximum(own == result_.found ? value : -1e300);
    };
    for (double &x : result_.where) x = of_finder(x);
    result_.length = of_finder(result_.length);
  }

  /// Whether a cell has a part of the side.
  bool f_on_side(const CellBox &cell) const
  {
    if (f_.across < 0) return true;
    const auto d = std::size_t(f_.across);
    const double slack = 1e-10 * (space_.upper()[d] - space_.lower()[d]);
    return cell.lower[d] <= f_.at + slack && cell.upper[d] >= f_.at - slack;
  }

  /// Cells with as many nodes on the boundary as a side has.
  std::vector<bool> cells_at_boundary() const
  {
    const std::vector<bool> nodes = space_.at_boundary();
    Vector boundary = space_.zero();
    for (std::size_t i = 0; i < nodes.size(); ++i) data(boundary)[i] = nodes[i] ? 1 : 0;
    std::size_t of_side = 1;
    for (unsigned d = 1; d < space_.dim(); ++d) of_side *= space_.degree() + 1;
    std::vector<bool> result;
    for_each_cell(space_, boundary, [&](const CellValues &cell) {
      const std::size_t nodes_of_cell = of_side * (space_.degree() + 1);
      result.push_back(double(of_side) <= std::accumulate(cell.values, cell.values + nodes_of_cell, 0.5));
    });
    return result;
  }

  /// f_h - f_2h.
  void look_at_nodes(const BoxSearch &search)
  {
    const auto f = [&](const Point &x) { return search.value(x); };
    const Vector own = space_.sample(f), coarse = coarser_.sample(f);
    Vector change = own, interpolated = space_.zero();
    space_.interpolate(coarser_, coarse, interpolated);
    change -= interpolated;
    // of a side: lengths instead of areas, as for the boxes
    const auto across = std::size_t(std::max(0, f_.across));
    const double thickness = f_.across < 0 ? 1 : space_.upper()[across] - space_.lower()[across];
    const auto norms = [&](const Vector &v, double &l1, double &l2, double &linf) {
      const double *w = data(space_.weights());
      double sum = 0, squares = 0, most = 0;
      for (std::size_t i = 0; i < size(v); ++i) {
        const double value = std::abs(data(v)[i]);
        sum += w[i] * value;
        squares += w[i] * value * value;
        most = std::max(most, value);
      }
      l1 = space_.sum(sum) / thickness;
      l2 = std::sqrt(space_.sum(squares) / thickness);
      linf = space_.maximum(most);
    };
    norms(change, result_.seen_l1, result_.seen_l2, result_.seen_linf);
    norms(own, result_.all_l1, result_.all_l2, result_.all_linf);
    seen_in_cell_.clear();
    std::size_t nodes_of_cell = 1;
    for (unsigned d = 0; d < space_.dim(); ++d) nodes_of_cell *= space_.degree() + 1;
    for_each_cell(space_, change, [&](const CellValues &cell) {
      double most = 0;
      for (std::size_t i = 0; i < nodes_of_cell; ++i) most = std::max(most, std::abs(cell.values[i]));
      seen_in_cell_.push_back(most);
    });
    negligible_ = 1e-4 * (result_.seen_l1 + tolerance_ * result_.all_l1);
  }

  void in_cell(BoxSearch &search, const CellBox &cell, double seen)
  {
    std::vector<Part> parts{{cell, 0, search.of_cell(cell)}};
    while (!parts.empty()) {
      const Part part = parts.back();
      parts.pop_back();
      const BoxSearch::Bound &bound = part.bound;
      const double enough = std::max(seen, tolerance_ * std::max(result_.all_linf, result_.found));
      if (bound.upper <= enough) continue;
      const bool settled =
          (bound.smooth ? bound.resolved : bound.upper) <= alike * bound.found && bound.found > 0;
      const bool negligible = bound.upper <= std::max(enough, alike * result_.seen_linf) &&
                              bound.upper * bound.volume <= negligible_;
      const bool tiny = part.halvings >= 40 * directions_.size();
      if (settled || negligible || tiny || looked_ >= budget_) {
        add(part, !settled && !negligible && !tiny);
        continue;
      }
      CellBox halves[] = {part.box, part.box};
      const unsigned d = bound.widest;
      halves[0].upper[d] = halves[1].lower[d] = (part.box.lower[d] + part.box.upper[d]) / 2;
      for (const CellBox &half : halves) parts.push_back({half, part.halvings + 1, search.of_box(half)});
      looked_ += 2;
    }
  }

  void add(const Part &part, bool undecided)
  {
    const BoxSearch::Bound &bound = part.bound;
    // Beside a jump or a kink the bound is that of both of its sides; and in L2 and the maximum these are
    // what bars of rough data are for.
    const bool rough = !bound.smooth && !undecided;
    const double value_here = rough ? bound.found : bound.upper;
    result_.l1 += bound.volume * value_here;
    if (!rough) {
      result_.l2 += bound.volume * value_here * value_here;
      result_.linf = std::max(result_.linf, value_here);
    }
    if (undecided) result_.decided = false;
    const double value = undecided ? bound.upper : bound.found;
    if (value > result_.found) {
      result_.found = value;
      result_.where = bound.where;
      result_.length = 0;
      for (const unsigned d : directions_)
        result_.length = std::max(result_.length, part.box.upper[d] - part.box.lower[d]);
    }
  }

  const SpatialFormula &f_;
  const Space &space_, &coarser_;
  const double tolerance_;
  const std::size_t budget_;
  std::size_t looked_ = 0;
  std::vector<unsigned> directions_;
  std::vector<double> seen_in_cell_;
  double negligible_ = 0;
  UnseenPart result_;
};
}  // namespace

bool UnseenPart::matters(const double tolerance) const
{
  return l1 > much * seen_l1 + tolerance * all_l1 || l2 > much * seen_l2 + tolerance * all_l2 ||
         linf > much * seen_linf + tolerance * all_linf;
}

UnseenPart unseen_part(const SpatialFormula &f, const Space &space, const Space &coarser,
                       const double tolerance, const std::size_t budget)
{
  UnseenPart worst;
  bool first = true;
  for (const double time : f.times) {
    const UnseenPart part = UnseenSearch(f, space, coarser, tolerance, budget).at(time);
    if (first || (part.matters(tolerance) && !(worst.matters(tolerance) && worst.found >= part.found)))
      worst = part;
    first = false;
  }
  return worst;
}

}  // namespace gammaflow
