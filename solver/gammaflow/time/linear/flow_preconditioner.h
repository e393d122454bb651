// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/sparse/sparse_lu.h>
#include <gammaflow/time/linear/flow_multigrid.h>
#include <gammaflow/time/linear/linearized_flow.h>
#include <gammaflow/time/linear/spectral_levels.h>

#include <functional>
#include <memory>
#include <optional>

namespace gammaflow
{
/// How linearized steps are preconditioned: by a spectral inverse where a constant-coefficient operator is
/// near enough to J and the calculus of the Laplacian is exact; by LU factors in 1D and where there are few
/// unknowns; by multigrid elsewhere.
enum class Preconditioning { spectral, factors, multigrid };
/// The choice of `solver/preconditioner`; empty: auto. InputError for `spectral` on a mesh.
std::optional<Preconditioning> asked_preconditioning(const Flow &flow);
/// `asked`, or, where that is empty, the one that suits the coefficients of this state.
Preconditioning suitable_preconditioning(const LinearizedFlow &at, std::optional<Preconditioning> asked);
/// The symbol of the leading part of J, a function of the eigenvalues of the Laplacian: (m L + r)(kappa L +
/// f) with means m, r, f of mobility, reaction and local second variation; for kappa = 0, L times the mean of
/// m f, plus that of r f (m F'' = alpha for KL: no approximation at all). Where f is negative (unstable
/// modes) it is bounded so that 1 + h symbol stays above 0.3.
/// Energies with a symbol e of interactions: (m L + r)(kappa L + e(L) + f).
struct LeadingSymbol {
  double m, r, kappa, f;
  std::function<double(double)> interaction = {};
  double operator()(double lambda) const
  {
    return (m * lambda + r) * (kappa * lambda + (interaction ? interaction(lambda) : 0) + f);
  }
};
/// Whether 1 + step * symbol is that of another step and symbol but for a fiftieth, up to the largest
/// eigenvalue: an inverse of the one then serves the other just as well.
bool alike(double step, const LeadingSymbol &symbol, double other_step, const LeadingSymbol &other,
           double largest_eigenvalue);
/// The symbol at a state, bounded for this step.
LeadingSymbol leading_symbol(const LinearizedFlow &at, double step);
/// J as a matrix in the variable of the flow: U^-1 J U for densities, with U = `scale`.
SparseMatrix scaled_matrix(const LinearizedFlow &at, const Vector &scale);
/// Replaces the rows of nodes whose value is given by those of the identity.
void hold_given_nodes(const Flow &flow, SparseMatrix &matrix);

/// An approximate inverse of the linearized step in the variable of the flow: of the operator
///   z -> s z + h U^-1 J (U z)  where it is log u,   z -> z + h J z  where it is u;  s is near 1.
/// Spectral (boxes in 2D and 3D): 1/(1 + h symbol) of the leading part of J, where values are given in the
/// Laplacian of functions that vanish there. What is neglected is of lower order in derivatives, so the
/// iteration counts do not grow with refinement.
/// Where K is not near a differential operator (ridge regression with elliptic kernels): with K's own symbol,
/// for densities at levels of the density (SpectralLevels).
/// LU factors of the assembled J at some recent state, kept as long as they serve. Multigrid: FlowMultigrid.
class FlowPreconditioner
{
 public:
  explicit FlowPreconditioner(const Flow &flow);

  /// For J at this state, s = `stretch` at the nodes, h = `step`.
  void prepare(const LinearizedFlow &at, const Vector &stretch, double step);
  /// z = the approximate inverse applied to r.
  void apply(const Vector &r, Vector &z) const;
  /// To be called with the result of each solve: after many iterations LU factors are renewed, or replace a
  /// spectral inverse for densities. The latter neglects the drift, which is fine where log u varies little
  /// within a cell; where it falls by ten and more (tails on coarse cells), iterations end with large
  /// relative errors in small values, and steps collapse.
  void report(const LinearSolve &solve);
  /// The spectral inverse was given up with the last report(): the same system should be solved again.
  bool replaced() const { return kind_ == Preconditioning::spectral && spectral_fails_; }
  /// Drops everything that depends on earlier calls.
  void forget();
  Preconditioning kind() const { return kind_; }
  unsigned factorizations() const { return factorizations_; }

 private:
  void prepare_spectral(const SpectralLevels::Symbol &own, const LinearizedFlow &at, double step);
  /// The same for signed fields.
  void prepare_field(const SpectralLevels::Symbol &own, const LinearizedFlow &at, double step);
  void factorize(const LinearizedFlow &at, const Vector &stretch, double step);

  const Flow &flow_;
  const std::optional<Preconditioning> asked_;
  Preconditioning kind_ = Preconditioning::factors;
  bool spectral_fails_ = false;
  double factor_step_ = 0, spectral_step_ = 0;
  LeadingSymbol spectral_symbol_{};
  unsigned last_iterations_ = 0, factorizations_ = 0;
  std::unique_ptr<SparseLU> factor_;
  std::unique_ptr<const LaplacianCalculus> held_laplacian_;  ///< where values are given on a box
  std::unique_ptr<SpectralOperator> spectral_;
  SpectralLevels levels_;  ///< in place of spectral_, of densities where K has its own symbol
  std::unique_ptr<FlowMultigrid> multigrid_;
  Vector factor_state_, current_state_;
};

}  // namespace gammaflow
