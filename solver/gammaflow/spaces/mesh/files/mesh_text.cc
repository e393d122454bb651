// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/shortened.h>
#include <gammaflow/spaces/mesh/files/mesh_text.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace gammaflow
{
namespace
{
std::string shown(const std::string &word)
{
  return "'" + shortened(word) + "'";
}

bool is_space(char c)
{
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}
}  // namespace

void MeshText::fail(const std::string &why) const
{
  throw std::invalid_argument(line() + ": " + why);
}

void MeshText::skip_space()
{
  for (; at_ < text_.size() && is_space(text_[at_]); ++at_)
    if (text_[at_] == '\n') ++line_;
}

bool MeshText::at_end()
{
  skip_space();
  return at_ == text_.size();
}

std::string MeshText::peek()
{
  skip_space();
  std::size_t end = at_;
  while (end < text_.size() && !is_space(text_[end])) ++end;
  return text_.substr(at_, end - at_);
}

std::string MeshText::word()
{
  std::string result = peek();
  if (result.empty()) fail("the file ends where something is missing");
  at_ += result.size();
  return result;
}

std::string MeshText::rest()
{
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  std::size_t first = at_, last = end;
  while (first < last && is_space(text_[first])) ++first;
  while (last > first && is_space(text_[last - 1])) --last;
  at_ = std::min(end + 1, text_.size());
  if (end < text_.size()) ++line_;
  return text_.substr(first, last - first);
}

long long MeshText::integer(const long long least, const long long most)
{
  const std::string text = word();
  long long value = 0;
  const char *begin = text.data() + (text[0] == '+' ? 1 : 0), *end = text.data() + text.size();
  const auto [used, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || used != end) fail(shown(text) + " is not a whole number");
  if (value < least || value > most) fail(shown(text) + " is out of range here");
  return value;
}

std::size_t MeshText::count()
{
  const long long n = id();
  if (n < 0 || static_cast<unsigned long long>(n) > (text_.size() - at_) / 2 + 1)
    fail("announces " + std::to_string(n) + " entries, the file has " + std::to_string(text_.size()) +
         " bytes");
  return std::size_t(n);
}

long long MeshText::id()
{
  return integer(std::numeric_limits<long long>::min(), std::numeric_limits<long long>::max());
}

double MeshText::real()
{
  const std::string given = word();
  std::string text = given;
  for (char &c : text)
    if (c == 'D' || c == 'd') c = 'e';
  double value = 0;
  const char *begin = text.data() + (text[0] == '+' ? 1 : 0), *end = text.data() + text.size();
  const auto [used, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || used != end || !std::isfinite(value))
    fail(shown(given) + " is not a finite number");
  return value;
}

Point MeshText::point()
{
  Point x{};
  for (double &coordinate : x) coordinate = real();
  return x;
}

void MeshText::expect(const std::string &wanted)
{
  if (const std::string found = word(); found != wanted) fail(wanted + " is missing before " + shown(found));
}

void MeshBuilder::vertex(const long long id, const Point &x)
{
  if (!index_.emplace(id, content_.vertices.size()).second)
    text_.fail("there are two nodes with the number " + std::to_string(id));
  content_.vertices.push_back(x);
}

void MeshBuilder::cell(const unsigned dim, const std::vector<long long> &nodes, const std::string &name)
{
  std::array<std::size_t, 8> corners{};
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto found = index_.find(nodes[i]);
    if (found == index_.end())
      text_.fail("there is no node with the number " + std::to_string(nodes[i]) + " (" + name + ")");
    if (i < corners.size()) corners[i] = found->second;
  }
  if (dim != content_.dim) return;
  if (nodes.size() != content_.corners())
    text_.fail(name +
               " is not one of the quadrilaterals (2D) or hexahedra (3D) with straight edges (in Gmsh: "
               "Recombine, or Mesh.SubdivisionAlgorithm; Mesh.ElementOrder = 1)");
  content_.cells.push_back(corners);
  content_.names.push_back(name);
}

/// Vertices that no cell has are left out.
MeshContent MeshBuilder::complete()
{
  if (content_.cells.empty())
    text_.fail("the file ends, and has no cells of dimension " + std::to_string(content_.dim));
  constexpr std::size_t unused = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> number(content_.vertices.size(), unused);
  for (const auto &cell : content_.cells)
    for (unsigned i = 0; i < content_.corners(); ++i) number[cell[i]] = 0;
  std::vector<Point> used;
  for (std::size_t v = 0; v < number.size(); ++v)
    if (number[v] != unused) {
      number[v] = used.size();
      used.push_back(content_.vertices[v]);
    }
  for (auto &cell : content_.cells)
    for (unsigned i = 0; i < content_.corners(); ++i) cell[i] = number[cell[i]];
  content_.vertices = std::move(used);
  return std::move(content_);
}

const std::vector<std::string> &mesh_formats()
{
  static const std::vector<std::string> all = {"msh", "inp", "ucd", "vtk", "unv"};
  return all;
}

MeshContent parse_mesh(const std::string &text, const std::string &format, const unsigned dim)
{
  MeshText words(text);
  if (format == "msh") return parse_gmsh(words, dim);
  if (format == "vtk") return parse_vtk(words, dim);
  if (format == "unv") return parse_unv(words, dim);
  if (format == "inp" || format == "ucd") return parse_ucd(words, dim);
  throw std::invalid_argument("the ending of the name is not that of a format that can be read");
}

}  // namespace gammaflow
