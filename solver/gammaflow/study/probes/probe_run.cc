// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/side_by_side.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/probes/probe_memory.h>
#include <gammaflow/study/probes/probe_run.h>
#include <gammaflow/study/probes/recovery_curves.h>
#include <gammaflow/study/probes/worst_probe.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

namespace gammaflow
{
namespace
{
/// What a thread measures with: flows and spaces of its own.
struct Worker {
  EvolutionCache cache;
  ProbeMeasurement measurement;
  Worker(const CasePlan &plan, unsigned level, std::size_t bytes)
      : cache(bytes), measurement(plan, cache, level)
  {
  }
};

/// Workers that are free; one is made where there is none.
class Workers
{
 public:
  Workers(const CasePlan &plan, unsigned level, std::size_t bytes) : plan_(plan), level_(level), bytes_(bytes)
  {
  }
  template <class Work>
  auto with_one(const Work &work)
  {
    const Lease lease(*this);
    return work(lease.worker->measurement);
  }

 private:
  struct Lease {
    Workers &all;
    std::unique_ptr<Worker> worker;
    explicit Lease(Workers &of) : all(of), worker(of.take()) {}
    ~Lease()
    {
      const std::lock_guard<std::mutex> guard(all.mutex_);
      all.free_.push_back(std::move(worker));
    }
  };
  std::unique_ptr<Worker> take()
  {
    {
      const std::lock_guard<std::mutex> guard(mutex_);
      if (!free_.empty()) {
        auto worker = std::move(free_.back());
        free_.pop_back();
        return worker;
      }
    }
    return std::make_unique<Worker>(plan_, level_, bytes_);
  }

  const CasePlan &plan_;
  const unsigned level_;
  const std::size_t bytes_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> free_;
};

bool searched(const ProbePlan &probe)
{
  return !Registry<Curve>::traits(probe.curve).searched.empty();
}

/// The failure of the first one that has failed.
void throw_first(const std::vector<std::exception_ptr> &failures)
{
  for (const auto &failure : failures)
    if (failure) std::rethrow_exception(failure);
}

/// The searches from all probes, in rounds: the next trials of each of them are measured side by side, so
/// that no search runs alone while another thread has nothing to do.
std::vector<WorstProbeSearch> search(
    const CasePlan &plan, const ProbeResults &named,
    const std::function<std::vector<std::vector<ProbeValue>>(const std::vector<ProbePlan> &)> &measure)
{
  const unsigned evaluations = unsigned(plan.flow.integer("probes", "search"));
  std::vector<WorstProbeSearch> searches;
  for (std::size_t i = 0; evaluations > 0 && i < named.probes.size(); ++i)
    if (searched(named.probes[i])) {
      searches.emplace_back(plan, named.probes[i], evaluations);
      searches.back().take({named.values[i]});  // it begins with the probe itself
    }
  for (;;) {
    std::vector<ProbePlan> all;
    std::vector<std::size_t> ends;
    for (const auto &one : searches) {
      for (ProbePlan &trial : one.trials()) all.push_back(std::move(trial));
      ends.push_back(all.size());
    }
    if (all.empty()) return searches;
    const auto values = measure(all);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < searches.size(); begin = ends[i++])
      if (begin < ends[i]) searches[i].take({values.begin() + begin, values.begin() + ends[i]});
  }
}
}  // namespace

bool has_potentials(const CasePlan &plan)
{
  return Registry<Geometry>::traits(plan.flow.text("geometry", "name")).gradient_structure &&
         Registry<Geometry>::traits(plan.limit.geometry).gradient_structure;
}

unsigned number_of_measurements(const CasePlan &plan)
{
  const auto probes = plan_probes(plan);
  if (probes.empty() || !has_potentials(plan)) return 0;
  const auto coarsest = make_space(plan.flow, 0);
  const Flow limit = Flow::build(plan.limit_at(plan.steps.back()), coarsest);
  const unsigned evaluations = unsigned(plan.flow.integer("probes", "search")),
                 kinds = unsigned(
                     recovery_kinds(plan, Flow::build(plan.flow_at(plan.steps.back()), coarsest), &limit)
                         .size());
  unsigned n = 0;
  for (const ProbePlan &probe : probes)
    n += (searched(probe) ? std::max(1u, evaluations) : 1) +
         (probe.topology == Topology::constant ? kinds : 0);
  return n;
}

ProbeResults measure_probes(const CasePlan &plan, const std::vector<ProbePlan> &named, const unsigned level,
                            const std::size_t cache_bytes, const ProbeStore &store,
                            const std::function<void(const std::string &)> &done)
{
  Workers workers(plan, level, cache_bytes);
  std::mutex mutex;
  const auto measured = [&](const ProbePlan &probe, const std::string &kind, const Recovered &recovered) {
    auto values = store.find_or(probe, kind, [&] {
      return workers.with_one([&](ProbeMeasurement &m) { return m.values(probe, recovered); });
    });
    const std::lock_guard<std::mutex> guard(mutex);
    done("'" + probe.label + "'" + (kind.empty() ? "" : ", " + kind));
    return values;
  };

  ProbeResults results{named, std::vector<std::vector<ProbeValue>>(named.size()), {}};
  std::vector<RecoverySequence> recovered;
  std::vector<std::function<void()>> work;
  for (std::size_t i = 0; i < named.size(); ++i)
    work.push_back([&, i] { results.values[i] = measured(named[i], "", {}); });
  const auto kinds = workers.with_one(
      [&](ProbeMeasurement &m) { return recovery_kinds(plan, m.last_flow(), &m.last_limit_flow()); });
  const std::size_t side_by_side = workers.with_one([&](ProbeMeasurement &m) {
    return std::min(measurements_within_memory(plan, level, m.first_flow()),
                    measurements_within_memory(plan, level, m.last_flow()));
  });
  std::vector<std::pair<const ProbePlan *, const RecoveryKind *>> pairs;
  for (const RecoveryKind &kind : kinds)
    for (const ProbePlan &probe : named)
      if (probe.topology == Topology::constant) pairs.emplace_back(&probe, &kind);
  recovered.resize(pairs.size());
  for (std::size_t k = 0; k < pairs.size(); ++k)
    work.push_back([&, k] {
      const auto &[probe, kind] = pairs[k];
      recovered[k] = {probe->label, kind->name, measured(*probe, kind->name, kind->make)};
    });

  const auto run = [&](const std::size_t n, const std::function<void(std::size_t)> &of) {
    throw_first(run_side_by_side(n, of, side_by_side));
  };
  run(work.size(), [&](std::size_t k) { work[k](); });
  const auto searches = search(plan, results, [&](const std::vector<ProbePlan> &probes) {
    std::vector<std::vector<ProbeValue>> values(probes.size());
    run(probes.size(), [&](std::size_t k) { values[k] = measured(probes[k], "", {}); });
    return values;
  });

  for (std::size_t i = 0; i < named.size(); ++i)
    if (named[i].topology == Topology::constant)
      results.sequences.push_back({named[i].label, "constant", results.values[i]});
  for (auto &sequence : recovered) results.sequences.push_back(std::move(sequence));
  for (const auto &of : searches)
    if (auto worst = of.found()) {
      results.probes.push_back(std::move(worst->probe));
      results.values.push_back(std::move(worst->values));
    }
  return results;
}

}  // namespace gammaflow
