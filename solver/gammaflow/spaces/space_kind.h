// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/parameters/domain.h>
#include <gammaflow/spaces/space.h>

#include <cstddef>
#include <memory>
#include <string>

namespace gammaflow
{
/// How section `domain` becomes a space: the kinds "box" and "mesh" are registered where their spaces are.
class SpaceKind
{
 public:
  struct Context {
  };
  /// What is known of a kind of spaces by its name.
  struct Traits {
    std::string summary;
  };

  virtual ~SpaceKind() = default;

  /// The space whose mesh is refined `level` times more than `domain` says; distributed over the processes of
  /// the communicator, unless it is MPI_COMM_NULL. InputError for what the kind cannot make.
  virtual std::shared_ptr<const Space> make(const Parameters &parameters, const Domain &domain,
                                            unsigned level, MPI_Comm communicator) const = 0;
  /// The number of nodes of that space; no nodes are allocated.
  virtual std::size_t nodes(const Parameters &parameters, const Domain &domain, unsigned level) const = 0;
  /// What the space and the Laplacian need: coordinates, weights, a few vectors, matrices.
  virtual double bytes_per_node(const Domain &domain) const = 0;
};

}  // namespace gammaflow
