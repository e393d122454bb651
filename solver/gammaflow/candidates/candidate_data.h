// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/candidate_file.h>
#include <gammaflow/candidates/field.h>
#include <gammaflow/candidates/npy.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gammaflow
{
/// The numbers of a candidate's file, before anything is made of them.
struct CandidateData {
  std::string file;
  std::optional<NumberTable> table;  ///< of a text in columns
  std::map<std::string, NumberArray>
      arrays;  ///< of an .npz archive, HDF5 file or file of VTK; of an .npy file one, without a name
  std::set<std::string> unread;  ///< datasets of an HDF5 file or point data of VTK that are not read
  std::string why_unread = "they hold no numbers";
  std::optional<double> time;  ///< that a file of VTK has
  bool mesh = false;           ///< cells of VTK: the arrays are values of functions at points `x`
  double same_place = 1e-9;    ///< corners of cells that are as near to each other are one (of the domain)
  std::vector<CandidateData> series;  ///< files of VTK, each with its time; then nothing else is there
};
/// Reads a file; its kind is recognized by its content, not by its name. `dim`: of the domain; points of VTK
/// always have three coordinates. InputError for kinds that are not read (pickles, Parquet), with what to
/// write instead.
CandidateData read_candidate_data(const std::string &file, const ReadLimits &limits = {}, unsigned dim = 3);

/// The array of a role: that which the format names, else the first of these names that is there, beside the
/// particles or values that the format names in a group ("particles/x"), or in no group; null if none is.
/// InputError where the format names one that is not there, and where what is there holds no numbers.
const NumberArray *member_of(const CandidateData &data, const CandidateFormat &format,
                             const std::string &role, const std::vector<std::string> &names);
/// The column of a role, likewise; no matter which letters are capital.
std::optional<std::size_t> column_of(const NumberTable &table, const CandidateFormat &format,
                                     const std::string &role, const std::vector<std::string> &names);

/// The columns of the coordinates: x, y, z (or x1, x2, x3; x0, x1, x2), or, where these are missing and the
/// format names none, the columns that are not `taken`, if there are format.dim of them. InputError
/// otherwise.
std::vector<std::size_t> coordinate_columns(const NumberTable &table, const CandidateFormat &format,
                                            const std::vector<std::size_t> &taken);

/// The names of a member with the times.
inline const std::vector<std::string> &time_members()
{
  static const std::vector<std::string> names = {"times", "time", "t"};
  return names;
}
/// InputError that begins with `where` if a time is not after the one before it.
void require_later(const std::optional<double> &before, double time, const std::string &where);

/// The particles of a file that was read: see read_candidate().
std::vector<Snapshot> particles_in(const CandidateData &data, const CandidateFormat &format);

/// Values of a function at one time.
struct FieldSnapshot {
  std::optional<double> time;
  std::string where;
  std::shared_ptr<const Field> field;
};
/// How values of a function stand in a file.
struct FieldFormat {
  CandidateFormat common;
  FieldDomain domain;
  std::optional<AxisKind> axes;  ///< of arrays without axes
};
/// Whether the file holds values of a function: the format names a member or column `value`, or one is called
/// u, density, rho, value, values or field.
bool holds_fields(const CandidateData &data, const CandidateFormat &format);
/// Values on a grid or at points. Arrays: (nx), (nx, ny), (nx, ny, nz), with the times before, and axes x, y,
/// z; or (n) with points x (n, dim). Tables: columns of coordinates and a value, in any order.
std::vector<FieldSnapshot> fields_in(const CandidateData &data, const FieldFormat &format);

}  // namespace gammaflow
