// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/mesh/mesh_reader.h>
#include <gammaflow/spaces/space_kind.h>

#include <cmath>

namespace gammaflow
{
namespace
{
class MeshKind final : public SpaceKind
{
 public:
  std::shared_ptr<const Space> make(const Parameters &parameters, const Domain &domain, const unsigned level,
                                    MPI_Comm communicator) const override
  {
    return make_mesh_space(parameters, domain, level, communicator);
  }

  std::size_t nodes(const Parameters &parameters, const Domain &domain, const unsigned level) const override
  {
    return count_mesh_nodes(parameters, domain, level);
  }

  /// A sparse row, twice, and about the same again for the cells.
  double bytes_per_node(const Domain &domain) const override
  {
    return 200 + 40 * std::pow(domain.degree + 1., int(domain.dim));
  }
};

const Register<SpaceKind> registered("mesh", {"quadrilaterals or hexahedra, generated or from a file"},
                                     [](const SpaceKind::Context &) { return std::make_unique<MeshKind>(); });
}  // namespace

}  // namespace gammaflow
