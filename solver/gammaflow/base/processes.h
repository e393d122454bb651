// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// What the processes of a distributed computation agree on. A vector knows its processes; of a vector that
/// one process holds alone these functions return what they were given. All processes must call them.
double sum_over_processes(double own, const Vector &v);
/// The same for each of several sums.
void sum_over_processes(std::vector<double> &own, const Vector &v);
/// Not a number where any of them is not.
double maximum_over_processes(double own, const Vector &v);
/// True on all processes: what decides how a computation goes on must be the same for all of them.
bool on_all_processes(bool own, const Vector &v);
/// The same for each of several questions.
void on_all_processes(std::vector<int> &own, const Vector &v);
/// The first of the messages that is not empty, or an empty one.
std::string first_message(const std::string &own, const Vector &v);
/// NumericalFailure with that message, on all processes; nothing where all are empty.
void fail_together(const std::string &own, const Vector &v);

/// All processes that the program was started with; one without MPI.
unsigned number_of_processes();
/// This process is the one that prints and writes files.
bool is_root();
/// Runs `work` on the root alone; what it returns, or throws (InputError or else), happens on all processes.
/// All must call it.
int on_root(const std::function<int()> &work);

}  // namespace gammaflow
