// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/kernels/exponential_profile.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/laplacian_calculus.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace gammaflow
{
/// A symmetric positive definite kernel with a bandwidth, apart from how it is applied (KernelOperator).
/// Either intrinsic, a function g(L) of the domain's own Laplacian, or a free-space profile k(|x - y|), or of
/// finite rank (FiniteRankKernel).
class Kernel
{
 public:
  /// What a kernel is made from.
  struct Context {
    const Parameters &parameters;
    std::string section;  ///< "kernel" or "energy kernel"
    unsigned dim;
  };
  /// What is known of a kernel by its name.
  struct Traits {
    std::string summary;
    bool intrinsic = false;    ///< an IntrinsicKernel
    bool finite_rank = false;  ///< a FiniteRankKernel

    Traits(std::string formula) : summary(std::move(formula)) {}
    Traits &function_of_the_laplacian();
    Traits &of_finite_rank();
    bool radial() const { return !intrinsic && !finite_rank; }  ///< a RadialKernel
  };

  Kernel(const std::string &name, const Context &context);
  virtual ~Kernel() = default;
  virtual bool intrinsic() const = 0;
  double bandwidth() const { return bandwidth_; }
  const std::string &name() const { return name_; }
  unsigned dim() const { return dim_; }

 private:
  std::string name_;
  double bandwidth_;
  unsigned dim_;
};

/// k = g(L): boundary-compatible, g(0) = 1, all of them commute.
class IntrinsicKernel : public Kernel
{
 public:
  using Kernel::Kernel;
  bool intrinsic() const final { return true; }
  /// g, with its structure.
  virtual SpectralFunction symbol() const = 0;
  /// 1/g, with its structure (1/g overflows at high modes for the Gaussian: `bounded_inverse` says so).
  virtual SpectralFunction inverse_symbol() const = 0;
  virtual bool bounded_inverse() const { return true; }
  /// The coefficient of the limit g(L) xi = xi - m2/2 L xi, m2 = -2 g'(0).
  virtual double second_moment() const = 0;
};

/// k(x, y) = profile(|x - y|) on R^dim, restricted to the domain (summed over images in periodic directions):
///   profile(r) = a phi(r / sigma),  phi(0) = 1, phi >= 0 decreasing,
/// with a = 1 (`as given`) or a = 1 / int phi(|x| / sigma) dx (`unit integral`). A kernel gives its shape
/// phi.
class RadialKernel : public Kernel
{
 public:
  /// shape_integral: int phi(|s|) ds over R^dim, infinite if it does not exist; `unit integral` is refused
  /// then.
  RadialKernel(const std::string &name, const Context &context, double shape_integral);

  bool intrinsic() const final { return false; }
  /// k(r), with its normalization.
  double profile(double r) const { return amplitude_ * shape(r / bandwidth()); }
  /// -k'(r)/r, with which grad_y k(|x - y|) = slope(|x - y|) (x - y). Infinite at r = 0 where the profile has
  /// a kink.
  double slope(double r) const
  {
    return amplitude_ / (bandwidth() * bandwidth()) * shape_slope(r / bandwidth());
  }
  /// Both for many pairs at once, of whose distances the squares are given, up to a constant: profile(r) is
  /// amplitude() times `value`, slope(r) is amplitude() / bandwidth()^2 times `slope`.
  void shapes(std::size_t n, const double *squared_distance, double *value, double *slope) const;
  double amplitude() const { return amplitude_; }
  /// Its rate is 0 where the profile is no polynomial times an exponential.
  ExponentialProfile exponential() const;
  /// The radius beyond which |k(r)| <= epsilon k(0); the support for compact kernels.
  double radius(double epsilon) const { return bandwidth() * shape_radius(epsilon); }
  virtual bool compact() const { return false; }
  /// profile(|x|) = profile(0) prod_i exp(-x_i^2 / (2 sigma^2)): the Gaussian.
  virtual bool separable() const { return false; }
  /// int over R^dim of k; 1 when normalized to unit integral, infinite if it does not exist.
  double integral() const { return integral_; }
  /// int x_1^2 k / int k: the coefficient of the limit Kf xi = xi + m2/2 lap xi; infinite if it does not
  /// exist.
  double second_moment() const { return bandwidth() * bandwidth() * shape_second_moment(); }
  /// Fourier symbol int k(x) exp(-i w.x) dx as a function of |w|.
  double fourier(double frequency) const;

 protected:
  virtual double shape(double s) const = 0;  ///< phi(s)
  virtual ExponentialProfile exponential_shape() const { return {}; }
  /// -phi'(s)/s = -2 dphi/d(s^2); by differences of order four in s^2, to about ten digits, where the profile
  /// is smooth in s^2 and this is not overridden.
  virtual double shape_slope(double s) const;
  /// phi and -phi'(s)/s of s = sqrt(square); overridden where loops over arrays are faster. `square` may be
  /// overwritten.
  virtual void shape_arrays(std::size_t n, double *square, double *value, double *slope) const;
  virtual double shape_radius(double epsilon) const = 0;     ///< phi <= epsilon beyond
  virtual double shape_second_moment() const = 0;            ///< int s_1^2 phi / int phi
  virtual double shape_fourier(double frequency) const = 0;  ///< int phi(|s|) exp(-i w.s) ds

 private:
  double amplitude_, integral_;
};

/// The kernel that `section` describes, in the dimension of the domain.
std::shared_ptr<const Kernel> make_kernel(const Parameters &parameters, const std::string &section,
                                          unsigned dim);
/// "energy kernel" while it is `same as geometry` is the section "kernel".
std::string kernel_section(const Parameters &parameters, const std::string &section);

}  // namespace gammaflow
