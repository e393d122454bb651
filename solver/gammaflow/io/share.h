// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// Where the shipped files (studies/, reference/, certificate.schema.json) are: the directory that the
/// environment variable GAMMAFLOW_SHARE names; beside the library when it is installed; the source tree
/// otherwise.
std::string share_directory();
/// The path of a shipped file, "studies/quickstart.prm". InputError if it is not there.
std::string share_file(const std::string &name);
/// Plotly's JavaScript bundle. InputError if it is not there.
std::string plotly_bundle();

/// "0.1.0".
std::string program_version();
/// The commit the library was built from, with a mark of local changes; "release" outside of a git tree.
std::string program_revision();
/// From here on the revision says that this belongs to it, too: results of another build are computed anew.
void add_to_revision(const std::string &what);

}  // namespace gammaflow
