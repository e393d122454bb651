// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/time/linear/flow_preconditioner.h>
#include <gammaflow/time/linear/held_sides.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("solver", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "preconditioner", "auto", dealii::Patterns::Selection("auto|spectral|factors|multigrid"),
      "Of the implicit steps of differential operators. spectral: a constant-coefficient operator, inverted "
      "by "
      "fast diagonalization (boxes); factors: a sparse LU factorization (one process); multigrid: "
      "algebraic multigrid. auto: in 1D factors; on boxes spectral where coefficients vary by less than a "
      "factor of ten; else factors for few unknowns and multigrid for many, and on several processes.");
});

double mean(const Space &space, const Vector &v)
{
  return space.integrate(v) / space.volume();
}

/// Nodes up to which LU factors are faster than multigrid.
std::size_t most_factored(unsigned dim)
{
  return dim == 2 ? 5000 : 1500;
}

/// Iterations in one solve from which on a factorization is the better choice; usual are 2 to 25.
constexpr unsigned most_spectral = 60;
}  // namespace

std::optional<Preconditioning> asked_preconditioning(const Flow &flow)
{
  const std::string asked = flow.parameters().text("solver", "preconditioner");
  if (flow.space().distributed() || asked == "multigrid") return Preconditioning::multigrid;
  if (asked == "factors") return Preconditioning::factors;
  if (asked != "spectral") return std::nullopt;
  if (!flow.space().laplacian().exact())
    flow.parameters().reject("solver", "preconditioner", "is for boxes, and the domain is a mesh",
                             "auto, factors, multigrid");
  return Preconditioning::spectral;
}

Preconditioning suitable_preconditioning(const LinearizedFlow &at, const std::optional<Preconditioning> asked)
{
  if (asked) return *asked;
  const Flow &flow = at.flow();
  const Space &space = flow.space();
  if (flow.geometry().structure().symbol) return Preconditioning::spectral;
  const bool interacting = bool(flow.energy().structure().symbol);
  if (interacting && space.laplacian().exact() && !flow.has_boundary_values())
    return Preconditioning::spectral;  // no sparse matrix is near
  if (space.dim() == 1) return Preconditioning::factors;
  const auto unstructured =
      space.n_nodes() > most_factored(space.dim()) ? Preconditioning::multigrid : Preconditioning::factors;
  if (!space.laplacian().exact()) return unstructured;
  if (flow.has_boundary_values() && interacting) return unstructured;
  const bool of_gradients = flow.energy().structure().gradient != 0;
  if (at.coefficients().uniform && of_gradients) return Preconditioning::spectral;
  Vector leading = at.coefficients().mobility;
  if (!of_gradients) leading.scale(at.local_second_variation());
  const double high = space.maximum(leading);
  return high <= 10 * space.minimum(leading) || high == 0 ? Preconditioning::spectral : unstructured;
}

LeadingSymbol leading_symbol(const LinearizedFlow &at, const double step)
{
  const Space &space = at.flow().space();
  const OnsagerCoefficients &c = at.coefficients();
  const Vector &local = at.local_second_variation();
  const double kappa = at.flow().energy().structure().gradient;
  double m = c.uniform ? c.uniform->mobility : mean(space, c.mobility),
         r = c.uniform ? c.uniform->reaction : mean(space, c.reaction);
  // min over lambda of 1 + h (m lambda + r)(kappa lambda + f), m = 0 or r = 0: at 0, or at -f/(2 kappa)
  double f = mean(space, local);
  if (m > 0) f = std::max(f, -std::sqrt(4 * kappa * 0.7 / (step * m)));
  if (r > 0) f = std::max(f, -0.7 / (step * r));
  if (m > 0 && r > 0) f = std::max(f, 0.);
  const auto interaction = at.flow().energy().structure().symbol;
  if (interaction) return {m, r, kappa, std::max(f, 0.), interaction};
  if (kappa == 0) {
    Vector product = c.mobility;
    product.scale(local);
    m = mean(space, product);
    product = c.reaction;
    product.scale(local);
    r = mean(space, product);
    f = 1;
  }
  return {m, r, kappa, f};
}

bool alike(const double step, const LeadingSymbol &symbol, const double other_step,
           const LeadingSymbol &other, const double largest_eigenvalue)
{
  // Both are polynomials of degree two: what they do between 0 and the largest eigenvalue shows at some
  // points of each power of two.
  const auto differs = [&](double lambda) {
    const double one = 1 + step * symbol(lambda), two = 1 + other_step * other(lambda);
    return !(std::abs(one - two) <= 0.02 * std::abs(two));
  };
  if (differs(0)) return false;
  for (double lambda = largest_eigenvalue; lambda > 1e-12 * largest_eigenvalue; lambda /= 2)
    if (differs(lambda)) return false;
  return true;
}

SparseMatrix scaled_matrix(const LinearizedFlow &at, const Vector &scale)
{
  if (!at.flow().positive()) return at.matrix();
  return as_eigen(scale).cwiseInverse().asDiagonal() * at.matrix(&scale);
}

void hold_given_nodes(const Flow &flow, SparseMatrix &matrix)
{
  if (!flow.has_boundary_values()) return;
  const auto &nodes = flow.forcing()->nodes();
  std::vector<bool> given(flow.space().n_nodes(), false);
  for (const std::size_t node : nodes) given[node] = true;
  matrix.prune([&](Eigen::Index i, Eigen::Index j, double) { return i == j || !given[std::size_t(i)]; });
  for (const std::size_t node : nodes) matrix.coeffRef(Eigen::Index(node), Eigen::Index(node)) = 1;
}

