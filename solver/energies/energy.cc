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

const KernelOperator *Energy::kernel_preimage(const Vector &, Vector &) const
{
  return nullptr;
}

}  // namespace gammaflow
