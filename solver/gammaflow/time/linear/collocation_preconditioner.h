// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/linear/collocation_multigrid.h>
#include <gammaflow/time/linear/flow_preconditioner.h>
#include <gammaflow/time/linear/linearized_flow.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace gammaflow
{
/// An approximate inverse of 1 + h A x J, A = (a_ij) the matrix of a Gauss method of one or two stages, J the
/// flow linearized at one of them: mode by mode, (1 + h A x mu(L))^-1, LU factors, or multigrid.
class CollocationPreconditioner
{
 public:
  CollocationPreconditioner(const Flow &flow, const std::vector<std::vector<double>> &a);

  /// For unknowns in units of `scale`. What was built for about this step is kept as long as it serves.
  void prepare(const LinearizedFlow &at, const Vector &scale, double step);
  /// Blocks of the stages, one after the other.
  void apply(const Vector &r, Vector &z) const;
  /// To be called with the result of each solve.
  void report(const LinearSolve &solve);

  /// The number of iterations after which a solve is given up.
  unsigned most_iterations() const { return kind_ == Preconditioning::factors ? 60 : 300; }
  unsigned factorizations() const { return factorizations_; }

 private:
  /// Factors or a hierarchy, and the step that they are for or served last.
  struct Built {
    double step = 0;
    unsigned iterations = 0;  ///< of the last solve
    std::unique_ptr<SparseLU> factors;
    std::unique_ptr<CollocationMultigrid> multigrid;
    bool serves(double h) const { return step > 0 && h > 0.6 * step && h < 1.6 * step; }
  };
  void factorize(const LinearizedFlow &at, const Vector &scale);
  void prepare_modes(const LinearizedFlow &at, double step);

  const Flow &flow_;
  const std::optional<Preconditioning> asked_;
  const std::vector<std::vector<double>> a_;
  const unsigned stages_;
  const std::size_t n_;
  Preconditioning kind_ = Preconditioning::factors;
  std::array<Built, 2> built_;  ///< the error is estimated from steps of two lengths, h and h/2
  std::size_t used_ = 0;
  unsigned factorizations_ = 0;
  std::unique_ptr<SpectralOperator> diagonal_, coupling_;
  mutable Vector y_, w_;
};

}  // namespace gammaflow
