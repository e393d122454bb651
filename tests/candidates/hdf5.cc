// SPDX-License-Identifier: LGPL-2.1-or-later
// HDF5 files of other programs: what is in them, or a refusal; damaged ones never end this process.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_data.h>
#include <gammaflow/candidates/hdf5_file.h>

#include <gtest/gtest.h>
#include <hdf5.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gammaflow;

namespace
{
namespace fs = std::filesystem;

class Hdf5 : public testing::Test
{
 protected:
  Hdf5() : folder_(fs::temp_directory_path() / ("gammaflow_hdf5_" + std::to_string(getpid())))
  {
    fs::create_directories(folder_);
  }
  ~Hdf5() override { fs::remove_all(folder_); }
  std::string path(const std::string &name) const { return (folder_ / name).string(); }

  /// Particles (2, 3, 1) in a group, big-endian and compressed; weights as 32-bit integers; times; a text.
  std::string written(double third = 3) const
  {
    const std::string name = path("a.h5");
    const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Gclose(H5Gcreate2(file, "particles", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    const double x[6] = {1, 2, third, 4, 5, 6}, t[2] = {0.5, 1};
    const int w[3] = {1, 2, 1};
    dataset(file, "particles/x", H5T_IEEE_F64BE, H5T_NATIVE_DOUBLE, {2, 3, 1}, x, true);
    dataset(file, "weights", H5T_STD_I32LE, H5T_NATIVE_INT, {3}, w, false);
    dataset(file, "times", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {2}, t, false);
    const hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, 4);
    dataset(file, "comment", text, text, {1}, "abc", false);
    H5Tclose(text);
    H5Fclose(file);
    return name;
  }
  static void dataset(hid_t file, const char *name, hid_t stored, hid_t given, std::vector<hsize_t> shape,
                      const void *values, bool compressed)
  {
    const hid_t space = shape.empty() ? H5Screate(H5S_SCALAR)
                                      : H5Screate_simple(int(shape.size()), shape.data(), nullptr),
                how = H5Pcreate(H5P_DATASET_CREATE);
    if (compressed) {
      H5Pset_chunk(how, int(shape.size()), shape.data());
      H5Pset_deflate(how, 6);
    }
    const hid_t set = H5Dcreate2(file, name, stored, space, H5P_DEFAULT, how, H5P_DEFAULT);
    EXPECT_GE(H5Dwrite(set, given, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0);
    H5Dclose(set);
    H5Pclose(how);
    H5Sclose(space);
  }
  static void write_in_one_chunk(const std::string &name, const std::vector<double> &values, hsize_t chunk)
  {
    const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t n = values.size(), most = H5S_UNLIMITED;
    const hid_t space = H5Screate_simple(1, &n, &most), how = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(how, 1, &chunk);
    H5Pset_deflate(how, 1);
    const hid_t set = H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, how, H5P_DEFAULT);
    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(set);
    H5Pclose(how);
    H5Sclose(space);
    H5Fclose(file);
  }
  static std::string content(const std::string &name)
  {
    std::ifstream in(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void expect_refused(const std::string &bytes, const std::string &word = "") const
  {
    std::ofstream(path("bad.h5"), std::ios::binary) << bytes;
    try {
      read_hdf5(path("bad.h5"));
      FAIL() << "was read";
    } catch (const InputError &error) {
      EXPECT_NE(std::string(error.what()).find("bad.h5"), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
    }
  }
  fs::path folder_;
};
}  // namespace

// Would catch: byte order, the order of indices, names of groups, integers, texts taken for numbers.
TEST_F(Hdf5, HoldsWhatWasWritten)
{
  const auto arrays = read_hdf5(written());
  ASSERT_EQ(arrays.size(), 3u);
  EXPECT_EQ(arrays.at("particles/x").values, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(arrays.at("particles/x").shape, (std::vector<std::size_t>{2, 3, 1}));
  EXPECT_EQ(arrays.at("weights").values, (std::vector<double>{1, 2, 1}));
  CandidateFormat format;
  format.columns = {{"x", "particles/x"}};
  const auto snapshots = read_candidate(path("a.h5"), format);
  ASSERT_EQ(snapshots.size(), 2u);
  EXPECT_EQ(*snapshots[1].time, 1);
  EXPECT_EQ(snapshots[1].particles.coordinate(0)[2], 6);
  EXPECT_EQ(snapshots[0].particles.weight(1), 2);
}

TEST_F(Hdf5, RefusesWhatCannotBeMeant)
{
  expect_refused("\x89HDF\r\n\x1a\n");
  const std::string whole = content(written());
  for (const double part : {0.3, 0.6, 0.9})
    expect_refused(whole.substr(0, std::size_t(part * double(whole.size()))));
  expect_refused(content(written(std::nan(""))), "not finite");
  ReadLimits few;
  few.bytes = 40;
  EXPECT_THROW(read_hdf5(written(), few), InputError);
  const hid_t file = H5Fcreate(path("empty.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(file);
  expect_refused(content(path("empty.h5")), "no datasets");
}

// Would catch: zeros that nobody wrote, taken for particles; memory for what a file only claims.
TEST_F(Hdf5, RefusesNumbersThatWereNeverWritten)
{
  for (const hsize_t n : {hsize_t(4), hsize_t(400000000)})
    for (const bool chunked : {false, true}) {
      const hid_t file = H5Fcreate(path("claim.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
      const hsize_t chunk = 2;
      const hid_t space = H5Screate_simple(1, &n, nullptr), how = H5Pcreate(H5P_DATASET_CREATE);
      if (chunked) H5Pset_chunk(how, 1, &chunk);
      H5Dclose(H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, how, H5P_DEFAULT));
      H5Pclose(how);
      H5Sclose(space);
      H5Fclose(file);
      expect_refused(content(path("claim.h5")), n == 4 ? "not all of its numbers were written" : "");
    }
}

// The first half of a dataset in chunks, with and without filters; must not fail: all of it.
TEST_F(Hdf5, RefusesDatasetsThatAreWrittenInPart)
{
  for (const bool filtered : {false, true})
    for (const hsize_t part : {hsize_t(4), hsize_t(7)}) {
      const std::string name = path("part.h5");
      const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
      const hsize_t n = 7, chunk = 2, none = 0;
      const hid_t space = H5Screate_simple(1, &n, nullptr), how = H5Pcreate(H5P_DATASET_CREATE);
      H5Pset_chunk(how, 1, &chunk);
      if (filtered) H5Pset_deflate(how, 6);
      const hid_t set = H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, how, H5P_DEFAULT);
      const hid_t given = H5Screate_simple(1, &part, nullptr);
      H5Sselect_hyperslab(space, H5S_SELECT_SET, &none, nullptr, &part, nullptr);
      const double values[7] = {1, 2, 3, 4, 5, 6, 7};
      EXPECT_GE(H5Dwrite(set, H5T_NATIVE_DOUBLE, given, space, H5P_DEFAULT, values), 0);
      H5Dclose(set);
      H5Sclose(given);
      H5Pclose(how);
      H5Sclose(space);
      H5Fclose(file);
      if (part == n)
        EXPECT_EQ(read_hdf5(name).at("x").values.back(), 7);
      else
        expect_refused(content(name), "not all of its numbers were written");
    }
}

// Would catch: a library that takes as much memory as a file says. A chunk of 128 MiB for ten numbers.
TEST_F(Hdf5, MemoryIsBounded)
{
  const std::string name = path("chunk.h5");
  const std::vector<double> values(10, 1.);
  // written by another process, as what this one frees it keeps
  const pid_t writer = fork();
  if (writer == 0) {
    write_in_one_chunk(name, values, hsize_t(1) << 24);
    _exit(0);
  }
  waitpid(writer, nullptr, 0);
  ReadLimits limits;
  limits.bytes = 1000;
  EXPECT_THROW(read_hdf5(name, limits), InputError);
  EXPECT_EQ(read_hdf5(name).at("x").values, values);
}

// Would catch: a second copy of the program that goes on after memory has run out in the process that reads.
TEST_F(Hdf5, NoSecondProgramGoesOn)
{
  const std::string name = path("large.h5");
  const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const std::vector<double> zeros(std::size_t(1) << 24);
  dataset(file, "x", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {zeros.size()}, zeros.data(), true);
  H5Fclose(file);
  double pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  struct rlimit whole;
  getrlimit(RLIMIT_AS, &whole);
  const struct rlimit little = {rlim_t(pages * double(sysconf(_SC_PAGESIZE)) + 0x1p26), whole.rlim_max};
  setrlimit(RLIMIT_AS, &little);
  const pid_t self = getpid();
  bool refused = false;
  try {
    read_hdf5(name);
  } catch (...) {
    if (getpid() != self) {
      std::ofstream(path("second")) << "goes on";
      _exit(0);
    }
    refused = true;
  }
  setrlimit(RLIMIT_AS, &whole);
  EXPECT_TRUE(refused);
  EXPECT_FALSE(fs::exists(path("second")));
}

// Would catch: weights beside the particles that are left out without a word, single numbers, roles whose
// datasets hold no numbers.
TEST_F(Hdf5, RolesAreFoundBesideTheParticlesOrRefused)
{
  const auto particles = [&](bool text) {
    const hid_t file = H5Fcreate(path("roles.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Gclose(H5Gcreate2(file, "particles", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    const double x[2] = {1, 2}, w[2] = {1, 3}, t = 0.25;
    dataset(file, "particles/x", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {2}, x, false);
    const hid_t letters = H5Tcopy(H5T_C_S1);
    H5Tset_size(letters, 4);
    if (text)
      dataset(file, "particles/weights", letters, letters, {1}, "abc", false);
    else
      dataset(file, "particles/weights", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {2}, w, false);
    H5Tclose(letters);
    dataset(file, "particles/t", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {}, &t, false);
    H5Fclose(file);
    CandidateFormat format;
    format.columns = {{"x", "particles/x"}};
    return read_candidate(path("roles.h5"), format);
  };
  const auto snapshots = particles(false);
  ASSERT_EQ(snapshots.size(), 1u);
  EXPECT_EQ(*snapshots[0].time, 0.25);
  EXPECT_EQ(snapshots[0].particles.weight(1), 3);
  try {
    particles(true);
    FAIL() << "weights were left out";
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find("particles/weights"), std::string::npos) << error.what();
  }
}

// Data in other files would make a candidate read whatever its author names.
TEST_F(Hdf5, RefusesDataInOtherFiles)
{
  std::ofstream(path("secret")) << std::string(64, 'x');
  const hid_t file = H5Fcreate(path("out.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t n = 4;
  const hid_t space = H5Screate_simple(1, &n, nullptr), how = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(how, path("secret").c_str(), 0, 32);
  H5Dclose(H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, how, H5P_DEFAULT));
  H5Pclose(how);
  H5Sclose(space);
  H5Fclose(file);
  expect_refused(content(path("out.h5")), "other files");
}

// Every damaged file is read or refused; whatever it does to the HDF5 library, this process goes on.
TEST_F(Hdf5, DamagedFilesDoNotEndTheProgram)
{
  const std::string whole = content(written());
  std::mt19937 random(7);
  int refused = 0;
  for (int k = 0; k < 150; ++k) {
    std::string bytes = whole;
    for (int change = 0; change < 3; ++change) bytes[random() % bytes.size()] = char(random());
    std::ofstream(path("bad.h5"), std::ios::binary) << bytes;
    try {
      read_hdf5(path("bad.h5"));
    } catch (const InputError &) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 20);
}
