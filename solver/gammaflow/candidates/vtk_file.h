// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/candidate_data.h>

namespace gammaflow
{
/// Points and their data of an XML file of VTK (.vtu, .vtp; pieces in other files: .pvtu, .pvtp), and series
/// of them with their times (.pvd). Arrays: `x` of the points (n, dim), and each array of one number for each
/// point under its name. `mesh` where there are cells that are more than vertices. InputError for all else,
/// and where points differ in directions that the domain does not have.
CandidateData read_vtk(const std::string &file, const ReadLimits &limits, unsigned dim);
/// The files of a series in JSON: {"files": [{"name": ..., "time": ...}, ...]}; InputError for other JSON.
CandidateData read_vtk_series(const std::string &file, const ReadLimits &limits, unsigned dim);

}  // namespace gammaflow
