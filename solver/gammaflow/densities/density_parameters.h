// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/density.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// Declares the keys of a density for both sections that hold one.
struct DeclareDensity {
  explicit DeclareDensity(const DeclareParameters::Declaration &declaration);
  DeclareParameters initial_state, target;
};

/// The context of a density of `section` on this space. It refers to `parameters`, which must outlive it.
Density::Context density_context(const Parameters &parameters, const std::string &section,
                                 const Space &space);

/// The values that the classes of densities read. Each function throws an InputError with file, section, key,
/// value and what is allowed, where the value does not fit; none returns a number that is not finite (rows()
/// does not check that).
class DensityReader
{
 public:
  explicit DensityReader(const Density::Context &context) : context_(context) {}

  double number(const std::string &key) const;    ///< one finite number
  double positive(const std::string &key) const;  ///< one number > 0
  /// One value for all directions, or one per direction; coordinates beyond dim are `beyond`.
  Point per_direction(const std::string &key, double beyond = 0) const;
  Point positive_per_direction(const std::string &key) const;  ///< beyond dim: 1
  /// As per_direction; the middle of the domain if the key is empty.
  Point centre(const std::string &key) const;
  /// "1, 2; 3, 4" -> rows of numbers.
  std::vector<std::vector<double>> rows(const std::string &key) const;
  /// The path of the data file of the key `file`; refuses an empty key and a file that is not found.
  std::string data_file(const std::string &allowed) const;
  /// The point of a row of rows(): one value for all directions, or one per direction.
  Point point(const std::string &key, const std::vector<double> &row, double beyond = 0) const;

  [[noreturn]] void reject(const std::string &key, const std::string &why, const std::string &allowed) const
  {
    context_.parameters.reject(context_.section, key, why, allowed);
  }
  /// Refuses the kind of density unless from <= dimension of the domain <= to.
  void need_dimension(unsigned from, unsigned to) const;

 private:
  const Density::Context context_;
};

/// "x = 0.5, y = 0.25"
std::string to_string(const Point &x, unsigned dim);

}  // namespace gammaflow
