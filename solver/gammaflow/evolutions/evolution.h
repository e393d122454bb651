// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/time/evolve/dense_trajectory.h>
#include <gammaflow/time/evolve/evolve.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The solution of an evolution that is known without computing it.
struct KnownSolution {
  std::string name;
  bool exact_on_mesh = false;  ///< it solves the discrete system, not only the continuous one
  std::function<Vector(double t)> state;
  /// States and ledger at these times (ascending, the first is 0).
  std::function<Trajectory(const std::vector<double> &times)> trajectory;
};

/// A name of known solutions, with parameters ("section/key = value; ...") that have them: error bars are
/// tested with these.
struct KnownExamples {
  std::string name, summary;
  std::vector<std::string> examples;
};

/// What a parameter file describes: a curve of states in time that can be computed on any mesh and to any
/// tolerance, be it the gradient flow of an energy in a geometry, or a geodesic. Commands, certified
/// references, observables and stored evolutions use this class alone.
class Evolution
{
 public:
  /// What an evolution is made from.
  struct Context {
    const Parameters &parameters;
    std::shared_ptr<const Space> space;
  };
  /// What is known of an evolution by its name.
  struct Traits {
    std::string summary;
    /// Whether a parameter file asks for this kind; empty for the kind that is taken where no other is asked
    /// for.
    std::function<bool(const Parameters &)> asked_for;
    std::function<std::vector<KnownExamples>()> known;
  };

  virtual ~Evolution() = default;
  virtual const Parameters &parameters() const = 0;
  virtual std::shared_ptr<const Space> shared_space() const = 0;
  const Space &space() const { return *shared_space(); }
  virtual const Vector &initial_state() const = 0;
  /// positive(): states are positive densities. conserves_mass(): int u is constant in time.
  virtual bool positive() const = 0;
  virtual bool conserves_mass() const = 0;

  /// "KL in Fisher-Rao"; and what is going to be computed, line by line, for the log.
  virtual std::string title() const = 0;
  virtual std::vector<std::string> description() const = 0;
  /// InputError for what cannot be computed, where the constructor has not refused it.
  virtual void check() const {}
  /// NumericalFailure where it is known before any step that the evolution does not reach its end on this
  /// mesh.
  virtual void foresee() const {}

  /// Computes the evolution: states and ledger at options.output_times. NumericalFailure where that fails.
  virtual Trajectory trajectory(const EvolveOptions &options) const = 0;
  /// The trajectory, computed with these options, as a function of time; `trajectory` and this object must
  /// outlive the result.
  virtual std::unique_ptr<const DenseTrajectory> dense(const EvolveOptions &options,
                                                       const Trajectory &trajectory) const = 0;
  /// One sentence where the trajectory violates an identity of the evolution (the balance of energy) by more
  /// than the tolerance of these options allows: by how much, and what is allowed. Else empty.
  virtual std::string broken_promise(const EvolveOptions &, const Trajectory &) const { return ""; }
  /// Whether the evolution has a target, and its nodal values on the space of output k.
  virtual bool has_target() const { return true; }
  virtual Vector target(const Trajectory &trajectory, std::size_t k) const = 0;
  /// The ledger's energy as a function of the state; empty where it is no function of the state alone
  /// (geodesics), and nothing dissipates.
  virtual std::function<double(const Vector &)> energy() const = 0;
  /// What the column `energy` of the ledger is, where it is not the energy of the flow; else empty.
  virtual std::string note_on_energy() const { return ""; }

  /// Empty where no solution is known. This object must outlive it.
  virtual std::optional<KnownSolution> known() const = 0;

  /// The order in the maximum norm with which smooth solutions converge on this family of elements.
  virtual unsigned order_in_space() const { return space().degree() + 1; }
  /// Nothing is integrated in time: tolerances and steps change nothing.
  virtual bool exact_in_time() const { return false; }
  /// Bytes per node beside the states, for the estimate of memory.
  virtual double work_per_node() const { return 200; }
  /// Bytes of the operators that it was made with.
  virtual double operator_bytes() const { return 0; }
};

/// The evolution that the parameters ask for, on a space of theirs.
std::unique_ptr<const Evolution> make_evolution(const Parameters &parameters,
                                                std::shared_ptr<const Space> space);
/// Whether that is a gradient flow.
bool describes_flow(const Parameters &parameters);
/// All names of known solutions, of all kinds of evolutions.
std::vector<KnownExamples> known_solutions();
/// The known solutions of this name; InputError if there are none.
KnownExamples known_solution(const std::string &name);

}  // namespace gammaflow
