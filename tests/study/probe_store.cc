// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/side_by_side.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/probes/probe_run.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

using namespace gammaflow;

namespace
{
CasePlan plan()
{
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 4; geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; "
      "kernel/bandwidth = 0.2; initial state/formula = exp(0.5*cos(pi*x)); target/formula = "
      "exp(0.4*cos(2*pi*x)); "
      "time/end = 0.5; time/outputs = 2; sweep/parameter = ridge; sweep/values = 0.1, 0.05, 0.02, 0.01; "
      "accuracy/refinements = 1; probes/points = 4; probes/search = 3; probe 1/curve = linear interpolation; "
      "probe 2/curve = oscillation;  probe 3/curve = geodesic",
      "test");
  p.set("probe 2", "settings",
        "oscillation/length = 0.16; oscillation/length exponent = 0.5; oscillation/amplitude exponent = 0.5",
        "test");
  return plan_cases(p).at(0);
}

struct Threads {
  explicit Threads(unsigned n) : before(number_of_threads()) { set_threads(n); }
  ~Threads() { set_threads(before); }
  const unsigned before;
};

/// Their numbers, in the order of the results.
std::vector<double> numbers(const ProbeResults &results)
{
  std::vector<double> all;
  const auto add = [&](const std::vector<ProbeValue> &values) {
    for (const ProbeValue &v : values)
      for (const double x : {v.parameter, v.along.lower(), v.along.upper(), v.along.primal_near, v.limit,
                             v.limit_here, v.distance, v.delta(), v.limit_delta})
        all.push_back(x);
  };
  for (const auto &values : results.values) add(values);
  for (const auto &sequence : results.sequences) add(sequence.values);
  return all;
}

ProbeResults measured(const CasePlan &of, unsigned threads, const std::string &folder, unsigned &count)
{
  const Threads some(threads);
  const ProbeStore store(of, 2, folder);
  return measure_probes(of, plan_probes(of), 2, 1 << 28, store, [&](const std::string &) { ++count; });
}

std::set<std::string> files_in(const std::string &folder)
{
  std::set<std::string> files;
  for (const auto &entry : std::filesystem::directory_iterator(folder)) files.insert(entry.path().string());
  return files;
}
}  // namespace

// Would catch: measurements that share a flow, a space or a cache; results in the order in which they finish;
// a store that loses digits or infinite bounds; a damaged file that is believed.
TEST(ProbeStore, SideBySideAndStoredTheSameBits)
{
  const CasePlan of = plan();
  const ScratchDirectory scratch("test");
  std::filesystem::create_directories(scratch.path());
  unsigned counted = 0;
  const ProbeResults one_by_one = measured(of, 1, "", counted);
  const std::vector<double> expected = numbers(one_by_one);
  EXPECT_EQ(counted, number_of_measurements(of));  // for the time that is left
  EXPECT_EQ(one_by_one.probes.size(), 4u);         // three that are named, and one that was found
  EXPECT_EQ(numbers(measured(of, 3, scratch.path(), counted)), expected);

  const auto files = files_in(scratch.path());
  ASSERT_GT(files.size(), 5u);
  std::ofstream(*files.begin()) << "{\"key\": 1}";
  std::filesystem::remove(*files.rbegin());
  const auto written = std::filesystem::last_write_time(*std::next(files.begin()));
  EXPECT_EQ(numbers(measured(of, 2, scratch.path(), counted)), expected);
  EXPECT_EQ(files_in(scratch.path()), files);
  EXPECT_EQ(std::filesystem::last_write_time(*std::next(files.begin())), written);
}

// Would catch: more at a time than are allowed, which is how measurements stay within memory/limit; other
// bits.
TEST(ProbeStore, OneByOneWhereMemoryIsShort)
{
  const Threads three(3);
  std::atomic<int> now{0}, most{0};
  const auto work = [&](std::size_t) {
    most = std::max(most.load(), ++now);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    --now;
  };
  run_side_by_side(6, work, 1);
  EXPECT_EQ(most, 1);
  run_side_by_side(6, work);
  EXPECT_GT(most, 1);

  CasePlan of = plan();
  unsigned counted = 0;
  const std::vector<double> expected = numbers(measured(of, 3, "", counted));
  of.memory_bytes = 1000;
  EXPECT_EQ(numbers(measured(of, 3, "", counted)), expected);
}

// Would catch: values that are taken for those of another curve, kind or sweep; two probes in one file; a
// file whose content has changed.
TEST(ProbeStore, OtherCurvesAreOtherValues)
{
  CasePlan of = plan();
  const ScratchDirectory scratch("test");
  std::filesystem::create_directories(scratch.path());
  ProbePlan probe;
  probe.label = probe.curve = "linear interpolation";
  unsigned computed = 0;
  const auto ask = [&](const std::string &kind) {
    ProbeStore(of, 2, scratch.path()).find_or(probe, kind, [&] {
      ++computed;
      return std::vector<ProbeValue>(of.steps.size());
    });
  };
  ask("");
  ask("");
  EXPECT_EQ(computed, 1u);
  ask("minimizing");
  EXPECT_EQ(computed, 2u);
  probe.settings = "probes/from = target";
  ask("");
  EXPECT_EQ(computed, 3u);
  of.steps.back().ridge = of.steps.back().parameter = 0.005;
  ask("");
  EXPECT_EQ(computed, 4u);
  probe.label = "another name";
  ask("");
  EXPECT_EQ(computed, 5u);

  const std::string data = scratch.path() + "/w.csv";
  std::ofstream(data) << "0, 1\n1, 1\n";
  probe.curve = "solution";
  probe.settings = "target/kind = grid; target/file = " + data;
  ask("");
  ask("");
  EXPECT_EQ(computed, 6u);
  std::ofstream(data) << "0, 1\n1, 2\n";
  of.flow.set("probe 1", "curve", "solution", "test");
  of.flow.set("probe 1", "settings", probe.settings, "test");
  plan_probes(of);  // reads it
  ask("");
  EXPECT_EQ(computed, 7u);
}

// A probe that asks for another mesh or another end than the study has would be measured against other
// states.
TEST(ProbeStore, SettingsOfAProbeAreOfItsCurve)
{
  for (const std::string shared : {"domain/cells = 5", "time/end = 2"}) {
    Parameters parameters;
    parameters.assign_all(
        "geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; sweep/parameter = ridge; "
        "probe 1/curve = linear interpolation",
        "test");
    parameters.set("probe 1", "settings", shared);
    try {
      plan_probes(plan_cases(parameters).at(0));
      ADD_FAILURE() << shared << " is not refused";
    } catch (const InputError &error) {
      EXPECT_NE(std::string(error.what()).find("section 'probe 1', key 'settings'"), std::string::npos)
          << error.what();
    }
  }
}
