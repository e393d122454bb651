// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/convolution/block_convolution.h>
#include <gammaflow/energies/interaction.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
namespace
{
/// W of a difference, of its nearest image in periodic directions.
class Potential
{
 public:
  Potential(const Parameters &parameters, const Space &space)
      : parameters_(parameters), W_(read_expression(parameters, "energy", "W", {"x", "y", "z", "r"}))
  {
    for (unsigned k = 0; k < space.dim(); ++k) {
      length_[k] = space.upper()[k] - space.lower()[k];
      periodic_[k] = space.periodic(k);
    }
  }

  double operator()(Point d) const
  {
    for (unsigned k = 0; k < 3; ++k)
      if (periodic_[k]) d[k] -= length_[k] * std::round(d[k] / length_[k]);
    return formula(d);
  }

  /// At the difference of two nodes: finite, W(d) = W(-d).
  double checked(const Point &d) const
  {
    const double there = (*this)(d);
    if (!std::isfinite(there))
      parameters_.reject("energy", "W", "is not finite at the difference of two nodes",
                         "a formula that is finite everywhere, at 0 too");
    if (!same(there, (*this)({{-d[0], -d[1], -d[2]}})))
      parameters_.reject("energy", "W", "is not even", "W(x) = W(-x)");
    return there;
  }

  /// Whether W does not depend on the sign of d[k].
  bool even(Point d, unsigned k) const
  {
    const double there = (*this)(d);
    d[k] = -d[k];
    return same(there, (*this)(d));
  }
  /// Whether both images at half a period agree.
  bool unambiguous(Point d, unsigned k) const
  {
    if (!periodic_[k] || std::abs(std::abs(d[k]) - length_[k] / 2) > 1e-9 * length_[k]) return true;
    for (unsigned l = 0; l < 3; ++l)
      if (periodic_[l] && l != k) d[l] -= length_[l] * std::round(d[l] / length_[l]);
    d[k] = length_[k] / 2;
    const double there = formula(d);
    d[k] = -d[k];
    return same(there, formula(d));
  }
  /// Whether d can be a difference within the domain.
  bool possible(double d, unsigned k) const { return std::abs(d) <= length_[k] * (1 + 1e-9); }

 private:
  static bool same(double a, double b) { return std::abs(a - b) <= 1e-12 * (std::abs(a) + std::abs(b)); }
  double formula(const Point &d) const
  {
    const std::array<double, 4> v{{d[0], d[1], d[2], std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2])}};
    return W_.value(v.data());
  }

  const Parameters &parameters_;
  const Expression W_;
  Point length_{};
  std::array<bool, 3> periodic_{};
};

void check_memory(const Parameters &parameters, double bytes, const std::string &what,
                  const std::string &allowed)
{
  if (bytes / 1048576 > parameters.number("memory", "limit"))
    parameters.reject(
        "energy", "W",
        "needs " + what + " of " + std::to_string(long(bytes / 1048576)) + " MiB, which is over the limit",
        "fewer nodes, " + allowed + "or a higher limit in section `memory`");
}

class DenseInteraction final : public Interaction
{
 public:
  DenseInteraction(const Potential &W, const Space &space)
      : Interaction(W({})),
        weights_(as_eigen(space.weights())),
        matrix_(Eigen::Index(space.n_nodes()), Eigen::Index(space.n_nodes()))
  {
    const auto &nodes = space.nodes();
    for (Eigen::Index j = 0; j < matrix_.cols(); ++j)
      for (Eigen::Index i = 0; i <= j; ++i) {
        const Point &a = nodes[std::size_t(i)], &b = nodes[std::size_t(j)];
        matrix_(i, j) = matrix_(j, i) = W.checked({{a[0] - b[0], a[1] - b[1], a[2] - b[2]}});
      }
  }
  void apply(const Vector &u, Vector &out) const override
  {
    as_eigen(out).noalias() = matrix_ * as_eigen(u).cwiseProduct(weights_);
  }

 private:
  const Eigen::VectorXd weights_;
  Eigen::MatrixXd matrix_;
};

/// W is sampled at the differences of nodes alone; those that only pad the circulants are zero.
class FourierInteraction final : public Interaction
{
 public:
  FourierInteraction(const Potential &W, const Space &space, bool even)
      : Interaction(W({})),
        weights_(as_eigen(space.weights())),
        convolution_(BlockToeplitz(
            [&W](double x, double y, double z) {
              return W.possible(x, 0) && W.possible(y, 1) && W.possible(z, 2) ? W({{x, y, z}}) : 0.;
            },
            std::numeric_limits<double>::max(), even, *space.tensor_grid()))
  {
  }
  void apply(const Vector &u, Vector &out) const override
  {
    as_eigen(out) = as_eigen(u).cwiseProduct(weights_);
    convolution_.apply(data(out), data(out));
  }

 private:
  const Eigen::VectorXd weights_;
  const BlockConvolution convolution_;
};

/// All differences of nodes in one direction of a uniform grid, whose signs do not matter.
std::vector<double> differences(const Grid1D &grid)
{
  const BlockDirection direction(grid, std::numeric_limits<double>::max());
  std::vector<double> all;
  for (std::size_t block = 0; block < direction.embedding; ++block)
    for (unsigned shift = 0; shift < direction.shifts.size(); ++shift)
      all.push_back(direction.distance(block, shift));
  return all;
}
}  // namespace

std::unique_ptr<const Interaction> make_interaction(const Parameters &p, const Space &space)
{
  const std::string text = p.text("energy", "W");
  if (text.find_first_not_of("0. ") == std::string::npos) return nullptr;
  if (space.distributed())
    p.reject("energy", "W", "couples all nodes, and they are distributed over processes",
             "0, or one process");
  const Potential W(p, space);
  const TensorGrid *grid = space.tensor_grid();
  bool uniform = grid != nullptr && grid->uniform(), even = true;
  if (uniform) {
    const auto bytes = BlockToeplitz::bytes(*grid, std::numeric_limits<double>::max(), false);
    check_memory(p, bytes[0] + bytes[1], "Fourier symbols", "");
    std::array<std::vector<double>, 3> all{{{0.}, {0.}, {0.}}};
    for (unsigned d = 0; d < grid->dim; ++d) all[d] = differences(grid->direction[d]);
    for (const double z : all[2])
      for (const double y : all[1])
        for (const double x : all[0]) {
          if (!W.possible(x, 0) || !W.possible(y, 1) || !W.possible(z, 2)) continue;
          const Point d{{x, y, z}};
          W.checked(d);
          for (unsigned k = 0; k < grid->dim; ++k) {
            even = even && W.even(d, k);
            uniform = uniform && W.unambiguous(d, k);
          }
        }
  }
  if (uniform) return std::make_unique<FourierInteraction>(W, space, even);
  const double n = double(space.n_nodes());
  check_memory(p, 8 * n * n, "a dense matrix", grid ? "equal cells, " : "");
  return std::make_unique<DenseInteraction>(W, space);
}

}  // namespace gammaflow
