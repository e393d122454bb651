// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>
#include <hdf5.h>
#include <nlohmann/json.hpp>

#include "../support/flows.h"
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <sys/resource.h>
#include <thread>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::string temporary(const std::string &name)
{
  return std::filesystem::temp_directory_path() / ("gammaflow_test_" + name);
}

std::string content_of(const std::string &path)
{
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Trajectory example()
{
  Trajectory trajectory;
  trajectory.space = make_box(2, 3);
  trajectory.gradient_structure = false;
  for (int k = 0; k < 3; ++k) {
    trajectory.times.push_back(0.1 * k);
    trajectory.states.push_back(
        trajectory.space->sample([k](const Point &x) { return x[0] + k * x[1] / 3; }));
    LedgerRow row;
    row.time = 0.1 * k;
    row.energy = 1. / (3 + k);
    row.edb_residual = std::numeric_limits<double>::quiet_NaN();
    row.steps = unsigned(7 * k);
    trajectory.ledger.push_back(row);
  }
  return trajectory;
}
}  // namespace

// Bits that are lost, columns that are swapped, attributes that are cut.
TEST(TrajectoryFile, ReadsBackWhatWasWritten)
{
  const Trajectory written = example();
  const std::string path = temporary("trajectory.h5"), text = "a\n\"long\" text, " + std::string(5000, 'x');
  write_trajectory(path, written, {{"parameters", text}, {"version", "1.2"}});
  const StoredTrajectory stored = read_trajectory(path);
  EXPECT_EQ(stored.attributes.at("parameters"), text);
  EXPECT_EQ(stored.attributes.at("version"), "1.2");
  EXPECT_EQ(stored.attributes.size(), 2u);
  EXPECT_FALSE(stored.gradient_structure);
  EXPECT_EQ(stored.times, written.times);
  EXPECT_EQ(stored.points, written.space->nodes());
  ASSERT_EQ(stored.states.size(), 3u);
  for (std::size_t i = 0; i < stored.points.size(); ++i) {
    EXPECT_EQ(stored.states[2][i], data(written.states[2])[i]);
    EXPECT_EQ(stored.weights[i], data(written.space->weights())[i]);
  }
  EXPECT_EQ(stored.ledger[2].energy, written.ledger[2].energy);
  EXPECT_EQ(stored.ledger[2].steps, 14u);
  EXPECT_TRUE(std::isnan(stored.ledger[0].edb_residual));

  const Trajectory again = read_trajectory(path, written.space);
  EXPECT_EQ(distance(again.states[1], written.states[1]), 0);
  EXPECT_THROW(read_trajectory(path, make_box(2, 4)), InputError);
  EXPECT_THROW(read_trajectory(path, make_box(2, 3, 2, false, 0, 0, 2)), InputError);
}

// A disk that is full (here: a limit on the size of files) is an error, at once, and the file that was there
// stays; nothing is left beside it.
TEST(TrajectoryFile, NothingIsLostWhereThereIsNoRoom)
{
  const ScratchDirectory scratch("test");
  const std::string path = scratch.path() + "/trajectory.h5";
  write_trajectory(path, example(), {});
  Trajectory large = example();
  large.space = make_box(2, 60);
  large.states.assign(3, large.space->zero());
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  for (const rlim_t size : {rlim_t(0), rlim_t(20000), rlim_t(150000)}) {
    const rlimit less{size, limit.rlim_max};
    setrlimit(RLIMIT_FSIZE, &less);
    EXPECT_THROW(write_trajectory(path, large, {}), InputError) << size;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  std::signal(SIGXFSZ, before);
  EXPECT_EQ(read_trajectory(path).states.size(), 3u);
  EXPECT_EQ(read_trajectory(path).points.size(), size(example().states[0]));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path()), {}), 1);
}

// Half a file, or somebody else's, that is read as a trajectory (or crashes).
TEST(TrajectoryFile, RefusesWhatIsNotATrajectory)
{
  const std::string path = temporary("whole.h5"), other = temporary("other.h5");
  write_trajectory(path, example(), {});
  const std::string whole = content_of(path);
  for (const double part : {0., 0.1, 0.5, 0.9, 0.999}) {
    std::ofstream(other, std::ios::binary) << whole.substr(0, std::size_t(part * double(whole.size())));
    EXPECT_THROW(read_trajectory(other), InputError) << part;
  }
  std::ofstream(other) << "time,mass\n0,1\n";
  EXPECT_THROW(read_trajectory(other), InputError);
  EXPECT_THROW(read_trajectory(temporary("missing.h5")), InputError);
  EXPECT_THROW(read_trajectory(std::filesystem::temp_directory_path().string()), InputError);
  try {
    read_trajectory(other);
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find(other), std::string::npos);
  }
}

