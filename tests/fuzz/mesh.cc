// SPDX-License-Identifier: LGPL-2.1-or-later
// Mesh files of each format: a mesh, or std::invalid_argument.
#include <gammaflow/spaces/mesh/files/mesh_check.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  const auto &formats = mesh_formats();
  const std::string text(reinterpret_cast<const char *>(data + 1), size - 1);
  const unsigned dim = data[0] & 1 ? 3 : 2;
  const std::string &format = formats[(data[0] >> 1) % formats.size()];
  try {
    MeshContent mesh = parse_mesh(text, format, dim);
    check_mesh(mesh, DoubledNodes((data[0] >> 5) % 3)).text(dim);
  } catch (const std::invalid_argument &) {
  }
  return 0;
}
