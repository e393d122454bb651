// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace gammaflow
{
/// A function g of the Laplacian L >= 0, with its structure. On boxes only `g` is used (fast
/// diagonalization); on other meshes `form` decides how it is applied.
struct SpectralFunction {
  enum class Form {
    general,         ///< any g; boxes only
    matern,          ///< (1 + l^2 L)^-s, s elliptic solves
    inverse_matern,  ///< (1 + l^2 L)^s, a differential operator
    heat,            ///< exp(-tau L), rational approximation
    pseudo_inverse   ///< L^-1 on functions of zero mean, 0 on constants
  };

  std::function<double(double)> g;
  /// Replaces n numbers by their g, vectorized; empty where only `g` is given.
  std::function<void(double *numbers, std::size_t n)> of_many;
  Form form = Form::general;
  double length = 0;   ///< l of matern and inverse_matern
  int smoothness = 0;  ///< s of matern and inverse_matern
  double time = 0;     ///< tau of heat
  std::string label;

  template <class G>
  static SpectralFunction general(G g, const std::string &label)
  {
    SpectralFunction f;
    f.of_many = [g](double *numbers, std::size_t n) {
      for (std::size_t i = 0; i < n; ++i) numbers[i] = g(numbers[i]);
    };
    f.g = std::move(g);
    f.label = label;
    return f;
  }
  /// InputError for a length, smoothness or time that is negative or not finite.
  static SpectralFunction matern(double length, int smoothness);
  static SpectralFunction inverse_matern(double length, int smoothness);
  static SpectralFunction heat(double time);
  static SpectralFunction pseudo_inverse();
};

/// g(L), ready to be applied: y = g(L) x. Symmetric in the pairing of the Space.
class SpectralOperator
{
 public:
  virtual ~SpectralOperator() = default;
  /// y = g(L) x, nodal values.
  virtual void apply(const Vector &x, Vector &y) const = 0;
  /// The entries g(L)_ii of the matrix that acts on nodal values.
  virtual void diagonal(Vector &d) const = 0;
  /// Relative accuracy in the operator norm: round-off on boxes, the stated tolerance of the approximation
  /// elsewhere.
  virtual double accuracy() const = 0;
};

/// The functional calculus of the space's own Laplacian L = M^-1 A (M: lumped Gauss-Lobatto mass, A:
/// stiffness with the same quadrature), with no-flux or periodic boundary. L is symmetric and positive
/// semi-definite in <.,.>_M.
class LaplacianCalculus
{
 public:
  virtual ~LaplacianCalculus() = default;
  virtual void laplacian(const Vector &x, Vector &y) const = 0;  ///< y = L x
  /// The same; `visit(begin, end)` is called as soon as these entries of y are complete, while they are in
  /// the cache, until all are; never twice at a time. Default: once, at the end.
  using Visit = std::function<void(std::size_t begin, std::size_t end)>;
  virtual void laplacian_with(const Vector &x, Vector &y, const Visit &visit) const
  {
    laplacian(x, y);
    visit(0, size(y));
  }
  virtual void laplacian_diagonal(Vector &d) const = 0;  ///< L_ii
  virtual double largest_eigenvalue() const = 0;         ///< an upper bound of the spectrum of L
  /// True where any g is applied to round-off (boxes).
  virtual bool exact() const = 0;
  /// Throws InputError where the form of g cannot be applied on this space.
  virtual std::unique_ptr<SpectralOperator> prepare(const SpectralFunction &g) const = 0;
};

}  // namespace gammaflow
