# SPDX-License-Identifier: LGPL-2.1-or-later
# The report's page, style and scripts become string constants of the library, so that an installed program carries
# them; Plotly's bundle (nine megabytes) stays a file: read from where it was found, or from its installed copy.
set(folder ${CMAKE_CURRENT_SOURCE_DIR}/gammaflow/io/report)
set(styles theme.css page.css figures.css narrow.css)
# in this order: each uses what stands before it
set(scripts text.js plot.js sketch.js case_state.js convergence.js curves.js density_curves.js density_maps.js densities.js probes.js tables.js
            dissipation.js decay.js fixed_states.js which_limit.js ridge_bandwidth_map.js checks.js data_family.js end_matter.js page.js evolution_page.js shell.js)

# Raw string literals hold the files as they are; compilers need not accept one above 64 kB, so each file has its own.
function(gammaflow_literal name)
  set(text "std::string()")
  foreach(file ${ARGN})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/${file})
    file(READ ${folder}/${file} content)
    string(APPEND text " +\nR\"gammaflow(${content})gammaflow\"")
  endforeach()
  set(${name} "${text}" PARENT_SCOPE)
endfunction()

gammaflow_literal(page page.html)
gammaflow_literal(style ${styles})
gammaflow_literal(script ${scripts})
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/report_assets.cc @ONLY CONTENT
"#include <gammaflow/io/report/assets.h>

namespace gammaflow
{
namespace report_assets
{
const std::string page = @page@;
const std::string style = @style@;
const std::string script = @script@;
}  // namespace report_assets
}  // namespace gammaflow
")
target_sources(gammaflow PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/report_assets.cc)
