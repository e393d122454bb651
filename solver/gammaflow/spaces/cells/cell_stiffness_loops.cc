// SPDX-License-Identifier: LGPL-2.1-or-later
// Compiled for the vectors that GAMMAFLOW_LANES asks for. Nothing here keeps memory of Eigen's, whose
// alignment would be another than in the rest of the library.
#include <gammaflow/spaces/cells/cell_stiffness.h>
#include <gammaflow/spaces/cells/lanes.h>

#include <deal.II/base/utilities.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace gammaflow
{
namespace
{
Lanes load_lanes(const double *from)
{
  Lanes result;
  std::memcpy(&result, from, sizeof(result));
  return result;
}

}  // namespace

/// With loops of known length, n nodes in each direction.
template <int dim>
template <int n>
struct CellStiffness<dim>::Loops {
  static constexpr int size = dealii::Utilities::pow(n, dim);
  using Values = std::array<Lanes, std::size_t(size)>;
  using Gradients = std::array<Values, std::size_t(dim)>;

  /// out_q = sum_r M_qr in_r along every line of a direction, or that added to `out`, for M that changes its
  /// sign where both ends of the line are exchanged: sums and differences of values opposite each other need
  /// half of the products.
  template <int direction, bool add>
  static void along(const Derivative &M, const Values &in, Values &out)
  {
    constexpr int stride = dealii::Utilities::pow(n, direction), half = n / 2;
    for (int plane = 0; plane < size; plane += n * stride)
      for (int line = plane; line < plane + stride; ++line) {
        const auto put = [&](int q, const Lanes &value) {
          if constexpr (add)
            out[line + q * stride] += value;
          else
            out[line + q * stride] = value;
        };
        Lanes sum[half], difference[half];
        for (int r = 0; r < half; ++r) {
          const Lanes &low = in[line + r * stride], &high = in[line + (n - 1 - r) * stride];
          sum[r] = low + high;
          difference[r] = low - high;
        }
        for (int q = 0; q < half; ++q) {
          const double *of_sums = M.of_sums.data() + q * half,
                       *of_differences = M.of_differences.data() + q * half;
          Lanes same = difference[0] * of_differences[0], opposite = sum[0] * of_sums[0];
          for (int r = 1; r < half; ++r) {
            same += difference[r] * of_differences[r];
            opposite += sum[r] * of_sums[r];
          }
          if constexpr (n % 2 == 1) opposite += in[line + half * stride] * M.of_middle[std::size_t(q)];
          put(q, same + opposite);
          put(n - 1 - q, same - opposite);
        }
        if constexpr (n % 2 == 1) {
          const double *of_differences = M.of_differences.data() + half * half;
          Lanes middle = difference[0] * of_differences[0];
          for (int r = 1; r < half; ++r) middle += difference[r] * of_differences[r];
          put(half, middle);
        }
      }
  }

  static void gradients(const Derivative &D, const Values &x, Gradients &g)
  {
    along<0, false>(D, x, g[0]);
    if constexpr (dim > 1) along<1, false>(D, x, g[1]);
    if constexpr (dim > 2) along<2, false>(D, x, g[2]);
  }
  static void transposed_gradients(const Derivative &transpose, const Gradients &g, Values &x)
  {
    along<0, false>(transpose, g[0], x);
    if constexpr (dim > 1) along<1, true>(transpose, g[1], x);
    if constexpr (dim > 2) along<2, true>(transpose, g[2], x);
  }

  /// One group of cells: those of its lanes whose factor s is not zero. The others go through the loops with
  /// the points of one of them.
  struct Group {
    const CellStiffness &cells;
    const std::size_t first;
    Lanes s{};
    const std::uint32_t *points[lanes];
    bool active[lanes], any = false;

    Group(const CellStiffness &all, std::size_t group, std::size_t begin, std::size_t end, const double *part)
        : cells(all), first(group * lanes)
    {
      const std::uint32_t *some = nullptr;
      for (unsigned l = 0; l < lanes; ++l) {
        const std::size_t c = first + l;
        const double factor = c < begin || c >= end ? 0. : part ? part[c] : 1.;
        s[l] = factor;
        active[l] = factor != 0;
        points[l] = active[l] ? all.points(c) : nullptr;
        if (active[l]) some = points[l];
      }
      any = some != nullptr;
      for (auto &of_lane : points)
        if (of_lane == nullptr) of_lane = some;
    }
    void gather(const PointValues &x, Values &values) const
    {
      for (int i = 0; i < size; ++i) {
        Lanes at;
        for (unsigned l = 0; l < lanes; ++l) at[l] = x[points[l][i]];
        values[i] = at;
      }
    }
    void scatter(const Values &values, PointSums &sums) const
    {
      for (unsigned l = 0; l < lanes; ++l)
        if (active[l])
          for (int i = 0; i < size; ++i) sums[points[l][i]] += values[i][l];
    }
    /// G g at the node q.
    std::array<Lanes, std::size_t(dim)> metric_times(int q,
                                                     const std::array<Lanes, std::size_t(dim)> &g) const
    {
      Lanes G[n_entries<dim>];
      const double *at = cells.metrics_.data() + (first * size + std::size_t(q) * lanes) * n_entries<dim>;
      for (int k = 0; k < n_entries<dim>; ++k) G[k] = load_lanes(at + k * lanes);
      return symmetric_product<dim>(G, g);
    }
  };

  static std::array<Lanes, std::size_t(dim)> at_node(const Gradients &g, int q)
  {
    std::array<Lanes, std::size_t(dim)> result;
    for (int d = 0; d < dim; ++d) result[d] = g[d][q];
    return result;
  }
};

template <int dim>
template <class Visit>
void CellStiffness<dim>::with_loops(const Visit &visit) const
{
  switch (line_.degree()) {
    case 1:
      return visit(Loops<2>());
    case 2:
      return visit(Loops<3>());
    case 3:
      return visit(Loops<4>());
    case 4:
      return visit(Loops<5>());
    case 5:
      return visit(Loops<6>());
    case 6:
      return visit(Loops<7>());
    case 7:
      return visit(Loops<8>());
    case 8:
      return visit(Loops<9>());
    case 9:
      return visit(Loops<10>());
  }
  throw std::logic_error("cells of a degree that has no loops");
}

template <int dim>
void CellStiffness<dim>::apply(const std::size_t begin, const std::size_t end, const double *part,
                               const PointValues &m, const PointValues &x, PointSums &sums) const
{
  with_loops([&](auto loops) {
    using Loop = decltype(loops);
    typename Loop::Values values, mobility;
    typename Loop::Gradients gradients;
    for (std::size_t group = begin / lanes; group * lanes < end; ++group) {
      const typename Loop::Group cells(*this, group, begin, end, part);
      if (!cells.any) continue;
      cells.gather(x, values);
      cells.gather(m, mobility);
      Loop::gradients(derivative_, values, gradients);
      for (int q = 0; q < Loop::size; ++q) {
        const auto flux = cells.metric_times(q, Loop::at_node(gradients, q));
        const Lanes factor = cells.s * mobility[q] * weights_[q];
        for (int d = 0; d < dim; ++d) gradients[d][q] = flux[d] * factor;
      }
      Loop::transposed_gradients(transpose_, gradients, values);
      cells.scatter(values, sums);
    }
  });
}

template <int dim>
void CellStiffness<dim>::product(const double *part, const PointValues &a, const PointValues &b,
                                 PointSums &sums) const
{
  with_loops([&](auto loops) {
    using Loop = decltype(loops);
    typename Loop::Values values;
    typename Loop::Gradients of_a, of_b;
    for (std::size_t group = 0; group * lanes < size(); ++group) {
      const typename Loop::Group cells(*this, group, 0, size(), part);
      if (!cells.any) continue;
      cells.gather(a, values);
      Loop::gradients(derivative_, values, of_a);
      cells.gather(b, values);
      Loop::gradients(derivative_, values, of_b);
      for (int q = 0; q < Loop::size; ++q) {
        const auto flux = cells.metric_times(q, Loop::at_node(of_b, q));
        Lanes sum = of_a[0][q] * flux[0];
        for (int d = 1; d < dim; ++d) sum += of_a[d][q] * flux[d];
        values[q] = sum * cells.s * weights_[q];
      }
      cells.scatter(values, sums);
    }
  });
}

template void CellStiffness<1>::apply(std::size_t, std::size_t, const double *, const PointValues &,
                                      const PointValues &, PointSums &) const;
template void CellStiffness<2>::apply(std::size_t, std::size_t, const double *, const PointValues &,
                                      const PointValues &, PointSums &) const;
template void CellStiffness<3>::apply(std::size_t, std::size_t, const double *, const PointValues &,
                                      const PointValues &, PointSums &) const;
template void CellStiffness<1>::product(const double *, const PointValues &, const PointValues &,
                                        PointSums &) const;
template void CellStiffness<2>::product(const double *, const PointValues &, const PointValues &,
                                        PointSums &) const;
template void CellStiffness<3>::product(const double *, const PointValues &, const PointValues &,
                                        PointSums &) const;

}  // namespace gammaflow
