// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
class BoxModes;

/// The spectral measure of a function f with respect to the Laplacian L:
///   |h(L) f|^2 = sum_j weight_j h(value_j)^2 in L2.
struct SpectralMeasure {
  /// An eigenvalue of L, and the squared part of f in its eigenspace.
  struct Part {
    double value, weight;
  };
  std::vector<Part> parts;  ///< ascending
  /// Weights below this are round-off.
  double floor = 0;

  /// |h(L) f|, h of an eigenvalue.
  double norm(const std::function<double(double)> &h) const;
};

/// Spectral measures of functions. On boxes by the eigenvectors of L, neighbouring eigenvalues (one percent)
/// merged; elsewhere by the Lanczos process started at the function, whose tridiagonal matrix has the Gauss
/// rule of the measure (Golub and Meurant, Matrices, Moments and Quadrature, 2010). No parts for f = 0.
class SpectralAnalysis
{
 public:
  explicit SpectralAnalysis(const Space &space);
  ~SpectralAnalysis();
  const Space &space() const { return space_; }
  SpectralMeasure operator()(const Vector &f) const;

 private:
  SpectralMeasure by_modes(const Vector &f) const;
  SpectralMeasure by_lanczos(const Vector &f) const;

  const Space &space_;
  std::unique_ptr<const BoxModes> modes_;
};

}  // namespace gammaflow
