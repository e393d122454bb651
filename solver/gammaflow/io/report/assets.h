// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// The files of this folder, compiled in (cmake/GammaFlowReport.cmake), so that an installed program has
/// them.
namespace report_assets
{
extern const std::string page;    ///< page.html with {{title}}, {{verdict}}, {{style}}, ...
extern const std::string style;   ///< style.css
extern const std::string script;  ///< the .js files, one after the other
}  // namespace report_assets
}  // namespace gammaflow
