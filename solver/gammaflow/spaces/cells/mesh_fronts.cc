// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/cells/mesh_gradients.h>
#include <gammaflow/spaces/cells/with_ghosts.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gammaflow
{
template <int dim>
class MeshGradients<dim>::AtFronts final : public GradientCalculus
{
 public:
  AtFronts(const MeshGradients &cells, FrontCells fronts) : cells_(cells), fronts_(std::move(fronts)) {}

  void apply(const Vector &m, const Vector &x, Vector &y) const override
  {
    const WithGhosts of_m(m);
    cells_.apply_points(PointValues(cells_.hanging_, m, PointValues::Kind::mobility), x, y, &fronts_);
  }
  void derivative(const Vector &m, const Vector &direction, const Vector &x, Vector &y) const override
  {
    const WithGhosts of_m(m), of_direction(direction);
    cells_.apply_points(cells_.change_of_mobility(m, direction), x, y, &fronts_, true);
  }
  std::shared_ptr<const GradientCalculus> at_fronts(const Vector &m, const Vector &x) const override
  {
    return cells_.at_fronts(m, x);
  }
  void diagonal(const Vector &m, Vector &d) const override { cells_.diagonal(m, d, &fronts_); }
  void product(const Vector &a, const Vector &b, Vector &g) const override
  {
    cells_.product(a, b, g, &fronts_);
  }
  SparseMatrix matrix(const Vector &m) const override { return cells_.matrix(m, &fronts_); }
  SparseMatrix mobility_matrix(const Vector &x) const override { return cells_.mobility_matrix(x, &fronts_); }

 private:
  const MeshGradients &cells_;
  const FrontCells fronts_;
};

/// In every subcell between neighbouring nodes, at each of its corners v with the part |v| of the reference
/// volume that belongs to v (control_volumes): the gradient of x by the differences along the edges that meet
/// in v,
///   B_c = sum_v |v| sum_(a,b) m_ab G_ab d_a x d_b y,
/// m_aa the mobility of the higher end of the edge, m_ab (a != b) the smallest at the ends of these edges.
template <int dim>
void MeshGradients<dim>::upwind_terms(const std::size_t cell, const PointValues &m, const PointValues &x,
                                      std::vector<FrontCell::Term> &terms) const
{
  const unsigned p = reference_.degree();
  const std::uint32_t *points = cells_.points(cell);
  const auto volumes = control_volumes(reference_);
  for (unsigned corner = 0; corner < weights_.size(); ++corner) {
    std::array<unsigned, dim> at;
    for (int a = 0; a < dim; ++a) at[a] = corner / stride_[a] % (p + 1);
    const CellMetric<dim> metric = cells_.metric(cell, corner);
    for (unsigned side = 0; side < (1u << dim); ++side) {  // the subcells that meet in the node
      double volume = 1;
      std::array<std::size_t, dim> lower, upper, source;
      std::array<double, dim> length;
      bool inside = true;
      for (int a = 0; a < dim && inside; ++a) {
        const bool right = (side >> a) & 1;  // the subcell lies to the right of the node
        inside = right ? at[a] < p : at[a] > 0;
        if (!inside) break;
        const unsigned interval = right ? at[a] : at[a] - 1;
        volume *= volumes[interval][right ? 0 : 1];
        length[a] = reference_.points()[interval + 1] - reference_.points()[interval];
        lower[a] = points[right ? corner : corner - stride_[a]];
        upper[a] = points[right ? corner + stride_[a] : corner];
        source[a] = x[upper[a]] > x[lower[a]] ? upper[a] : lower[a];
      }
      if (!inside) continue;
      std::size_t least = points[corner];
      for (int a = 0; a < dim; ++a)
        for (const std::size_t end : {lower[a], upper[a]})
          if (m[end] < m[least]) least = end;
      for (int a = 0; a < dim; ++a)
        for (int b = 0; b < dim; ++b) {
          const double g = metric(a, b);
          if (a != b && std::abs(g) <= 1e-14 * std::sqrt(metric(a, a) * metric(b, b))) continue;
          terms.push_back({volume * g / (length[a] * length[b]), a == b ? source[a] : least, lower[a],
                           upper[a], lower[b], upper[b]});
        }
    }
  }
}

template <int dim>
std::shared_ptr<const GradientCalculus> MeshGradients<dim>::at_fronts(const Vector &mobility,
                                                                      const Vector &force) const
{
  const WithGhosts of_m(mobility), of_x(force);
  const PointValues m(hanging_, mobility, PointValues::Kind::mobility), x(hanging_, force);
  FrontCells fronts;
  fronts.resolved.assign(cells_.size(), 1.);
  Vector at_nodes;  // zero but in between
  at_nodes.reinit(force);
  PointSums image(hanging_, at_nodes);
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    const std::uint32_t *begin = cells_.points(c), *end = begin + weights_.size();
    const auto [low, high] =
        std::minmax_element(begin, end, [&](std::uint32_t a, std::uint32_t b) { return m[a] < m[b]; });
    if (!(m[*low] < front_contrast * m[*high])) continue;
    FrontCell front;
    front.number = c;
    front.blend(m[*low], m[*high]);
    front.lowest = *low;
    front.highest = *high;
    fronts.resolved[c] = 1 - front.theta;
    upwind_terms(c, m, x, front.terms);
    if (front.lowest_slope != 0) {
      cells_.apply(c, c + 1, nullptr, m, x, image);
      for (const std::uint32_t *point = begin; point != end; ++point) {
        front.difference.emplace_back(*point, -image[*point]);
        image[*point] = 0;
      }
      front.apply(m, x, [&](std::size_t point, double flux) { front.difference.emplace_back(point, flux); });
    }
    fronts.cells.push_back(std::move(front));
  }
  if (fronts.cells.empty()) return nullptr;
  return std::make_shared<AtFronts>(*this, std::move(fronts));
}

template class MeshGradients<1>;
template class MeshGradients<2>;
template class MeshGradients<3>;

}  // namespace gammaflow
