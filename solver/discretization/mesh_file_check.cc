#include <gammaflow/discretization/mesh_reader.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace gammaflow
{
void check_announced_counts(const Parameters &parameters, const std::string &path)
{
  const auto reject = [&](const std::string &why) {
    parameters.reject("domain", "mesh file", path + ": " + why);
  };
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  std::ifstream in(path);
  if (error || !in) reject("cannot be read");
  // Every node, element or entity takes at least two bytes, a digit and a separator.
  const auto check = [&](const std::string &line, unsigned line_number) {
    std::istringstream words(line);
    long long count = 0;
    while (words >> count)
      if (count < 0 || static_cast<unsigned long long>(count) > bytes)
        reject("line " + std::to_string(line_number) + " announces " + std::to_string(count) +
               " entries, the file has " + std::to_string(bytes) + " bytes");
  };

  std::string line;
  if (path.size() < 4 || path.compare(path.size() - 4, 4, ".msh") != 0) {
    // AVS UCD begins with its counts, after comments; the other formats are read by words as they come.
    unsigned number = 1;
    while (std::getline(in, line) && !line.empty() && line[0] == '#') ++number;
    check(line, number);
    return;
  }
  bool has_nodes = false, has_elements = false;
  for (unsigned number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line == "$MeshFormat" || line == "$MeshFormat ") {
      std::string version;
      int binary = 0;
      if (!(in >> version >> binary))
        reject("line " + std::to_string(number + 1) + " has no version of the format");
      if (binary != 0) reject("is a binary Gmsh file; save it as text (Mesh.Binary = 0)");
      std::getline(in, line);
      ++number;
    } else if (line == "$Nodes" || line == "$NOD" || line == "$Elements" || line == "$ELM") {
      (line[1] == 'N' ? has_nodes : has_elements) = true;
      std::getline(in, line);
      // Version 4: blocks, entries, smallest and largest tag. Tags may be large, but not without bound
      // either.
      check(line, ++number);
    }
  }
  if (!has_nodes) reject("has no section $Nodes");
  if (!has_elements) reject("has no section $Elements");
}

}  // namespace gammaflow
