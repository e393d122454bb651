#include <gammaflow/discretization/mesh_gradients.h>
#include <gammaflow/discretization/with_ghosts.h>

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

/// In every subcell between neighbouring nodes, at each of its corners v with the part |v| of its volume that
/// belongs to v (control_volumes): the gradient of x by the differences along the edges that meet in v,
///   B_c = sum_v |v| det J sum_(a,b) m_ab (J^-1 J^-T)_ab d_a x d_b y,
/// m_aa the mobility of the higher end of the edge, m_ab (a != b) the smallest at the ends of these edges.
template <int dim>
void MeshGradients<dim>::upwind_terms(const Node *cell, const PointValues &m, const PointValues &x,
                                      std::vector<FrontCell::Term> &terms) const
{
  const unsigned p = reference_.degree();
  const auto volumes = control_volumes(reference_);
  for (unsigned corner = 0; corner < cell_size_; ++corner) {
    std::array<unsigned, dim> at;
    double jacobian = cell[corner].weight;
    for (int a = 0; a < dim; ++a) {
      at[a] = corner / stride_[a] % (p + 1);
      jacobian /= reference_.weights()[at[a]];
    }
    const auto &inverse = cell[corner].inverse_jacobian;
    std::array<double, dim * dim> metric{};
    for (int a = 0; a < dim; ++a)
      for (int b = 0; b < dim; ++b)
        for (int d = 0; d < dim; ++d) metric[a * dim + b] += inverse[a * dim + d] * inverse[b * dim + d];
    for (unsigned side = 0; side < (1u << dim); ++side) {  // the subcells that meet in the node
      double volume = jacobian;
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
        lower[a] = cell[right ? corner : corner - stride_[a]].index;
        upper[a] = cell[right ? corner + stride_[a] : corner].index;
        source[a] = x[upper[a]] > x[lower[a]] ? upper[a] : lower[a];
      }
      if (!inside) continue;
      std::size_t least = cell[corner].index;
      for (int a = 0; a < dim; ++a)
        for (const std::size_t end : {lower[a], upper[a]})
          if (m[end] < m[least]) least = end;
      for (int a = 0; a < dim; ++a)
        for (int b = 0; b < dim; ++b) {
          const double g = metric[a * dim + b];
          if (a != b && std::abs(g) <= 1e-14 * std::sqrt(metric[a * dim + a] * metric[b * dim + b])) continue;
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
  fronts.resolved.assign(nodes_.size() / cell_size_, 1.);
  std::vector<Gradient> slope;
  std::vector<double> image;
  for (std::size_t c = 0; c < fronts.resolved.size(); ++c) {
    const Node *cell = nodes_.data() + c * cell_size_;
    const auto [low, high] = std::minmax_element(
        cell, cell + cell_size_, [&](const Node &a, const Node &b) { return m[a.index] < m[b.index]; });
    if (!(m[low->index] < front_contrast * m[high->index])) continue;
    FrontCell front;
    front.number = c;
    front.blend(m[low->index], m[high->index]);
    front.lowest = low->index;
    front.highest = high->index;
    fronts.resolved[c] = 1 - front.theta;
    upwind_terms(cell, m, x, front.terms);
    if (front.lowest_slope != 0) {
      cell_image(cell, m, x, -1, slope, image);
      for (unsigned i = 0; i < cell_size_; ++i) front.difference.emplace_back(cell[i].index, image[i]);
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
