// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>

#include <Eigen/Core>

#include <cstddef>
#include <memory>

namespace gammaflow
{
/// Lines of numbers side by side: number i of line l at start + i * stride + l, for as many lines as are
/// transformed at a time, 8 or 2.
template <class Number>
struct LineBundle {
  Number *start;
  std::size_t stride;
};

struct BlochPlan;

/// The eigenvectors B of the Laplacian of a direction with equal cells as fast transforms, O(n log n)
/// operations for n nodes instead of the n^2 of a product. They are Bloch waves (bloch_waves.h): with u_i the
/// values at the nodes i of the cells, times the roots of their masses, all that is needed of a line is
///   u_0 against cos(theta m),   (u_i + u_{p-i})/sqrt(2) against cos(theta (m + 1/2)),
///   -(u_i - u_{p-i})/sqrt(2) against sin(theta (m + 1/2)),
/// cosine and sine transforms across the cells for each class of nodes (in periodic directions also against
/// the other one of cosine and sine: Fourier transforms), and then an orthogonal p x p matrix for each theta.
/// Coefficients come in blocks of one theta, around the place of the vertices of cell k, theta = pi k/cells
/// (2 pi k / cells in periodic directions, imaginary parts around that of cell -k).
class BlochTransform
{
 public:
  explicit BlochTransform(const Grid1D &grid);
  BlochTransform(BlochTransform &&) noexcept;
  ~BlochTransform();

  /// Whether the grid has equal cells, as many as Fourier transforms are fast for.
  static bool serves(const Grid1D &grid);

  /// The eigenvalues in the order of the coefficients.
  const Eigen::VectorXd &values() const;

  /// y = B^T diag(w) x, w the weights of the grid, of `lines` lines (8 or 2); y may be x, here and below.
  void to_modes(unsigned lines, LineBundle<const double> x, LineBundle<double> y) const;
  /// y = B x.
  void from_modes(unsigned lines, LineBundle<const double> x, LineBundle<double> y) const;
  /// y = B diag(g) B^T diag(w) x, the same or another g for each line.
  void filter(unsigned lines, LineBundle<const double> x, LineBundle<const double> g,
              LineBundle<double> y) const;
  /// y_i = sum_k B_ik^2 x_k, for x_k that depend on the eigenvalue alone.
  void from_squares(unsigned lines, LineBundle<const double> x, LineBundle<double> y) const;

 private:
  std::unique_ptr<const BlochPlan> plan_;
};

}  // namespace gammaflow
