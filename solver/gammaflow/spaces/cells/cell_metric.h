// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>

namespace gammaflow
{
/// G g, of the upper triangle of G by rows.
template <int dim, class Entries, class Gradient>
Gradient symmetric_product(const Entries &G, const Gradient &g)
{
  Gradient image;
  if constexpr (dim == 1) {
    image[0] = g[0] * G[0];
  } else if constexpr (dim == 2) {
    image[0] = g[0] * G[0] + g[1] * G[1];
    image[1] = g[0] * G[1] + g[1] * G[2];
  } else {
    image[0] = g[0] * G[0] + g[1] * G[1] + g[2] * G[2];
    image[1] = g[0] * G[1] + g[1] * G[3] + g[2] * G[4];
    image[2] = g[0] * G[2] + g[1] * G[4] + g[2] * G[5];
  }
  return image;
}

/// G = det J J^-1 J^-T at a node of a cell, J the Jacobian of its mapping: with a, b the gradients of x, y in
/// reference coordinates, grad x . grad y dx = a . G b. Symmetric: the upper triangle.
template <int dim>
class CellMetric
{
 public:
  /// `inverse(a, d)`: d xi_a / d x_d.
  template <class Inverse>
  CellMetric(double determinant, const Inverse &inverse)
  {
    for (int a = 0, k = 0; a < dim; ++a)
      for (int b = a; b < dim; ++b, ++k) {
        entries_[k] = 0;
        for (int d = 0; d < dim; ++d) entries_[k] += inverse(a, d) * inverse(b, d);
        entries_[k] *= determinant;
      }
  }
  double operator()(int a, int b) const
  {
    return a > b ? (*this)(b, a) : entries_[a * dim - a * (a - 1) / 2 + b - a];
  }
  template <class Gradient>
  Gradient operator*(const Gradient &g) const
  {
    return symmetric_product<dim>(entries_, g);
  }
  using Entries = std::array<double, dim *(dim + 1) / 2>;  ///< the upper triangle by rows
  explicit CellMetric(const Entries &entries) : entries_(entries) {}
  const Entries &entries() const { return entries_; }

 private:
  Entries entries_;
};

}  // namespace gammaflow
