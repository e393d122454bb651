// SPDX-License-Identifier: LGPL-2.1-or-later
// Files of VTK: what is read, and that everything else is refused with the file and the reason.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_data.h>

#include <deal.II/base/function.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/tria.h>
#include <deal.II/lac/vector.h>
#include <deal.II/numerics/data_out.h>
#include <deal.II/numerics/vector_tools.h>
#include <gtest/gtest.h>

#include "tests/candidates/scratch_files.h"
#include <cstring>
#include <fstream>
#include <zlib.h>

using namespace gammaflow;

namespace
{
std::string base64(const std::string &bytes)
{
  static const char *const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group * 256 + (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0);
    for (std::size_t k = 0; k < 4; ++k)
      text += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 63];
  }
  return text;
}

template <class Number>
std::string bytes_of(const std::vector<Number> &numbers, bool big_endian = false)
{
  std::string bytes;
  for (const Number number : numbers) {
    std::string one(sizeof(Number), '\0');
    std::memcpy(&one[0], &number, sizeof(Number));
    bytes += big_endian ? std::string(one.rbegin(), one.rend()) : one;
  }
  return bytes;
}

std::string array(const std::string &name, unsigned components, const std::string &format,
                  const std::string &text, const std::string &type = "Float64")
{
  return "<DataArray type=\"" + type + "\" Name=\"" + name + "\" NumberOfComponents=\"" +
         std::to_string(components) + "\" format=\"" + format + "\">" + text + "</DataArray>\n";
}

/// A file of three points with point data u, cells that are vertices; `inside` stands behind the points.
std::string vtu(const std::string &points, const std::string &data, const std::string &attributes = "",
                const std::string &count = "3", const std::string &behind = "")
{
  return "<?xml version=\"1.0\"?>\n<VTKFile type=\"UnstructuredGrid\" version=\"1.0\" " + attributes +
         ">\n<UnstructuredGrid><Piece NumberOfPoints=\"" + count + "\" NumberOfCells=\"0\">\n<Points>" +
         points + "</Points>\n<PointData>" + data + "</PointData></Piece></UnstructuredGrid>\n" + behind +
         "</VTKFile>\n";
}

const std::vector<double> three = {0.5, 0.25, 0, 1, 0.75, 0, 0.125, 0.5, 0};
const std::string ascii_points = array("Points", 3, "ascii", "0.5 0.25 0\n1 0.75 0\n0.125 0.5 0");
const std::string weights = array("weight", 1, "ascii", "1 2 3");

/// Blocks of `each` bytes.
std::string packed(const std::string &bytes, std::uint32_t each, bool encoded)
{
  std::vector<std::uint32_t> header = {0, each, std::uint32_t(bytes.size() % each)};
  std::string all;
  for (std::size_t from = 0; from < bytes.size(); from += each) {
    const std::string block = bytes.substr(from, each);
    uLongf size = compressBound(block.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef *>(&out[0]), &size, reinterpret_cast<const Bytef *>(block.data()),
             block.size());
    header.push_back(std::uint32_t(size));
    ++header[0];
    all += out.substr(0, size);
  }
  return encoded ? base64(bytes_of(header)) + base64(all) : bytes_of(header) + all;
}

class VtkFiles : public ScratchFiles
{
 protected:
  static CandidateFormat in(unsigned dim, const std::string &columns = "")
  {
    CandidateFormat format;
    format.dim = dim;
    if (!columns.empty()) format.columns = column_roles(columns);
    return format;
  }
  void expect_three(const std::string &content, const std::string &what) const
  {
    const auto s = read_candidate(file("a.vtu", content), in(2));
    ASSERT_EQ(s.size(), 1u) << what;
    EXPECT_EQ(s[0].particles.coordinates(), (std::vector<double>{0.5, 1, 0.125, 0.25, 0.75, 0.5})) << what;
  }
  void expect_refused(const std::string &path, const std::vector<std::string> &words, unsigned dim = 2) const
  {
    std::string message;
    try {
      read_candidate(path, in(dim));
    } catch (const InputError &error) {
      message = error.what();
    }
    for (const std::string &word : words)
      EXPECT_NE(message.find(word), std::string::npos) << "wanted: " << word << "\ngot: " << message;
  }
  static std::vector<FieldSnapshot> fields(const std::string &path, unsigned dim,
                                           const std::string &columns = "")
  {
    FieldFormat format;
    format.common = in(dim, columns);
    format.domain.dim = dim;
    format.domain.upper = {1, 1, 1};
    const CandidateData data = read_candidate_data(path, {}, dim);
    EXPECT_TRUE(holds_fields(data, format.common));
    return fields_in(data, format);
  }
};

