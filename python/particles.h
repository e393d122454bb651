// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <pybind11/pybind11.h>

/// particles(FILE): times, positions, weights, ledger, parameters of a particles.h5.
void bind_particles(pybind11::module_ &m);
