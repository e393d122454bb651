// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// The part of Plotly's bundle that draws traces of these kinds ("heatmap", "contour"; curves are always in
/// it): the modules that its core and those kinds ask for, by a bundle in the format of browserify, each
/// module with the numbers of those it asks for. A third of the whole. A bundle of another format is returned
/// as it is: it is larger, and draws the same.
std::string plotly_part(const std::string &bundle, const std::vector<std::string> &kinds);

/// The comment at the head of a bundle: its version and licence, which go with every copy. Empty if it has
/// none.
std::string plotly_licence(const std::string &bundle);

}  // namespace gammaflow