/// x + 2 y (+ 4 z) on a refined square or cube, as deal.II writes it: each cell has corners of its own.
template <int dim>
void write_by_dealii(const std::string &path, dealii::DataOutBase::VtkFlags flags, bool jumps = false)
{
  dealii::Triangulation<dim> mesh;
  dealii::GridGenerator::hyper_cube(mesh);
  mesh.refine_global(3);
  dealii::FE_Q<dim> element(1);
  dealii::DoFHandler<dim> dofs(mesh);
  dofs.distribute_dofs(element);
  dealii::Vector<double> u(dofs.n_dofs()), cells(mesh.n_active_cells());
  dealii::VectorTools::interpolate(
      dofs, dealii::ScalarFunctionFromFunctionObject<dim>([](const dealii::Point<dim> &x) {
        double sum = 0;
        for (unsigned d = 0; d < dim; ++d) sum += (1 << d) * x[d];
        return sum;
      }),
      u);
  for (unsigned i = 0; i < cells.size(); ++i) cells[i] = i;
  dealii::DataOut<dim> out;
  out.set_flags(flags);
  out.attach_dof_handler(dofs);
  if (jumps)
    out.add_data_vector(cells, "u");
  else
    out.add_data_vector(u, "solution");
  out.build_patches();
  std::ofstream stream(path);
  out.write_vtu(stream);
}
}  // namespace

// The same points in every way that VTK knows to write them. Would catch: headers of the other width, padding
// in the middle, a block that is not the last one taken for it.
TEST_F(VtkFiles, AllEncodings)
{
  expect_three(vtu(ascii_points, weights), "ascii");
  const std::string numbers = bytes_of(three), header = bytes_of<std::uint32_t>({72}),
                    wide = bytes_of<std::uint64_t>({72});
  expect_three(vtu(array("Points", 3, "binary", "\n  " + base64(header + numbers) + "\n"), ""), "base64");
  expect_three(vtu(array("Points", 3, "binary", base64(header) + base64(numbers)), ""), "in two parts");
  expect_three(vtu(array("Points", 3, "binary", base64(wide + numbers)), "", "header_type=\"UInt64\""),
               "UInt64");
  expect_three(
      vtu(array("Points", 3, "binary", base64(bytes_of<std::uint32_t>({72}, true) + bytes_of(three, true))),
          "", "byte_order=\"BigEndian\""),
      "BigEndian");
  std::vector<float> single(three.begin(), three.end());
  expect_three(
      vtu(array("Points", 3, "binary", base64(bytes_of<std::uint32_t>({36}) + bytes_of(single)), "Float32"),
          ""),
      "Float32");
  for (const std::uint32_t each : {32768u, 72u, 36u, 32u})
    expect_three(vtu(array("Points", 3, "binary", packed(numbers, each, true)), "",
                     "compressor=\"vtkZLibDataCompressor\""),
                 "zlib in blocks of " + std::to_string(each));
  const std::string appended =
                        "<DataArray type=\"Float64\" NumberOfComponents=\"3\" format=\"appended\" offset=\"",
                    before = base64("other array");
  expect_three(vtu(appended + "8\"/>", "", "", "3",
                   "<AppendedData encoding=\"raw\">\n _" + std::string("<&>\0\n__ ", 8) + header + numbers +
                       "</AppendedData>"),
               "appended, raw");
  expect_three(
      vtu(appended + std::to_string(before.size()) + "\"/>", "", "", "3",
          "<AppendedData encoding=\"base64\">_" + before + base64(header + numbers) + "</AppendedData>"),
      "appended, base64");
  expect_three(vtu(appended + "0\"/>", "", "compressor=\"vtkZLibDataCompressor\"", "3",
                   "<AppendedData encoding=\"raw\">_" + packed(numbers, 40, false) + "</AppendedData>"),
               "appended, zlib");
}

