// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/domain.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/mesh/files/mesh_check.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// A mesh from a file, with its counts.
struct ImportedMesh {
  MeshContent content;
  MeshFacts facts;
};

/// The mesh of `domain/mesh file`, parsed and checked; every fault is an InputError of this key. The levels
/// of a refinement share one: it is parsed again where the content of the file, or how it is read, is
/// another.
std::shared_ptr<const ImportedMesh> import_mesh(const Parameters &parameters, const Domain &domain);
/// How many mesh files this process has parsed.
unsigned parsed_mesh_files();

/// What the mesh file holds, in one line; empty where the domain is no mesh from a file.
std::string mesh_file_description(const Parameters &parameters);

}  // namespace gammaflow
