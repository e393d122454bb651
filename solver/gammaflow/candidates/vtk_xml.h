// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gammaflow
{
/// An array of numbers in an XML file of VTK: its place and format; the numbers are not decoded yet.
struct VtkArray {
  std::string name, type;  ///< "Float64", "UInt8", "String", ...
  std::size_t components = 1;
  std::string format;      ///< ascii, binary (base64), appended
  std::string text;        ///< between its tags
  std::size_t offset = 0;  ///< of an appended one
};

/// A part of a mesh or a set of points.
struct VtkPiece {
  std::size_t points = 0, cells = 0;               ///< how many it claims
  std::vector<VtkArray> coordinates, types, data;  ///< of Points, of the cells, of PointData
  bool lines = false;                              ///< PolyData with lines, polygons or strips
  bool cell_data = false;
};

/// The content of an XML file of VTK.
struct VtkXml {
  std::string kind;  ///< UnstructuredGrid, PolyData, Collection, PUnstructuredGrid, ...
  bool big_endian = false, compressed = false;
  std::size_t header = 4;  ///< bytes of a number in front of the data
  std::vector<VtkPiece> pieces;
  std::vector<VtkArray> fields;                            ///< FieldData: TimeValue
  std::vector<std::pair<std::string, std::string>> files;  ///< of a Collection: time step, file
  std::vector<std::string> sources;                        ///< files of the pieces
  std::string_view appended;                               ///< behind the underscore, in `content`
  bool raw = false;                                        ///< the appended data are no base64
  std::vector<std::size_t> offsets;                        ///< of all appended arrays, ascending

  /// Where the appended array behind this one begins; the largest number for the last one.
  std::size_t next_offset(std::size_t offset) const;
};

/// Reads tags and text (by expat; no entities are declared, nothing else is opened). InputError that names
/// the file and the line where it is no XML, declares a document type, is nested deeper than VTK nests, or
/// has an attribute that cannot be meant. `content` has to outlive the result.
VtkXml parse_vtk_xml(const std::string &content, const std::string &name);

}  // namespace gammaflow
