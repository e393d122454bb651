// SPDX-License-Identifier: LGPL-2.1-or-later
// Trajectory files: read, and put on a mesh, or refused by an InputError. The first byte chooses whether the
// rest is the whole file, or its content, which gets the checksum that it needs to be looked at; and the
// mesh.
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/spaces/make_space.h>

#include <deal.II/base/mpi.h>

#include "scratch.h"

using namespace gammaflow;

namespace
{
Parameters two_cells(const std::string &more)
{
  return Parameters::from_string("subsection domain\n set cells = 2\n set degree = 1\nend\n" + more, "a.prm");
}
}  // namespace

/// General meshes ask for the rank of the process.
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
  static const dealii::Utilities::MPI::MPI_InitFinalize mpi(*argc, *argv, 1);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  static const Parameters plain = two_cells(""),
                          following = two_cells(
                              "subsection adaptivity\n set enabled = true\nend\n"
                              "subsection domain\n set dimension = 2\n set shape = mesh\n"
                              " set mesh generator = box\nend\n");
  static const std::shared_ptr<const Space> line = make_space(plain), plane = make_space(following);
  if (size == 0) return 0;
  const std::string file = as_file(data + 1, size - 1, ".h5");
  try {
    if (data[0] & 1) {
      const std::string content(reinterpret_cast<const char *>(data + 1), size - 1);
      const auto index = content.rfind("{\"datasets\"");
      seal(file, index == std::string::npos ? 0 : index);
    }
    const StoredTrajectory stored = read_trajectory(file);
    trajectory_of(stored, file, data[0] & 2 ? following : plain, data[0] & 2 ? plane : line);
  } catch (const InputError &) {
  }
  return 0;
}
