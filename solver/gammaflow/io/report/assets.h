#pragma once

namespace gammaflow
{
/// The files of this folder, compiled in (cmake/GammaFlowReport.cmake), so that an installed program has
/// them.
namespace report_assets
{
extern const char *const page;    ///< page.html with {{title}}, {{verdict}}, {{style}}, ...
extern const char *const style;   ///< style.css
extern const char *const script;  ///< the .js files, one after the other
}  // namespace report_assets
}  // namespace gammaflow
