#pragma once

#include <gammaflow/core/parameters.h>
#include <gammaflow/core/registry.h>
#include <gammaflow/discretization/laplacian_calculus.h>

#include <limits>
#include <string>

namespace gammaflow
{
/// A symmetric positive definite kernel with a bandwidth, apart from how it is applied (KernelOperator).
/// Either intrinsic, a function g(L) of the domain's own Laplacian, or a free-space profile k(|x - y|).
class Kernel
{
 public:
  struct Context {
    const Parameters &parameters;
    std::string section;  ///< "kernel" or "energy kernel"
    unsigned dim;
  };
  struct Traits {
    std::string summary;
    bool intrinsic = false;
  };

  virtual ~Kernel() = default;
  virtual bool intrinsic() const = 0;
  virtual double bandwidth() const = 0;
  virtual std::string name() const = 0;
};

/// k = g(L): boundary-compatible, g(0) = 1, all of them commute.
class IntrinsicKernel : public Kernel
{
 public:
  bool intrinsic() const final { return true; }
  /// g, with its structure.
  virtual SpectralFunction symbol() const = 0;
  /// 1/g, with its structure (1/g overflows at high modes for the Gaussian: `bounded_inverse` says so).
  virtual SpectralFunction inverse_symbol() const = 0;
  virtual bool bounded_inverse() const { return true; }
};

/// k(x, y) = profile(|x - y|) on R^dim, restricted to the domain (summed over images in periodic directions).
class RadialKernel : public Kernel
{
 public:
  bool intrinsic() const final { return false; }
  /// k(r), with its normalization.
  virtual double profile(double r) const = 0;
  /// The radius beyond which |k(r)| <= epsilon k(0); the support for compact kernels.
  virtual double radius(double epsilon) const = 0;
  virtual bool compact() const { return false; }
  /// profile(|x|) = profile(0) prod_i exp(-x_i^2 / (2 sigma^2)): the Gaussian.
  virtual bool separable() const { return false; }
  /// int over R^dim of k; 1 when normalized to unit integral, infinite if it does not exist.
  virtual double integral() const = 0;
  /// int x_1^2 k / int k: the coefficient of the limit Kf xi = xi + m2/2 lap xi; infinite if it does not
  /// exist.
  virtual double second_moment() const = 0;
  /// Fourier symbol int k(x) exp(-i w.x) dx as a function of |w|.
  virtual double fourier(double frequency) const = 0;
};

/// The kernel that `section` describes, in the dimension of the domain.
std::shared_ptr<const Kernel> make_kernel(const Parameters &parameters, const std::string &section,
                                          unsigned dim);

}  // namespace gammaflow
