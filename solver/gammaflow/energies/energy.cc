// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("energy", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "name", "KL", dealii::Patterns::Selection(Registry<Energy>::selection()),
      "The energy F that the flow decreases, measured against the target pi of section `target`. "
      "`gammaflow list` gives each formula.");
});
}  // namespace

Energy::Traits::Traits(std::string F, StateDomain states) : summary(std::move(F)), domain(states) {}
Energy::Traits &Energy::Traits::with_kernel()
{
  needs_kernel = true;
  return *this;
}
Energy::Traits &Energy::Traits::with_target_of_any_sign()
{
  positive_target = false;
  return *this;
}
Energy::Traits &Energy::Traits::without_target()
{
  positive_target = has_target = false;
  return *this;
}
Energy::Traits &Energy::Traits::tending_to(EnergyLimit limit)
{
  limits = {std::move(limit)};
  return *this;
}

SparseMatrix Energy::second_variation_matrix(const Vector &u) const
{
  Vector diagonal = u;
  second_variation_diagonal(u, diagonal);
  const auto n = Eigen::Index(size(u));
  SparseMatrix matrix(n, n);
  matrix.reserve(Eigen::VectorXi::Constant(n, 1));
  for (Eigen::Index i = 0; i < n; ++i) matrix.insert(i, i) = data(diagonal)[i];
  matrix.makeCompressed();
  return matrix;
}

void Energy::variations(const Vector &u, Vector &xi, Vector &local,
                        const LaplacianCalculus::Visit &visit) const
{
  first_variation(u, xi);
  local_second_variation(u, local);
  visit(0, size(u));
}

const KernelOperator *Energy::kernel_preimage(const Vector &, Vector &) const
{
  return nullptr;
}

}  // namespace gammaflow
