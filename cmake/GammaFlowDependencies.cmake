# SPDX-License-Identifier: LGPL-2.1-or-later
# What GammaFlow builds on; the reason for each stands in doc/dependencies.md.
foreach(part MPI P4EST TRILINOS)
  if(NOT DEAL_II_WITH_${part})
    message(FATAL_ERROR "GammaFlow needs a deal.II that is configured with ${part} (Debian's is)")
  endif()
endforeach()
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(OpenSSL 1.1 REQUIRED COMPONENTS Crypto)
find_package(BLAS REQUIRED)
find_package(Threads REQUIRED)

find_path(FFTW_INCLUDE_DIR fftw3.h REQUIRED)
find_library(FFTW_LIBRARY fftw3 REQUIRED)
find_library(FFTW_THREADS_LIBRARY fftw3_threads REQUIRED)

find_library(CHOLMOD_LIBRARY cholmod REQUIRED)
find_library(UMFPACK_LIBRARY umfpack REQUIRED)
find_path(CHOLMOD_INCLUDE_DIR cholmod.h PATH_SUFFIXES suitesparse REQUIRED)

find_path(ARKODE_INCLUDE_DIR arkode/arkode_butcher_dirk.h REQUIRED)
find_library(ARKODE_LIBRARY sundials_arkode REQUIRED)

find_path(LEMON_INCLUDE_DIR lemon/network_simplex.h REQUIRED)
find_library(LEMON_LIBRARY NAMES emon lemon REQUIRED)

find_path(MINIZIP_INCLUDE_DIR minizip/unzip.h REQUIRED)
find_library(MINIZIP_LIBRARY minizip REQUIRED)

find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)

find_path(CAIRO_INCLUDE_DIR cairo/cairo-pdf.h REQUIRED)
find_library(CAIRO_LIBRARY cairo REQUIRED)

# Plotly's bundle draws the report. It is read when a report is written, and copied when GammaFlow is installed.
find_file(PLOTLY_BUNDLE NAMES plotly.min.js plotly.js
          PATHS /usr/share/python3-plotly /usr/share/javascript/plotly
          REQUIRED DOC "Plotly's JavaScript bundle (Debian: python3-plotly)")
