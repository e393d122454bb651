// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/program/command.h>
#include <gammaflow/program/session.h>
#include <gammaflow/spaces/make_space.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/multithread_info.h>

#include <cstdlib>
#include <dlfcn.h>

namespace gammaflow
{
namespace
{
/// Whether mpiexec or a batch system started this process, which then may have others to talk to.
bool launched()
{
  for (const char *name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_FD", "SLURM_PROCID"})
    if (std::getenv(name) != nullptr) return true;
  return false;
}

std::unique_ptr<const dealii::Utilities::MPI::MPI_InitFinalize> start_mpi(unsigned threads)
{
  // OpenMPI refuses to start for root otherwise; containers run as root.
  setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 0);
  setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 0);
  // A process alone needs neither OpenMPI's helper process nor its search for networks: 0.3 of the 0.8
  // seconds that a command takes that computes nothing.
  if (!launched()) {
    setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
    setenv("OMPI_MCA_pml", "ob1", 0);
    setenv("OMPI_MCA_btl", "self", 0);
  }
  int argc = 1;
  char name[] = "gammaflow", *argv_storage[] = {name, nullptr}, **argv = argv_storage;
  return std::make_unique<const dealii::Utilities::MPI::MPI_InitFinalize>(
      argc, argv, threads == 0 ? dealii::numbers::invalid_unsigned_int : threads);
}
}  // namespace

Session::Session(unsigned threads) : mpi_(start_mpi(threads)) {}
Session::~Session() = default;

bool Session::running()
{
  int started = 0, ended = 0;
  MPI_Initialized(&started);
  MPI_Finalized(&ended);
  return started != 0 && ended == 0;
}

void limit_threads(unsigned threads)
{
  if (threads == 0) return;
  dealii::MultithreadInfo::set_thread_limit(threads);
  using SetThreads = void (*)(int);
  if (auto *blas = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    blas(static_cast<int>(threads));
}

Trajectory trajectory_of(const Parameters &parameters)
{
  const auto evolution = make_evolution(parameters, make_space(parameters));
  check_evolution(*evolution);
  evolution->foresee();
  return evolution->trajectory(evolve_options(parameters));
}

}  // namespace gammaflow