TEST_F(VtkFiles, WeightsAndTimes)
{
  const std::string time =
      "<FieldData><DataArray type=\"Float64\" Name=\"TimeValue\" format=\"ascii\">0.75"
      "</DataArray></FieldData>";
  std::string content = vtu(ascii_points, weights + array("velocity", 3, "ascii", "1 2 3 4 5 6 7 8 9") +
                                              array("name", 1, "ascii", "a b c", "String"));
  content.insert(content.find("<Piece"), time);
  const auto s = read_candidate(file("a.vtu", content), in(2));
  EXPECT_EQ(s[0].particles.weights(), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(s[0].time, 0.75);
  EXPECT_EQ(read_candidate_data(file("a.vtu", content)).unread, (std::set<std::string>{"name", "velocity"}));
}

// A series has the times of its list, whatever its files say; meshes and numbers of particles may change.
TEST_F(VtkFiles, Series)
{
  file("a.vtu", vtu(ascii_points, weights));
  file("b.vtu", vtu(array("Points", 3, "ascii", "0 1 0"), array("weight", 1, "ascii", "1"), "", "1"));
  const auto pvd = [](const std::string &sets) {
    return "<VTKFile type=\"Collection\"><Collection>" + sets + "</Collection></VTKFile>";
  };
  const std::string a = "<DataSet timestep=\"0.5\" part=\"0\" file=\"a.vtu\"/>",
                    b = "<DataSet timestep=\"1\" file=\"b.vtu\"/>";
  for (const std::string &path :
       {file("a.pvd", pvd(a + b)), file("a.vtu.series",
                                        "{\"file-series-version\": \"1.0\", \"files\": [{\"name\": "
                                        "\"a.vtu\", \"time\": 0.5}, {\"name\": \"b.vtu\", "
                                        "\"time\": 1}]}")}) {
    const auto s = read_candidate(path, in(2));
    ASSERT_EQ(s.size(), 2u);
    EXPECT_EQ(s[0].time, 0.5);
    EXPECT_EQ(s[0].particles.size(), 3u);
    EXPECT_EQ(s[1].time, 1.);
    EXPECT_EQ(s[1].particles.coordinates(), (std::vector<double>{0, 1}));
  }
  expect_refused(file("b.pvd", pvd(b + a)), {"b.pvd", "not after the time before"});
  expect_refused(file("b.pvd", pvd("<DataSet timestep=\"1\" file=\"none.vtu\"/>")),
                 {"none.vtu", "cannot be read"});
  expect_refused(file("b.pvd", pvd("<DataSet timestep=\"soon\" file=\"a.vtu\"/>")), {"b.pvd", "soon"});
  expect_refused(file("b.pvd", pvd("<DataSet timestep=\"1\" file=\"b.pvd\"/>")), {"b.pvd", "Collection"});
  expect_refused(file("b.pvd", pvd("")), {"b.pvd", "no series"});
  expect_refused(file("b.series", "{\"files\": [{\"name\": \"a.vtu\"}]}"), {"b.series", "no series"});
  expect_refused(file("b.series", "{\"files\": " + std::string(100000, '[')), {"b.series"});
}

// Pieces in one file and in files of their own, an empty one among them.
TEST_F(VtkFiles, Pieces)
{
  const std::string empty = "<Piece NumberOfPoints=\"0\" NumberOfCells=\"0\"><Points>" +
                            array("Points", 3, "ascii", "") + "</Points></Piece>";
  std::string two = vtu(ascii_points, weights);
  const std::string piece = two.substr(two.find("<Piece"), two.find("</Piece>") + 8 - two.find("<Piece"));
  two.insert(two.find("<Piece"), empty + piece);
  EXPECT_EQ(read_candidate(file("a.vtu", two), in(2))[0].particles.size(), 6u);
  file("one.vtu", vtu(ascii_points, weights));
  const auto s =
      read_candidate(file("a.pvtu",
                          "<VTKFile type=\"PUnstructuredGrid\"><PUnstructuredGrid><Piece Source=\"one.vtu\"/>"
                          "<Piece Source=\"one.vtu\"/></PUnstructuredGrid></VTKFile>"),
                     in(2));
  EXPECT_EQ(s[0].particles.weights(), (std::vector<double>{1, 2, 3, 1, 2, 3}));
  expect_refused(file("b.pvtu",
                      "<VTKFile type=\"PUnstructuredGrid\"><PUnstructuredGrid><Piece "
                      "Source=\"b.pvtu\"/></PUnstructuredGrid></VTKFile>"),
                 {"b.pvtu", "no piece"});
}

// What deal.II writes: numbers packed by zlib, corners of cells several times. Must fail: values of cells,
// which jump at the corners, and coordinates of another dimension.
TEST_F(VtkFiles, WhatDealIIWrites)
{
  dealii::DataOutBase::VtkFlags flags;
  flags.time = 0.25;
  for (const auto level :
       {dealii::DataOutBase::VtkFlags::best_speed, dealii::DataOutBase::VtkFlags::no_compression}) {
    flags.compression_level = level;
    const std::string path = scratch.path() + "/dealii.vtu";
    write_by_dealii<2>(path, flags);
    const auto found = fields(path, 2);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].time, 0.25);
    EXPECT_EQ(found[0].field->description(), "grid of 9 x 9");
    EXPECT_NEAR(found[0].field->at({{{0.3, 0.7, 0}}})[0], 0.3 + 2 * 0.7, 1e-6);
    EXPECT_EQ(fields(path, 2, "value=solution").size(), 1u);
    write_by_dealii<2>(path, flags, true);
    EXPECT_THROW(fields(path, 2), InputError);
    write_by_dealii<3>(path, flags);
    EXPECT_NEAR(fields(path, 3)[0].field->at({{{0.3, 0.7, 0.1}}})[0], 0.3 + 2 * 0.7 + 4 * 0.1, 1e-6);
    EXPECT_THROW(fields(path, 2), InputError);
    write_by_dealii<1>(path, flags);
    EXPECT_NEAR(fields(path, 1)[0].field->at({{{0.3, 0, 0}}})[0], 0.3, 1e-6);
  }
}

