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
    const hid_t space = H5Screate_simple(int(shape.size()), shape.data(), nullptr),
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

// Would catch: memory for what a file only claims.
TEST_F(Hdf5, RefusesNumbersThatAreOnlyClaimed)
{
  const hid_t file = H5Fcreate(path("claim.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t n = 400000000;
  const hid_t space = H5Screate_simple(1, &n, nullptr);
  H5Dclose(H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  H5Sclose(space);
  H5Fclose(file);
  expect_refused(content(path("claim.h5")), "claims more");
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
