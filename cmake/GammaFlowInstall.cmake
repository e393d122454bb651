# SPDX-License-Identifier: LGPL-2.1-or-later
# cmake --install: the library with its headers, the program, and the files that it looks up (studies, references, the
# certificate's schema, Plotly's bundle); find_package(GammaFlow) finds them. examples/downstream uses it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(share ${CMAKE_INSTALL_DATADIR}/gammaflow)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/GammaFlow)

file(RELATIVE_PATH program_to_library ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
set_target_properties(gammaflow_program PROPERTIES INSTALL_RPATH "$ORIGIN/${program_to_library}")

install(TARGETS gammaflow EXPORT GammaFlowTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS gammaflow_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/solver/gammaflow DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")

install(FILES ${PROJECT_BINARY_DIR}/revision/gammaflow/interface.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gammaflow)

install(EXPORT GammaFlowTargets NAMESPACE GammaFlow:: DESTINATION ${package})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/GammaFlowConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/GammaFlowConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/GammaFlowConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/GammaFlowConfig.cmake ${PROJECT_BINARY_DIR}/GammaFlowConfigVersion.cmake
        DESTINATION ${package})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/studies ${PROJECT_SOURCE_DIR}/reference DESTINATION ${share}
        FILES_MATCHING PATTERN "*" PATTERN "*.cc" EXCLUDE PATTERN "*.h" EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/doc/certificate.schema.json ${PROJECT_SOURCE_DIR}/doc/compare.schema.json
              ${PROJECT_SOURCE_DIR}/doc/parameters.md
              ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${share})
get_filename_component(PLOTLY_BUNDLE_FILE ${PLOTLY_BUNDLE} REALPATH)
install(FILES ${PLOTLY_BUNDLE_FILE} DESTINATION ${share} RENAME plotly.js)
