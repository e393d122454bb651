#pragma once

#include <gammaflow/comparison/distance.h>
#include <gammaflow/io/progress.h>
#include <gammaflow/program/quantities.h>
#include <gammaflow/study/error_budget.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// Error of a state in one norm at one output time, estimated by refining mesh and time steps.
struct NormError {
  double time = 0, norm_of_state = 0, space = 0, in_time = 0;
  std::string norm;
  double relative() const { return (space + in_time) / norm_of_state; }
};

/// An evolution whose error is known and small enough.
struct ReferenceFlow {
  Parameters parameters;  ///< with the mesh and the tolerance that were reached
  RefinedEvolution run;
  std::vector<NormError> errors;
  std::vector<Expected> expected;
  std::string closed_form;  ///< its name; empty if there is none
};

/// Refines mesh and time steps until the relative error in L1, L2 and Linf is below `tolerance` at every
/// output time. NumericalFailure, saying how far it came, if that cannot be reached.
ReferenceFlow compute_reference(const Parameters &parameters, double tolerance, Progress &progress);

}  // namespace gammaflow
