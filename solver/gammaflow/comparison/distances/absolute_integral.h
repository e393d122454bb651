// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/bernstein.h>

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
/// int |p| v over [0,1]^dim of polynomials by their Bernstein coefficients, x fastest; v the volume of the
/// cell over that of [0,1]^dim, positive. Along one direction exactly, between the zeros of p. Across it by
/// Gauss rules between the places at which the zeros of p pass an edge of the cell (there the integral along
/// the line has a kink), which are halved until they agree: where zeros of p touch the lines.
class AbsoluteIntegral
{
 public:
  using Tensor = std::vector<double>;
  /// An integral, and an estimate of its error: the last change where halving ended.
  struct Part {
    double value = 0, error = 0;
  };

  explicit AbsoluteIntegral(unsigned degree);

  /// `p`: the (degree + 1)^dim Bernstein coefficients; `v`: one number, or a tensor; `depth`: how often a
  /// piece across may be halved; `tolerance`: absolute, for the whole cell, at which halving ends.
  Part of(unsigned dim, Tensor p, Tensor v, unsigned depth, double tolerance) const;

 private:
  double change_along(const Tensor &p, std::size_t stride) const;
  void exchange(Tensor &p, unsigned direction) const;
  Part inner(unsigned dim, const Tensor &p, const Tensor &v, unsigned depth, double tolerance) const;
  template <class Slices>
  Part halved(const Slices &slices, double y0, double y1, const Part &whole, double unknown, unsigned depth,
              double tolerance) const;
  Part gauss(unsigned dim, const Tensor &p, const Tensor &v, double y0, double y1, unsigned depth,
             double tolerance) const;
  std::vector<double> pieces(unsigned dim, const Tensor &p) const;
  double signed_integral(unsigned dim, const Tensor &p, const Tensor &v) const;
  double by_nodes(unsigned dim, Tensor p, Tensor v) const;
  double line(const Tensor &p, const Tensor &v) const;
  void at(double y, const Tensor &p, Tensor &slice) const;
  void apply_everywhere(const Eigen::MatrixXd &matrix, unsigned dim, Tensor &p) const;

  unsigned degree_, n_;
  std::vector<double> binomial_, binomial_of_product_;
  Eigen::MatrixXd gram_;                  ///< of the Bernstein polynomials on [0,1]
  Eigen::MatrixXd at_nodes_;              ///< their values at the Gauss-Lobatto nodes
  std::vector<double> node_weights_;      ///< of these
  std::vector<double> points_, weights_;  ///< of the Gauss rule with n points
};

}  // namespace gammaflow
