// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/evolution.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The level of the first mesh of a reference; its companions are one and two levels coarser.
constexpr unsigned first_reference_level = 2;

/// Bytes per node that an evolution works with, of implicit steps: the most that was measured.
constexpr double most_work_per_node = 2000;

/// MiB that one evolution takes on this process: the states at the output times, what the time integration
/// works with, and the operators of its kernels.
double memory_of_run(const Evolution &evolution);
/// The same in words, beside memory/limit.
std::string memory_line(const Evolution &evolution);
/// InputError where that is more than memory/limit.
void check_memory_of_run(const Evolution &evolution);

/// MiB of the evolutions that one round of a reference computes: three time tolerances on its mesh, three
/// coarser meshes; and of the work on the finest.
double memory_of_round(const Parameters &parameters, double work_per_node, unsigned level,
                       const std::function<std::size_t(unsigned level)> &nodes);

/// MiB of the evolutions that one round of a point of a study computes: of both flows two on the finest mesh
/// and one on each of two coarser ones; and of the work on the finest.
double memory_of_point(double outputs, unsigned level,
                       const std::function<std::size_t(unsigned level)> &nodes);

/// The meshes that a reference of this evolution tries, with the memory of each, up to memory/limit: lines
/// for people.
std::vector<std::string> reference_plan(const Evolution &evolution);

}  // namespace gammaflow
