// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/side_by_side.h>
#include <gammaflow/study/probes/probe_memory.h>
#include <gammaflow/study/probes/probe_run.h>
#include <gammaflow/study/probes/recovery_curves.h>
#include <gammaflow/study/probes/worst_probe.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
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
}  // namespace

unsigned number_of_measurements(const CasePlan &plan)
{
  unsigned n = 0;
  const unsigned evaluations = unsigned(plan.flow.integer("probes", "search"));
  for (const ProbePlan &probe : plan_probes(plan)) n += 1 + (searched(probe) ? evaluations : 0);
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
  std::vector<std::optional<WorstProbe>> worst(named.size());
  std::vector<RecoverySequence> recovered;
  std::vector<std::function<void()>> work;
  const unsigned evaluations = unsigned(plan.flow.integer("probes", "search"));
  for (std::size_t i = 0; i < named.size(); ++i)  // the longest first
    if (evaluations > 0 && searched(named[i]))
      work.push_back([&, i] {
        worst[i] = worst_probe(
            plan, named[i], [&](const ProbePlan &probe) { return measured(probe, "", {}); }, evaluations);
      });
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

  throw_first(run_side_by_side(
      work.size(), [&](std::size_t k) { work[k](); }, side_by_side));

  for (std::size_t i = 0; i < named.size(); ++i)
    if (named[i].topology == Topology::constant)
      results.sequences.push_back({named[i].label, "constant", results.values[i]});
  for (auto &sequence : recovered) results.sequences.push_back(std::move(sequence));
  for (auto &found : worst)
    if (found) {
      results.probes.push_back(std::move(found->probe));
      results.values.push_back(std::move(found->values));
    }
  return results;
}

}  // namespace gammaflow