TEST_F(VtkFiles, Refusals)
{
  const std::string good = vtu(ascii_points, weights);
  for (std::size_t size = 60; size + 15 < good.size(); size += 7)
    expect_refused(file("cut.vtu", good.substr(0, size)), {"cut.vtu"});
  expect_refused(file("a.vtu", vtu(ascii_points, weights, "", "1000000000")), {"a.vtu", "points"});
  expect_refused(file("a.vtu", vtu(ascii_points, weights, "", "99999999999999999999")),
                 {"a.vtu: line", "NumberOfPoints"});
  expect_refused(file("a.vtu", vtu(ascii_points, weights, "", "2")), {"a.vtu", "7 or more", "6"});
  expect_refused(file("a.vtu", vtu(array("Points", 3, "ascii", "0 0 0 1 nan 0 1 1 0"), "")),
                 {"a.vtu", "entry 5", "nan"});
  expect_refused(file("a.vtu", vtu(array("Points", 3, "ascii", "0 0 0 1 1 1 1 1 0"), "")),
                 {"a.vtu", "z from 0 to 1", "2 dimensions"});
  expect_refused(file("a.vtu", vtu(array("Points", 2, "ascii", "0 0 1 1 1 0"), "")),
                 {"a.vtu", "three coordinates"});
  expect_refused(file("a.vtu", vtu(ascii_points, array("weight", 1, "ascii", "1 0 3"))),
                 {"weight", "entry 2"});
  expect_refused(file("a.vtu", vtu(ascii_points, weights, "compressor=\"vtkLZ4DataCompressor\"")),
                 {"a.vtu: line 2", "vtkLZ4DataCompressor", "vtkZLibDataCompressor"});
  expect_refused(file("a.vtu", vtu(ascii_points, weights, "byte_order=\"Middle\"")),
                 {"a.vtu: line 2", "Middle"});
  expect_refused(file("a.vtu", "<!DOCTYPE a [<!ENTITY b \"c\">]>" + good.substr(good.find('\n'))),
                 {"a.vtu: line 1", "document type"});
  std::string deep = "<VTKFile type=\"UnstructuredGrid\">";
  for (int k = 0; k < 100000; ++k) deep += "<a>";
  expect_refused(file("a.vtu", deep), {"a.vtu", "tags"});
  expect_refused(file("a.vti", "<VTKFile type=\"ImageData\"></VTKFile>"), {"a.vti", "ImageData", ".vtu"});
  expect_refused(file("a.vtu", vtu(ascii_points, weights + weights)), {"weight", "twice"});
  expect_refused(file("a.vtk", "# vtk DataFile Version 3.0\n"), {"a.vtk", "legacy"});
}

