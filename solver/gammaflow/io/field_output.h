// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/flow/trajectory.h>

#include <functional>
#include <string>

namespace gammaflow
{
/// What ParaView and VisIt open, in `directory` (made if it is not there), with the fields `density` and
/// `target`:
///   fields.pvd               the moments, each with its file in vtu/
///   vtu/fields-0007.vtu      one moment; cells of their full degree in 2D and 3D
///   fields.xdmf, fields.h5   the same on the mesh between the nodes: datasets /points, /cells, /target and
///                            /density/0007, one for each moment
/// Every file is written under a temporary name, then renamed; the records (.pvd, .xdmf) come after what they
/// refer to. InputError if something cannot be written; std::invalid_argument where the target is not on the
/// trajectory's space.
/// Where there is no target, there is no such field. Where the mesh followed the state, each moment's file in
/// vtu/ has its own, and the last two files are not written.
using TargetOfMoment = std::function<Vector(std::size_t k)>;  ///< on the space of state k; empty: none
void write_fields(const Trajectory &trajectory, const TargetOfMoment &target, const std::string &directory);
/// The same with one target for all moments.
void write_fields(const Trajectory &trajectory, const Vector &target, const std::string &directory);

}  // namespace gammaflow
