# SPDX-License-Identifier: LGPL-2.1-or-later
# cpack --config build/CPackConfig.cmake: gammaflow_VERSION_ARCH.deb with program, library, headers, Python package,
# documentation, studies, references and examples. What it needs is read from the libraries that it links.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gammaflow)
set(CPACK_PACKAGE_VENDOR "The GammaFlow developers")
set(CPACK_PACKAGE_CONTACT "The GammaFlow developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "certified gradient flows, certificates of their kernel approximations")
set(CPACK_PACKAGE_DESCRIPTION
    "GammaFlow computes gradient flows of densities and order parameters with error bars,
 their approximations by kernels, and certificates of evolutionary
 Gamma-convergence between both.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "python3-numpy, libdeal.ii-dev, libeigen3-dev, nlohmann-json3-dev")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "python3-matplotlib, python3-pandas")
# The component `python` is what pip packs; `debian` puts the same where Debian's Python looks.
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/doc ${PROJECT_SOURCE_DIR}/examples DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/gammaflow
        COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${PROJECT_SOURCE_DIR}/CITATION.cff
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/gammaflow COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/gammaflow RENAME copyright COMPONENT debian
        EXCLUDE_FROM_ALL)
if(TARGET gammaflow_python)
  set(dist_packages lib/python3/dist-packages/gammaflow)
  install(TARGETS gammaflow_python LIBRARY DESTINATION ${dist_packages} COMPONENT debian EXCLUDE_FROM_ALL)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/python/gammaflow/ DESTINATION ${dist_packages} COMPONENT debian EXCLUDE_FROM_ALL
          PATTERN "__pycache__" EXCLUDE)
endif()
include(CPack)