// Binary data whose headers claim what is not there, that are cut at any place, or have a bit that is wrong.
TEST_F(VtkFiles, DamagedBinaryData)
{
  const auto binary = [&](const std::string &text, const std::string &attributes = "") {
    return file("a.vtu", vtu(array("Points", 3, "binary", text), "", attributes));
  };
  const std::string numbers = bytes_of(three), zlib = "compressor=\"vtkZLibDataCompressor\"";
  expect_refused(binary(base64(bytes_of<std::uint32_t>({4000000000u}) + numbers)), {"a.vtu", "4000000000"});
  expect_refused(binary(base64(bytes_of<std::uint32_t>({64}) + numbers)), {"a.vtu", "64", "72 bytes"});
  expect_refused(binary(base64(bytes_of<std::uint32_t>({72}) + numbers).substr(0, 40)),
                 {"a.vtu", "claims more"});
  expect_refused(binary("@@@@"), {"a.vtu", "base64"});
  // the header says what the bytes are not
  expect_refused(binary(base64(bytes_of<std::uint32_t>({72}) + bytes_of(three, true))),
                 {"a.vtu", "byte order"});
  for (const std::vector<std::uint32_t> &header :
       std::vector<std::vector<std::uint32_t>>{{4000000000u, 72, 0, 10},
                                               {1, 4000000000u, 72, 10},
                                               {1, 72, 0, 4000000000u},
                                               {0, 72, 0},
                                               {2, 72, 0, 5, 5},
                                               {}})
    expect_refused(binary(base64(bytes_of(header)) + base64("0123456789"), zlib), {"a.vtu"});
  const std::string good = packed(numbers, 40, true);
  for (std::size_t size = 0; size < good.size(); size += 4)
    expect_refused(binary(good.substr(0, size), zlib), {"a.vtu"});
  std::string wrong = packed(numbers, 72, false);
  wrong[wrong.size() - 2] ^= 1;
  const std::string header = wrong.substr(0, 16);
  expect_refused(binary(base64(header) + base64(wrong.substr(16)), zlib), {"a.vtu", "zlib"});
  expect_refused(file("a.vtu", vtu("<DataArray type=\"Float64\" NumberOfComponents=\"3\" format=\"appended\" "
                                   "offset=\"500\"/>",
                                   "", "", "3", "<AppendedData encoding=\"raw\">_</AppendedData>")),
                 {"a.vtu", "offset 500"});
}

// A mesh is not taken for particles: which of its data is the density has to be clear.
TEST_F(VtkFiles, MeshesAreNoParticles)
{
  std::string mesh = vtu(ascii_points, array("p", 1, "ascii", "1 2 3") + array("T", 1, "ascii", "1 2 3"));
  const std::string none = "NumberOfCells=\"0\"";
  mesh.replace(mesh.find(none), none.size(), "NumberOfCells=\"1\"");
  mesh.insert(mesh.find("<PointData>"), "<Cells>" + array("types", 1, "ascii", "5", "UInt8") + "</Cells>");
  try {
    fields(file("mesh.vtu", mesh), 2);
    FAIL();
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find("T, p"), std::string::npos) << error.what();
  }
  std::string vertices = vtu(ascii_points, weights);  // must not be: these are
  vertices.replace(vertices.find(none), none.size(), "NumberOfCells=\"1\"");
  vertices.insert(vertices.find("<PointData>"),
                  "<Cells>" + array("types", 1, "ascii", "1", "UInt8") + "</Cells>");
  EXPECT_FALSE(holds_fields(read_candidate_data(file("points.vtu", vertices), {}, 2), in(2)));
}
