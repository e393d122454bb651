// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/io/data_file.h>
#include <gammaflow/io/field_output.h>
#include <gammaflow/io/files.h>

#include <deal.II/base/data_out_base.h>

#include <cstdio>
#include <filesystem>
#include <locale>
#include <sstream>
#include <stdexcept>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

std::string numbered(const std::string &stem, std::size_t k)
{
  char number[16];
  std::snprintf(number, sizeof number, "%04zu", k);
  return stem + number;
}

/// The values of a nodal function at the points of the mesh.
std::vector<double> at_points(const Vector &u, const NodeMesh &mesh)
{
  std::vector<double> values(mesh.points.size());
  for (std::size_t i = 0; i < mesh.node.size(); ++i) values[i] = data(u)[mesh.node[i]];
  const std::vector<double> nodal = values;
  for (std::size_t i = mesh.node.size(); i < values.size(); ++i)
    values[i] = mesh.hanging.shown(nodal.data(), i);
  return values;
}

/// Corners in the order of XDMF and VTK: around a quadrilateral, not line by line.
std::vector<std::uint32_t> cells_for_xdmf(const NodeMesh &mesh, unsigned dim)
{
  const std::array<unsigned, 8> order{0, 1, 3, 2, 4, 5, 7, 6};
  const unsigned n = 1u << dim;
  std::vector<std::uint32_t> cells(mesh.corners.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] = mesh.corners[i - i % n + (dim > 1 ? order[i % n] : i % n)];
  return cells;
}

void write_data(const Trajectory &trajectory, const Vector *target, const NodeMesh &mesh,
                const std::string &path)
{
  const unsigned dim = trajectory.space->dim();
  const hsize_t n = mesh.points.size();
  std::vector<double> coordinates;
  coordinates.reserve(3 * n);
  for (const Point &x : mesh.points) coordinates.insert(coordinates.end(), x.begin(), x.end());

  DataFile file(path);
  file.dataset("points", coordinates, {n, 3});
  file.dataset("cells", cells_for_xdmf(mesh, dim), {mesh.corners.size() >> dim, hsize_t(1) << dim});
  if (target) file.dataset("target", at_points(*target, mesh), {n});
  file.group("density");
  for (std::size_t k = 0; k < trajectory.states.size(); ++k)
    file.dataset(numbered("density/", k), at_points(trajectory.states[k], mesh), {n});
  file.complete();
}

/// XDMF 3, which meshio and ParaView read: one grid for each moment, all on one mesh.
std::string xdmf(const Trajectory &trajectory, const bool with_target, const NodeMesh &mesh)
{
  const unsigned dim = trajectory.space->dim();
  const std::size_t n = mesh.points.size(), corners = std::size_t(1) << dim,
                    cells = mesh.corners.size() >> dim;
  const std::string topology = dim == 1   ? "\"Polyline\" NodesPerElement=\"2\""
                               : dim == 2 ? "\"Quadrilateral\""
                                          : "\"Hexahedron\"";
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.precision(17);
  const auto attribute = [&](const std::string &name, const std::string &dataset) {
    out << "        <Attribute Name=\"" << name << "\" AttributeType=\"Scalar\" Center=\"Node\">\n"
        << "          <DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"" << n
        << "\">fields.h5:/" << dataset << "</DataItem>\n        </Attribute>\n";
  };
  out << "<?xml version=\"1.0\" ?>\n<Xdmf Version=\"3.0\">\n  <Domain>\n"
      << "    <Grid Name=\"fields\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
  for (std::size_t k = 0; k < trajectory.times.size(); ++k) {
    out << "      <Grid Name=\"mesh\" GridType=\"Uniform\">\n        <Time Value=\"" << trajectory.times[k]
        << "\"/>\n"
        << "        <Geometry GeometryType=\"XYZ\">\n"
        << "          <DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"" << n
        << " 3\">fields.h5:/points</DataItem>\n        </Geometry>\n"
        << "        <Topology TopologyType=" << topology << " NumberOfElements=\"" << cells << "\">\n"
        << "          <DataItem Format=\"HDF\" NumberType=\"UInt\" Precision=\"4\" Dimensions=\"" << cells
        << " " << corners << "\">fields.h5:/cells</DataItem>\n        </Topology>\n";
    attribute("density", numbered("density/", k));
    if (with_target) attribute("target", "target");
    out << "      </Grid>\n";
  }
  out << "    </Grid>\n  </Domain>\n</Xdmf>\n";
  return out.str();
}

void make_directory(const fs::path &path)
{
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw InputError(path.string(), "", "cannot be made: " + error.message(),
                     "a directory that can be written");
}
}  // namespace

void write_fields(const Trajectory &trajectory, const Vector &target, const std::string &directory)
{
  write_fields(trajectory, TargetOfMoment([&](std::size_t) { return target; }), directory);
}

void write_fields(const Trajectory &trajectory, const TargetOfMoment &target, const std::string &directory)
{
  const Vector first_target = target ? target(0) : Vector();
  if (trajectory.states.size() != trajectory.times.size() ||
      (target && size(first_target) != trajectory.space->n_nodes()))
    throw std::invalid_argument("write_fields: the target or the states are not on the trajectory's space");
  const fs::path folder(directory);
  on_root([&] {
    make_directory(folder / "vtu");
    return 0;
  });

  std::vector<std::pair<double, std::string>> record;
  for (std::size_t k = 0; k < trajectory.states.size(); ++k) {
    const std::string name = numbered("vtu/fields-", k);
    const Vector goal = target && k > 0 ? target(k) : first_target;
    std::vector<std::pair<std::string, const Vector *>> fields = {{"density", &trajectory.states[k]}};
    if (target) fields.emplace_back("target", &goal);
    trajectory.space_of(k)->write_vtu((folder / name).string(), fields);
    record.emplace_back(trajectory.times[k], name + ".vtu");
  }
  std::ostringstream pvd;
  dealii::DataOutBase::write_pvd_record(pvd, record);
  write_file((folder / "fields.pvd").string(), pvd.str());

  // The VTU files are written by all processes, these by one; and they are of one mesh.
  if (trajectory.space->distributed() || trajectory.adapted()) return;
  const NodeMesh mesh = trajectory.space->node_mesh();
  write_data(trajectory, target ? &first_target : nullptr, mesh, (folder / "fields.h5").string());
  write_file((folder / "fields.xdmf").string(), xdmf(trajectory, bool(target), mesh));
}

}  // namespace gammaflow
