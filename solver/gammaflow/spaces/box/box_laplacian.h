// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/laplacian_calculus.h>
#include <gammaflow/spaces/lines/tensor_grid.h>

#include <memory>

namespace gammaflow
{
/// The calculus of the Laplacian of a box by fast diagonalization (Lynch, Rice and Thomas, Numer. Math. 6
/// (1964)): with the lumped mass, L = L_x x 1 x 1 + 1 x L_y x 1 + 1 x 1 x L_z and g(L) is diagonal in the
/// products of the directions' eigenvectors. Fast transforms along directions with many equal cells, O(N log
/// n) operations and O(N) memory; elsewhere two small dense products per direction, O(N n) operations.
/// prepare(): InputError where dense eigenvectors would need more than `memory_mib`.
std::unique_ptr<LaplacianCalculus> make_box_laplacian(const TensorGrid &grid, double memory_mib);
/// The same for functions that vanish at the nodes of the held sides: the restriction of L to the other
/// nodes and its functions. Entries at held nodes are not looked at, and are zero in what comes out.
std::unique_ptr<LaplacianCalculus> make_held_laplacian(const TensorGrid &grid, double memory_mib,
                                                       const HeldSides &held);

}  // namespace gammaflow