// A flipped byte is a wrong number, or the end of the program inside of HDF5, which takes a file at its word.
TEST(TrajectoryFile, EveryFlippedByteIsRefused)
{
  const std::string path = temporary("whole.h5"), other = temporary("flipped.h5");
  write_trajectory(path, example(), {{"parameters", std::string(3000, 'x')}});
  const std::string whole = content_of(path);
  for (std::size_t at = 0; at < whole.size(); at += at + 300 < whole.size() ? 13 : 1) {
    std::string bytes = whole;
    bytes[at] = char(bytes[at] ^ (1 << at % 8));
    std::ofstream(other, std::ios::binary) << bytes;
    EXPECT_THROW(read_trajectory(other), InputError) << at;
  }
  std::ofstream(other, std::ios::binary) << whole << "x";
  EXPECT_THROW(read_trajectory(other), InputError);
  std::ofstream(other, std::ios::binary) << whole;  // must not be refused
  EXPECT_EQ(read_trajectory(other).states.size(), 3u);
}

// Who makes a checksum for what he made himself: an index that points out of the file, counts that overflow.
TEST(TrajectoryFile, IndexIsNotTakenAtItsWord)
{
  const std::string path = temporary("whole.h5"), other = temporary("index.h5");
  write_trajectory(path, example(), {});
  const std::string whole = content_of(path);
  const auto at = whole.rfind("{\"datasets\""), end = whole.rfind("\nGammaFlow index");
  ASSERT_NE(at, std::string::npos);
  const auto index = nlohmann::json::parse(whole.substr(at, end - at));
  const auto read_with = [&](const std::string &text) {
    std::ofstream(other, std::ios::binary) << whole.substr(0, at) << text;
    seal(other, at);
    return read_trajectory(other);
  };
  EXPECT_EQ(read_with(index.dump()).states.size(), 3u);
  const std::string states = "/datasets/states/", text = "/texts/format/";
  const std::uint64_t large = std::uint64_t(1) << 61;
  const std::vector<std::pair<std::string, nlohmann::json>> changes = {{states + "offset", at},
                                                                       {states + "offset", -1},
                                                                       {states + "offset", 1.5},
                                                                       {states + "offset", large * 7},
                                                                       {states + "shape/0", large},
                                                                       {states + "shape/1", large},
                                                                       {states + "shape/0", 4},
                                                                       {states + "shape/1", -1},
                                                                       {states + "shape", {3}},
                                                                       {states + "shape", "3 times 16"},
                                                                       {"/datasets/points", nullptr},
                                                                       {"/datasets", {1, 2}},
                                                                       {text + "size", at},
                                                                       {text + "offset", large * 7},
                                                                       {"/texts", 1},
                                                                       {text + "size", nullptr},
                                                                       {"/datasets/times/shape/0", 0},
                                                                       {"/datasets/times/offset", 0}};
  for (const auto &[where, value] : changes) {
    nlohmann::json changed = index;
    changed[nlohmann::json::json_pointer(where)] = value;
    EXPECT_THROW(read_with(changed.dump()), InputError) << where << " " << value;
  }
  EXPECT_THROW(read_with(""), InputError);
  EXPECT_THROW(read_with("[1, 2"), InputError);
  EXPECT_THROW(read_with(std::string(100000, '[')), InputError);
}

// Files of which only GammaFlow knows what is in them: other programs open them by HDF5.
TEST(TrajectoryFile, IsAnHdf5FileForOthers)
{
  const std::string path = temporary("others.h5");
  const Trajectory written = example();
  write_trajectory(path, written, {{"version", "1.2"}});
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  ASSERT_GE(file, 0);
  const hid_t set = H5Dopen2(file, "states", H5P_DEFAULT),
              text = H5Dopen2(file, "about/user: version", H5P_DEFAULT);
  ASSERT_GE(set, 0);
  ASSERT_GE(text, 0);
  std::vector<double> values(3 * size(written.states[0]));
  EXPECT_GE(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
  for (std::size_t i = 0; i < size(written.states[0]); ++i)
    EXPECT_EQ(values[2 * size(written.states[0]) + i], data(written.states[2])[i]);
  H5Dclose(text);
  H5Dclose(set);
  H5Fclose(file);
}

// The same states have the same bits: no time of writing among them.
TEST(TrajectoryFile, SameContentSameFile)
{
  const std::string one = temporary("one.h5"), two = temporary("two.h5");
  write_trajectory(one, example(), {});
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // times in HDF5 files are whole seconds
  write_trajectory(two, example(), {});
  EXPECT_EQ(content_of(one), content_of(two));
}

TEST(TrajectoryFile, UnwritableDirectoryIsAnInputError)
{
  EXPECT_THROW(write_trajectory("/nowhere/at/all/trajectory.h5", example(), {}), InputError);
}

// A table whose columns do not match its header.
TEST(TrajectoryFile, LedgerAsCsv)
{
  const std::string csv = ledger_csv(example().ledger);
  std::istringstream in(csv);
  std::string header, first, line;
  std::getline(in, header);
  std::getline(in, first);
  EXPECT_EQ(header.substr(0, 25), "time,mass,minimum,energy,");
  EXPECT_EQ(std::count(header.begin(), header.end(), ','), std::count(first.begin(), first.end(), ','));
  EXPECT_NE(first.find("nan"), std::string::npos);
  EXPECT_NE(first.find("0.33333333333333331"), std::string::npos) << first;
}
