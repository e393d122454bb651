// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>
#include <gammaflow/parameters/parameters.h>

#include <memory>

namespace dealii
{
namespace Utilities
{
namespace MPI
{
class MPI_InitFinalize;
}
}  // namespace Utilities
}  // namespace dealii

namespace gammaflow
{
/// MPI (without which Trilinos and PETSc, which deal.II may be built with, abort) and the number of threads,
/// from its construction until its end. One per program, made before anything is computed, in main().
class Session
{
 public:
  explicit Session(unsigned threads = 0);  ///< 0: as many as there are cores
  ~Session();
  /// Whether MPI runs, whoever has started it.
  static bool running();
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;

 private:
  std::unique_ptr<const dealii::Utilities::MPI::MPI_InitFinalize> mpi_;
};

/// Threads of deal.II and of the BLAS (which reads its environment before main() begins, so it is told
/// directly); 0 changes nothing.
void limit_threads(unsigned threads);

/// The result of `gammaflow run` in memory: states at the output times, and the ledger. InputError for
/// parameters that cannot be computed, NumericalFailure where the integration fails.
Trajectory trajectory_of(const Parameters &parameters);

}  // namespace gammaflow
