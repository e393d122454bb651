// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// The domain on which a field is evaluated.
struct FieldDomain {
  unsigned dim = 1;
  Point lower{}, upper{};
  std::array<bool, 3> periodic{};
};

/// Numbers that somebody's file gives at places of a domain, as a function on it.
class Field
{
 public:
  virtual ~Field() = default;
  /// The values at points of the domain.
  virtual std::vector<double> at(const std::vector<Point> &points) const = 0;
  /// The interpolant of every second number in each direction, or of the other ones: the sum of both
  /// differences to this field estimates its interpolation error. (Halving the distances divides the error of
  /// smooth data by 16 or 4, of jumps by 2; a jump moves to one side in one half and to the other side in the
  /// other.)
  virtual std::unique_ptr<const Field> coarser(bool other_half) const = 0;

  std::size_t size() const { return size_; }   ///< how many numbers
  double spacing() const { return spacing_; }  ///< the smallest distance of neighbours
  bool not_negative() const { return lowest_ >= 0; }
  bool positive() const { return lowest_ > 0; }
  const std::string &description() const { return description_; }

 protected:
  std::size_t size_ = 0;
  double spacing_ = 0, lowest_ = 0;
  std::string description_;
};

/// Values on a grid; the last index of `values` is that of the last direction and runs fastest.
struct GridValues {
  std::vector<std::vector<double>> axes;  ///< one for each direction, ascending
  std::vector<double> values;
};

/// The entries of an axis: points from one end to the other; the middles of cells, whose means are given;
/// points of a period without its last one.
enum class AxisKind { points, cells, period };

/// The function that is cubic between the points, direction by direction (Lagrange's polynomials of the four
/// points around); positive values by their logarithm; for other values that are not negative, negative
/// results are replaced by 0. An axis has an entry for each value, or, where they are means of cells, one
/// more: the ends of the cells. InputError that begins with `name` where the axes do not ascend, do not fit
/// to the values, have fewer than 5 entries, do not cover the domain, or have cells of another length than
/// the period.
std::unique_ptr<const Field> make_grid_field(GridValues grid, const FieldDomain &domain,
                                             const std::string &name);
/// The axis of n values that reach from end to end of the domain: points or cells of equal length.
std::vector<double> even_axis(double lower, double upper, std::size_t n, AxisKind kind);

/// Cells of a mesh may have corners of their own at the same places: those within `tolerance` (of the length
/// of the domain, in each direction) become one. InputError where their values differ by more than 1e-6 of
/// the largest one: no continuous function has them.
void merge_corners(std::vector<Point> &points, std::vector<double> &values, const FieldDomain &domain,
                   double tolerance, const std::string &name);

/// Values at any points of 2D and 3D: near a point, the polynomial of degree 2 that fits its nearest
/// neighbours best, the near ones more (moving least squares: Lancaster & Salkauskas, Math. Comp. 37, 1981).
/// `points`: coordinate by coordinate. InputError where points are given twice, are fewer than 30, or leave a
/// hole; points that make a grid become one.
std::unique_ptr<const Field> make_scattered_field(std::vector<Point> points, std::vector<double> values,
                                                  const FieldDomain &domain, const std::string &name);

}  // namespace gammaflow
