// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/time/evolve/dense_trajectory.h>
#include <gammaflow/time/evolve/mesh_sequence.h>

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// Computed evolutions by the parameters they depend on: an evolution that several points or cases need (the
/// limit flow, the coarser companions) is computed once. The least recently used ones are dropped beyond
/// `bytes`.
class EvolutionCache
{
 public:
  explicit EvolutionCache(std::size_t bytes) : limit_(bytes) {}

  /// How accurately an evolution is computed.
  struct Accuracy {
    unsigned level = 0;       ///< refinements of the mesh, or of the meshes that follow the state
    double tolerance = 1e-8;  ///< of the time integrator; the solvers follow
    double step_cap = 0.5;    ///< largest step in units of the interval between outputs
  };

  /// An evolution to compute ahead of time.
  struct Request {
    Parameters flow;
    Accuracy accuracy;
    Parameters leader;  ///< see evolution()
  };
  /// Computes those of these evolutions that are not in the cache, side by side on the threads of the
  /// program, each with a space and operators of its own: the same bits as one by one. Does nothing on
  /// several processes, where the mesh follows the state, and where memory does not suffice for several at a
  /// time; evolution() computes them later. Rethrows the first failure.
  void prepare(const std::vector<Request> &requests);

  std::shared_ptr<const Trajectory> evolution(const Parameters &flow, const Accuracy &accuracy)
  {
    return evolution(flow, accuracy, flow);
  }
  /// Where the mesh follows the state, the state of `leader`: flows that are to be compared share its meshes.
  std::shared_ptr<const Trajectory> evolution(const Parameters &flow, const Accuracy &accuracy,
                                              const Parameters &leader);
  /// The space of the flow on this level, made once.
  std::shared_ptr<const Space> space(const Parameters &flow, unsigned level);
  /// The meshes of a flow whose mesh follows the state: the pilot's, each cell halved so many times.
  const MeshSequence &meshes(const Parameters &flow, unsigned halvings);
  /// Whether `bytes` more fit below `limit` together with the evolutions held; where they do not, all of
  /// these are dropped first.
  bool room_for(double bytes, double limit);
  /// How many nodes an evolution of this level has at most.
  std::size_t nodes(const Parameters &flow, unsigned level);

  /// Whether events of section `observables` are watched for while evolutions are computed.
  bool watch_events = false;
  /// Between which steps they happen in an evolution of this cache; empty where that is not known.
  std::vector<Crossing> crossings(const Trajectory &trajectory) const;

  /// Called before each computation with what is computed, and with its progress.
  std::function<void(const std::string &)> on_compute;
  std::function<void(double)> on_progress;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Trajectory> trajectory;
    std::size_t bytes;
    std::vector<Crossing> crossings;
  };
  /// One computation: all that it needs is its own.
  struct Task {
    Parameters parameters;  ///< of the flow, with the tolerance
    Accuracy accuracy;
    std::string key;
    std::shared_ptr<const Trajectory> trajectory;
    std::vector<Crossing> crossings;
  };
  Task task(const Request &request) const;
  const Entry *known(const std::string &key);
  /// On this space; `progress` is called with the part that is done.
  void compute(Task &task, std::shared_ptr<const Space> space,
               const std::function<void(double)> &progress) const;
  void keep(const Task &task);
  bool may_run_side_by_side(const std::vector<Task> &tasks);

  std::size_t limit_, held_ = 0;
  std::list<Entry> recent_;                                   ///< most recent first
  std::map<std::string, std::weak_ptr<const Space>> spaces_;  ///< as long as an evolution is on them
  std::map<std::string, MeshSequence> meshes_;
};

}  // namespace gammaflow
