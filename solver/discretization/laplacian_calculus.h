#pragma once

#include <gammaflow/core/types.h>

#include <functional>
#include <memory>
#include <string>

namespace gammaflow
{
/// A function g of the Laplacian L >= 0, with what is known of its structure. On boxes only `g` is used (fast
/// diagonalization); on other meshes the structure decides how it is applied.
struct SpectralFunction {
  enum class Form {
    general,         ///< any g; boxes only
    matern,          ///< (1 + l^2 L)^-s, s elliptic solves
    inverse_matern,  ///< (1 + l^2 L)^s, a differential operator
    heat,            ///< exp(-tau L), rational approximation
    pseudo_inverse   ///< L^-1 on functions of zero mean, 0 on constants
  };

  std::function<double(double)> g;
  Form form = Form::general;
  double length = 0;   ///< l of matern and inverse_matern
  int smoothness = 0;  ///< s of matern and inverse_matern
  double time = 0;     ///< tau of heat
  std::string label;

  static SpectralFunction general(std::function<double(double)> g, const std::string &label);
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
  virtual void laplacian_diagonal(Vector &d) const = 0;          ///< L_ii
  virtual double largest_eigenvalue() const = 0;                 ///< an upper bound of the spectrum of L
  /// True where any g is applied to round-off (boxes).
  virtual bool exact() const = 0;
  /// Throws InputError where the form of g cannot be applied on this space.
  virtual std::unique_ptr<SpectralOperator> prepare(const SpectralFunction &g) const = 0;
};

}  // namespace gammaflow
