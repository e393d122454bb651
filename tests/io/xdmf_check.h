// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <hdf5.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

/// What is read back of an .xdmf and the HDF5 file it refers to, and what is wrong with the pair.
struct XdmfCheck {
  struct Item {
    std::vector<hsize_t> dimensions;
    std::string dataset;
  };
  std::vector<double> times;
  std::vector<Item> items;
  std::vector<std::string> problems;
  std::vector<std::array<double, 3>> points;
  double volume = 0;  ///< of all cells, with the sign of their orientation

  static std::string text_of(const std::string &path)
  {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  std::vector<double> read(const std::string &name) const
  {
    const hid_t set = H5Dopen2(file_, name.c_str(), H5P_DEFAULT);
    if (set < 0) return {};
    std::vector<double> values(std::size_t(H5Sget_simple_extent_npoints(H5Dget_space(set))));
    H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(set);
    return values;
  }

  explicit XdmfCheck(const std::string &directory)
  {
    const std::string text = text_of(directory + "/fields.xdmf");
    file_ = H5Fopen((directory + "/fields.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    if (text.empty() || file_ < 0) {
      problems.push_back("a file is missing");
      return;
    }
    const std::regex time("<Time Value=\"([^\"]*)\"/>"),
        item("Dimensions=\"([^\"]*)\">fields.h5:/([^<]*)</DataItem>");
    for (std::sregex_iterator m(text.begin(), text.end(), time), end; m != end; ++m)
      times.push_back(std::stod((*m)[1]));
    for (std::sregex_iterator m(text.begin(), text.end(), item), end; m != end; ++m) {
      Item found{{}, (*m)[2]};
      std::istringstream numbers((*m)[1]);
      for (hsize_t n = 0; numbers >> n;) found.dimensions.push_back(n);
      items.push_back(found);
      check(found);
    }
    if (items.size() != 4 * times.size())
      problems.push_back("a moment does not have points, cells and two fields");
    measure(text);
  }
  ~XdmfCheck()
  {
    if (file_ >= 0) H5Fclose(file_);
  }
  XdmfCheck(const XdmfCheck &) = delete;
  XdmfCheck &operator=(const XdmfCheck &) = delete;

 private:
  void check(const Item &item)
  {
    if (H5Lexists(file_, item.dataset.c_str(), H5P_DEFAULT) <= 0) {
      problems.push_back("no dataset " + item.dataset);
      return;
    }
    const hid_t set = H5Dopen2(file_, item.dataset.c_str(), H5P_DEFAULT), space = H5Dget_space(set);
    std::vector<hsize_t> shape(std::size_t(H5Sget_simple_extent_ndims(space)));
    H5Sget_simple_extent_dims(space, shape.data(), nullptr);
    if (shape != item.dimensions) problems.push_back("another shape: " + item.dataset);
    H5Sclose(space);
    H5Dclose(set);
  }

  /// Corners go around quadrilaterals and around the bottom, then the top, of hexahedra.
  void measure(const std::string &text)
  {
    const std::vector<double> x = read("points"), cells = read("cells");
    for (std::size_t i = 0; i + 2 < x.size(); i += 3) points.push_back({x[i], x[i + 1], x[i + 2]});
    const std::size_t n = text.find("Hexahedron") != std::string::npos      ? 8
                          : text.find("Quadrilateral") != std::string::npos ? 4
                                                                            : 2;
    for (const double corner : cells)
      if (!(corner < double(points.size()))) {
        problems.push_back("a cell has a corner that is no point");
        return;
      }
    const auto corner = [&](std::size_t cell, std::size_t i) {
      return points[std::size_t(cells[cell * n + i])];
    };
    const auto area = [&](std::size_t cell, std::size_t from) {
      double twice = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        const auto a = corner(cell, from + i), b = corner(cell, from + (i + 1) % 4);
        twice += a[0] * b[1] - a[1] * b[0];
      }
      return twice / 2;
    };
    for (std::size_t cell = 0; cell < cells.size() / n; ++cell) {
      double size = 0;
      if (n == 2) size = corner(cell, 1)[0] - corner(cell, 0)[0];
      if (n == 4) size = area(cell, 0);
      if (n == 8) size = (area(cell, 0) + area(cell, 4)) / 2 * (corner(cell, 4)[2] - corner(cell, 0)[2]);
      if (!(size > 0)) problems.push_back("cell " + std::to_string(cell) + " is inside out");
      volume += size;
    }
  }

  hid_t file_ = -1;
};
