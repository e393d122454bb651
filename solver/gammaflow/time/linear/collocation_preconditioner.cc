// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/time/linear/collocation_preconditioner.h>

#include <algorithm>

namespace gammaflow
{
CollocationPreconditioner::CollocationPreconditioner(const Flow &flow,
                                                     const std::vector<std::vector<double>> &a)
    : flow_(flow),
      asked_(asked_preconditioning(flow)),
      a_(a),
      stages_(unsigned(a.size())),
      n_(flow.space().n_nodes()),
      y_(flow.space().zero()),
      w_(y_)
{
}

void CollocationPreconditioner::prepare(const LinearizedFlow &at, const Vector &scale, const double step)
{
  kind_ = suitable_preconditioning(at, asked_);
  if (kind_ == Preconditioning::spectral) return prepare_modes(at, step);
  if (!built_[used_].serves(step)) used_ = 1 - used_;
  Built &built = built_[used_];
  if (kind_ == Preconditioning::multigrid) {
    if (!built.multigrid) built.multigrid = std::make_unique<CollocationMultigrid>(flow_, a_);
    built.multigrid->prepare(at, scale, step);
    built.step = step;
    return;
  }
  const unsigned patience = flow_.space().dim() == 1 ? 6 : 15;
  if (built.factors && built.serves(step) && built.iterations <= patience) return;
  built.step = step;
  factorize(at, scale);
}

void CollocationPreconditioner::factorize(const LinearizedFlow &at, const Vector &scale)
{
  const SparseMatrix J = scaled_matrix(at, scale);
  Triplets entries;
  const auto n = Eigen::Index(n_);
  for (unsigned i = 0; i < stages_; ++i)
    for (unsigned j = 0; j < stages_; ++j)
      for (Eigen::Index row = 0; row < n; ++row)
        for (SparseMatrix::InnerIterator entry(J, row); entry; ++entry)
          entries.emplace_back(int(i * n_) + int(row), int(j * n_) + int(entry.col()),
                               built_[used_].step * a_[i][j] * entry.value());
  for (std::size_t k = 0; k < stages_ * n_; ++k) entries.emplace_back(int(k), int(k), 1.);
  built_[used_].factors = std::make_unique<SparseLU>(assembled(stages_ * n_, entries), "the linearized step");
  ++factorizations_;
}

void CollocationPreconditioner::prepare_modes(const LinearizedFlow &at, const double step)
{
  const auto mu = [step, symbol = leading_symbol(at, step)](double lambda) { return step * symbol(lambda); };
  const auto prepare_symbol = [this](const std::function<double(double)> &g) {
    return flow_.space().laplacian().prepare(SpectralFunction::general(g, "collocation"));
  };
  if (stages_ == 1) {
    diagonal_ = prepare_symbol([=](double lambda) { return 1 / (1 + mu(lambda) / 2); });
    return;
  }
  // (1 + x A)^-1 = [1 + x/4, -x a_12; -x a_21, 1 + x/4] / (1 + x/2 + x^2/12)
  const auto determinant = [](double x) { return 1 + x / 2 + x * x / 12; };
  diagonal_ = prepare_symbol([=](double lambda) {
    const double x = mu(lambda);
    return (1 + x / 4) / determinant(x);
  });
  coupling_ = prepare_symbol([=](double lambda) {
    const double x = mu(lambda);
    return x / determinant(x);
  });
}

void CollocationPreconditioner::report(const LinearSolve &solve)
{
  if (kind_ == Preconditioning::factors) built_[used_].iterations = solve.iterations;
  if (kind_ == Preconditioning::multigrid) built_[used_].multigrid->report(solve);
}

void CollocationPreconditioner::apply(const Vector &r, Vector &z) const
{
  if (kind_ == Preconditioning::multigrid) return built_[used_].multigrid->apply(r, z);
  if (kind_ == Preconditioning::factors) {
    as_eigen(z) = built_[used_].factors->solve(as_eigen(r));
    return;
  }
  for (unsigned i = 0; i < stages_; ++i) {
    std::copy(data(r) + i * n_, data(r) + (i + 1) * n_, data(y_));
    diagonal_->apply(y_, w_);
    std::copy(data(w_), data(w_) + n_, data(z) + i * n_);
  }
  if (stages_ == 1) return;
  for (unsigned i = 0; i < stages_; ++i) {
    const unsigned j = 1 - i;
    std::copy(data(r) + j * n_, data(r) + (j + 1) * n_, data(y_));
    coupling_->apply(y_, w_);
    for (std::size_t k = 0; k < n_; ++k) data(z)[i * n_ + k] -= a_[i][j] * data(w_)[k];
  }
}

}  // namespace gammaflow
