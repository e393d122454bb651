// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>

#include <boost/serialization/utility.hpp>
#include <deal.II/base/mpi.h>

#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
namespace
{
namespace mpi = dealii::Utilities::MPI;

bool alone(const Vector &v)
{
  return v.get_partitioner()->n_mpi_processes() == 1;
}
}  // namespace

double sum_over_processes(const double own, const Vector &v)
{
  return alone(v) ? own : mpi::sum(own, v.get_mpi_communicator());
}

void sum_over_processes(std::vector<double> &own, const Vector &v)
{
  if (alone(v) || own.empty()) return;
  const std::vector<double> found = own;
  mpi::sum(found, v.get_mpi_communicator(), own);
}

double maximum_over_processes(const double own, const Vector &v)
{
  if (alone(v)) return own;
  // MPI_MAX may lose a number that is none.
  const double found[2] = {std::isnan(own) ? 0 : own, std::isnan(own) ? 1. : 0.};
  double all[2] = {0, 0};
  mpi::max(found, v.get_mpi_communicator(), all);
  return all[1] > 0 ? std::numeric_limits<double>::quiet_NaN() : all[0];
}

bool on_all_processes(const bool own, const Vector &v)
{
  return maximum_over_processes(own ? 0. : 1., v) == 0;
}

void on_all_processes(std::vector<int> &own, const Vector &v)
{
  if (alone(v) || own.empty()) return;
  const std::vector<int> found = own;
  mpi::min(found, v.get_mpi_communicator(), own);
}

std::string first_message(const std::string &own, const Vector &v)
{
  if (on_all_processes(own.empty(), v)) return "";
  if (alone(v)) return own;
  for (const std::string &message : mpi::all_gather(v.get_mpi_communicator(), own))
    if (!message.empty()) return message;
  return "";
}

void fail_together(const std::string &own, const Vector &v)
{
  const std::string message = first_message(own, v);
  if (!message.empty()) throw NumericalFailure(message);
}

unsigned number_of_processes()
{
  return mpi::job_supports_mpi() ? mpi::n_mpi_processes(MPI_COMM_WORLD) : 1;
}

bool is_root()
{
  return number_of_processes() == 1 || mpi::this_mpi_process(MPI_COMM_WORLD) == 0;
}

int on_root(const std::function<int()> &work)
{
  static bool within = false;  // work that calls for the root again
  if (number_of_processes() == 1 || within) return work();
  enum Outcome { done, bad_input, failed };
  std::pair<int, int> result(done, 0);
  std::string message;
  if (is_root()) {
    within = true;
    try {
      result.second = work();
    } catch (const InputError &error) {
      result.first = bad_input;
      message = error.what();
    } catch (const std::exception &error) {
      result.first = failed;
      message = error.what();
    }
    within = false;
  }
  result = mpi::broadcast(MPI_COMM_WORLD, result);
  message = mpi::broadcast(MPI_COMM_WORLD, message);
  if (result.first == bad_input) throw InputError(message);
  if (result.first == failed) throw std::runtime_error(message);
  return result.second;
}

}  // namespace gammaflow