FlowPreconditioner::FlowPreconditioner(const Flow &flow)
    : flow_(flow),
      asked_(asked_preconditioning(flow)),
      factor_state_(flow.space().zero()),
      current_state_(factor_state_)
{
}

void FlowPreconditioner::prepare(const LinearizedFlow &at, const Vector &stretch, const double step)
{
  const Space &space = flow_.space();
  kind_ = suitable_preconditioning(at, asked_);
  if (kind_ == Preconditioning::spectral && spectral_fails_) kind_ = Preconditioning::factors;
  if (kind_ == Preconditioning::multigrid) {
    if (!multigrid_) multigrid_ = std::make_unique<FlowMultigrid>(flow_);
    multigrid_->prepare(at, stretch, step);
    return;
  }
  if (kind_ == Preconditioning::factors) {
    const unsigned patience = space.dim() == 1 ? 5 : 15;
    const double ratio = step / factor_step_;
    current_state_ = at.state();
    if (!factor_ || !(ratio > 0.5 && ratio < 2) || last_iterations_ > patience) factorize(at, stretch, step);
    return;
  }
  if (const auto own = flow_.geometry().structure().symbol) return prepare_spectral(own, at, step);
  const LeadingSymbol symbol = leading_symbol(at, step);
  if (!held_laplacian_) held_laplacian_ = laplacian_of_corrections(flow_);
  const LaplacianCalculus &laplacian = held_laplacian_ ? *held_laplacian_ : space.laplacian();
  if (spectral_ && alike(step, symbol, spectral_step_, spectral_symbol_, laplacian.largest_eigenvalue()))
    return;
  spectral_ = laplacian.prepare(SpectralFunction::general(
      [=](double lambda) { return 1 / (1 + step * symbol(lambda)); }, "1/(1 + h (m L + r)(kappa L + f))"));
  spectral_step_ = step;
  spectral_symbol_ = symbol;
}

/// 1/(1 + h K(c) f/c) at levels c of the density, f the mean of u D^2F: 1 for KL.
void FlowPreconditioner::prepare_spectral(const SpectralLevels::Symbol &own, const LinearizedFlow &at,
                                          const double step)
{
  const Space &space = flow_.space();
  if (!flow_.positive()) return prepare_field(own, at, step);
  Vector relative = at.local_second_variation();
  relative.scale(at.state());
  levels_.prepare(space, own, at.state(), step * mean(space, relative));
}

/// 1/(1 + h K (kappa L + f)), f the mean local part of D^2F, where that is 0.3 or more.
void FlowPreconditioner::prepare_field(const SpectralLevels::Symbol &own, const LinearizedFlow &at,
                                       const double step)
{
  const Space &space = flow_.space();
  const double kappa = flow_.energy().structure().gradient, f = mean(space, at.local_second_variation());
  spectral_ = space.laplacian().prepare(SpectralFunction::general(
      [=](double lambda) { return 1 / std::max(0.3, 1 + step * own(lambda, 0) * (kappa * lambda + f)); },
      "1/(1 + h K (kappa L + f))"));
}

void FlowPreconditioner::forget()
{
  factor_.reset();
  spectral_.reset();
  levels_.forget();
  if (multigrid_) multigrid_->forget();
  last_iterations_ = 0;
  spectral_fails_ = false;
}

void FlowPreconditioner::report(const LinearSolve &solve)
{
  last_iterations_ = solve.iterations;
  if (kind_ == Preconditioning::multigrid) multigrid_->report(solve);
  const Space &space = flow_.space();
  // Of fields it neglects how f'' varies, near bounds by orders of magnitude; factors would be renewed in
  // each step, which costs more than four times as much (a blend with chi N = 80 on 37^2 nodes).
  if (flow_.positive() && kind_ == Preconditioning::spectral && solve.iterations > most_spectral &&
      space.n_nodes() <= most_factored(space.dim()) && !flow_.geometry().structure().symbol && !asked_)
    spectral_fails_ = true;
}

void FlowPreconditioner::factorize(const LinearizedFlow &at, const Vector &stretch, const double step)
{
  SparseMatrix matrix = step * scaled_matrix(at, at.state());
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) matrix.coeffRef(i, i) += data(stretch)[i];
  hold_given_nodes(flow_, matrix);
  factor_ = std::make_unique<SparseLU>(matrix, "the linearized step");
  factor_step_ = step;
  factor_state_ = at.state();
  last_iterations_ = 0;
  ++factorizations_;
}

void FlowPreconditioner::apply(const Vector &r, Vector &z) const
{
  if (kind_ == Preconditioning::spectral) {
    if (levels_.prepared()) return levels_.apply(r, z);
    spectral_->apply(r, z);
    if (held_laplacian_)  // rows of nodes whose value is given are those of the identity
      for (const std::size_t node : flow_.forcing()->nodes()) data(z)[node] = data(r)[node];
    return;
  }
  if (kind_ == Preconditioning::multigrid) return multigrid_->apply(r, z);
  if (!flow_.positive()) {
    as_eigen(z) = factor_->solve(as_eigen(r));
    return;
  }
  // J depends on the state less than U^-1 J U does: U_f/U (...)^-1 U/U_f.
  const Eigen::VectorXd ratio = as_eigen(current_state_).cwiseQuotient(as_eigen(factor_state_));
  as_eigen(z) = factor_->solve(ratio.cwiseProduct(as_eigen(r))).cwiseQuotient(ratio);
}

}  // namespace gammaflow
