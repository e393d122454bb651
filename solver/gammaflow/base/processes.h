// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Sums and decisions that are the same on all processes of a distributed computation: the processes of the
/// vector v. Where one process holds v alone, `own` is returned. All processes must call these functions.
double sum_over_processes(double own, const Vector &v);
/// The same for each of several sums.
void sum_over_processes(std::vector<double> &own, const Vector &v);
/// The largest `own`; NaN where any is NaN.
double maximum_over_processes(double own, const Vector &v);
/// Whether `own` is true on all processes.
bool on_all_processes(bool own, const Vector &v);
/// The same for each entry, 1 for true and 0 for false.
void on_all_processes(std::vector<int> &own, const Vector &v);
/// The message of the first process whose message is not empty; "" where all are.
std::string first_message(const std::string &own, const Vector &v);
/// NumericalFailure with that message, on all processes; nothing where all are empty.
void fail_together(const std::string &own, const Vector &v);

/// All processes that the program was started with; one without MPI.
unsigned number_of_processes();
/// Whether this process is the one that prints and writes files.
bool is_root();
/// Runs `work` on the root alone; what it returns, or throws (InputError or else), happens on all processes.
/// All must call it.
int on_root(const std::function<int()> &work);

}  // namespace gammaflow
