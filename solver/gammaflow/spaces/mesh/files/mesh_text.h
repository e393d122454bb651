// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/mesh/files/mesh_file.h>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace gammaflow
{
/// The words of a text, read one after the other. std::invalid_argument, with the line, where a word is
/// missing or is not of the kind that is read.
class MeshText
{
 public:
  explicit MeshText(const std::string &text) : text_(text) {}

  bool at_end();       ///< no word is left
  std::string word();  ///< the next word
  std::string peek();  ///< the same, which stays; empty at the end
  std::string rest();  ///< of the line, trimmed; the place is the next line
  void skip_line() { rest(); }
  /// A whole number from `least` to `most`.
  long long integer(long long least, long long most);
  /// A count of entries of at least two bytes each (a digit and a separator): no more than the rest holds.
  std::size_t count();
  long long id();  ///< any whole number
  double real();   ///< a finite number; Fortran's 1.0D+00 is one
  Point point();   ///< three of them
  /// Reads the next word, which must be this one.
  void expect(const std::string &word);
  std::string line() const { return "line " + std::to_string(line_); }
  [[noreturn]] void fail(const std::string &why) const;

 private:
  void skip_space();

  const std::string &text_;
  std::size_t at_ = 0, line_ = 1;
};

/// Collects vertices, which have numbers of their own in the file, and cells.
class MeshBuilder
{
 public:
  MeshBuilder(MeshText &text, unsigned dim) : text_(text) { content_.dim = dim; }

  /// std::invalid_argument for a number that is given twice.
  void vertex(long long id, const Point &x);
  /// A cell of so many vertices in a space of `dim` dimensions; others than cells of full dimension are
  /// looked at and left out. `nodes` are the numbers of the file.
  void cell(unsigned dim, const std::vector<long long> &nodes, const std::string &name);
  /// The mesh, without vertices that no cell uses. std::invalid_argument where there are no cells.
  MeshContent complete();

 private:
  MeshText &text_;
  MeshContent content_;
  std::unordered_map<long long, std::size_t> index_;
};

/// One per format.
MeshContent parse_gmsh(MeshText &text, unsigned dim);
MeshContent parse_ucd(MeshText &text, unsigned dim);
MeshContent parse_vtk(MeshText &text, unsigned dim);
MeshContent parse_unv(MeshText &text, unsigned dim);

}  // namespace gammaflow
