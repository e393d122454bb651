// SPDX-License-Identifier: LGPL-2.1-or-later
// Files of particles: what is read, and that everything else is refused with the place where it stands.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_file.h>
#include <gammaflow/candidates/npy.h>

#include <gtest/gtest.h>

#include "tests/candidates/scratch_files.h"
#include <cstring>
#include <fstream>
#include <minizip/zip.h>

using namespace gammaflow;

namespace
{
std::string npy(const std::string &header, const std::string &data, char version = 1)
{
  std::string text = header + "\n";
  std::string bytes = std::string("\x93NUMPY") + version + '\0';
  bytes += char(text.size() % 256);
  bytes += char(text.size() / 256);
  if (version > 1) bytes += std::string(2, '\0');
  return bytes + text + data;
}

template <class Number>
std::string bytes_of(std::vector<Number> numbers, bool swapped = false)
{
  std::string bytes;
  for (const Number number : numbers) {
    std::string one(sizeof(Number), '\0');
    std::memcpy(&one[0], &number, sizeof(Number));
    bytes += swapped ? std::string(one.rbegin(), one.rend()) : one;
  }
  return bytes;
}

std::string doubles(const std::string &shape, const std::vector<double> &values)
{
  return npy("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }", bytes_of(values));
}

class Readers : public ScratchFiles
{
 protected:
  std::string archive(const std::vector<std::pair<std::string, std::string>> &members) const
  {
    const std::string path = scratch.path() + "/a.npz";
    zipFile zip = zipOpen(path.c_str(), APPEND_STATUS_CREATE);
    for (const auto &[name, content] : members) {
      zip_fileinfo info{};
      zipOpenNewFileInZip(zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 6);
      zipWriteInFileInZip(zip, content.data(), unsigned(content.size()));
      zipCloseFileInZip(zip);
    }
    zipClose(zip, nullptr);
    return path;
  }
  static std::string refusal(const std::string &path, const CandidateFormat &format)
  {
    try {
      read_candidate(path, format);
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  }
  /// The message names the file and holds the words.
  void expect_refused(const std::string &path, unsigned dim, const std::string &words,
                      const std::string &columns = "") const
  {
    CandidateFormat format;
    format.dim = dim;
    if (!columns.empty()) format.columns = column_roles(columns);
    const std::string message = refusal(path, format);
    EXPECT_NE(message.find(words), std::string::npos) << "wanted: " << words << "\ngot: " << message;
    EXPECT_NE(message.find(path.substr(path.rfind('/') + 1)), std::string::npos) << message;
  }
};

CandidateFormat in(unsigned dim)
{
  CandidateFormat format;
  format.dim = dim;
  return format;
}
}  // namespace

TEST_F(Readers, CsvWithAHeaderWeightsAndTimes)
{
  const auto s =
      read_candidate(file("a.csv", "# mine\ntime,y,x,weight\n0,1,2,0.5\n0,3,4,0.5\n\n1.5,5,6,1\n"), in(2));
  ASSERT_EQ(s.size(), 2u);
  EXPECT_EQ(*s[0].time, 0);
  EXPECT_EQ(s[0].particles.point(1), (Point{4, 3, 0}));
  EXPECT_EQ(s[0].particles.mass(), 1);
  EXPECT_TRUE(s[0].weighted);
  EXPECT_EQ(*s[1].time, 1.5);
  EXPECT_EQ(s[1].rows, (std::vector<std::size_t>{6}));
}

TEST_F(Readers, CsvWithoutAHeaderAndWithRoles)
{
  EXPECT_EQ(read_candidate(file("a.txt", "1 2\n3\t4\n"), in(2))[0].particles.point(1), (Point{3, 4, 0}));
  CandidateFormat format = in(1);
  format.columns = column_roles("x=3, weight=1");
  format.unit = {10};
  const auto s = read_candidate(file("b.csv", "a;b;c\n1;2;30\n1;2;40\n"), format);
  EXPECT_EQ(s[0].particles.coordinates(), (std::vector<double>{3, 4}));
}

TEST_F(Readers, CsvRefusals)
{
  expect_refused(file("a.csv", ""), 1, "no rows");
  expect_refused(file("a.csv", "x\n"), 1, "no rows");
  expect_refused(file("a.csv", "x\n1\nnan\n"), 1, "line 3");
  expect_refused(file("a.csv", "x\n1\ninf\n"), 1, "line 3");
  expect_refused(file("a.csv", "x\n1e999\n"), 1, "line 2");
  expect_refused(file("a.csv", "x,y\n1,2\n3\n"), 2, "line 3");
  expect_refused(file("a.csv", "x,w\n1,-1\n"), 1, "line 2");
  expect_refused(file("a.csv", "x,w\n1,0\n"), 1, "weight of 0");
  expect_refused(file("a.csv", "t,x\n1,0\n0,0\n"), 1, "goes back in time");
  expect_refused(file("a.csv", "t,x\n0,0\n1,0\n0,0\n"), 1, "line 4");
  expect_refused(file("a.csv", "1,2,3\n"), 2, "not clear");
  expect_refused(file("a.csv", "x,y\n1,2\n"), 3, "not clear");
  expect_refused(file("a.csv", "a,b\n1,2\n"), 1, "is not a column", "x=c");
}

TEST_F(Readers, NumpyArraysOfAllKinds)
{
  EXPECT_EQ(parse_npy(doubles("(2, 1)", {1, 2}), "a").values, (std::vector<double>{1, 2}));
  const std::string big =
      npy("{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }", bytes_of<double>({1, 2}, true));
  EXPECT_EQ(parse_npy(big, "a").values, (std::vector<double>{1, 2}));
  const std::string single =
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytes_of<float>({1, 0.5}), 2);
  EXPECT_EQ(parse_npy(single, "a").values, (std::vector<double>{1, 0.5}));
  const std::string integers =
      npy("{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }", bytes_of<signed char>({-3, 4}));
  EXPECT_EQ(parse_npy(integers, "a").values, (std::vector<double>{-3, 4}));
  const std::string columns =
      npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", bytes_of<double>({1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(parse_npy(columns, "a").values, (std::vector<double>{1, 3, 5, 2, 4, 6}));
}

// Would catch: numbers read in the wrong byte order because the header claims it. Must not fail: very small
// and very large numbers that are what they are.
TEST_F(Readers, NumpyByteOrderThatCannotBeMeant)
{
  const std::string shape = ", 'fortran_order': False, 'shape': (4,), }";
  for (const char order : {'<', '>'}) {
    const bool swapped = order == '>';
    const std::string head8 = std::string("{'descr': '") + order + "f8'" + shape,
                      head4 = std::string("{'descr': '") + order + "f4'" + shape;
    const std::vector<double> numbers = {0.3, -1.7, 2.25, 100.125};
    EXPECT_EQ(parse_npy(npy(head8, bytes_of<double>({0.3, -1.7, 2.25, 100.125}, swapped)), "a").values,
              numbers);
    expect_refused(file("a.npy", npy(head8, bytes_of<double>({0.3, -1.7, 2.25, 100.125}, !swapped))), 1,
                   "byte order");
    expect_refused(file("a.npy", npy(head4, bytes_of<float>({0.5f, 1, 2.25f, 100.125f}, !swapped))), 1,
                   "byte order");
    EXPECT_EQ(parse_npy(npy(head8, bytes_of<double>({1e-40, 1e-50, 1e-60, 1e200}, swapped)), "a").values[3],
              1e200);
  }
}

TEST_F(Readers, NumpyRefusals)
{
  const std::string good = doubles("(2, 1)", {1, 2});
  expect_refused(file("a.npy", good.substr(0, good.size() - 1)), 1, "than the file holds");
  expect_refused(file("a.npy", good + "x"), 1, "whole");
  expect_refused(file("a.npy", good.substr(0, 20)), 1, "cut within its header");
  expect_refused(file("a.npy", good.substr(0, 8)), 1, "no .npy");
  expect_refused(file("a.npy", doubles("(1000000000, 2)", {1, 2})), 2, "more entries than the file holds");
  expect_refused(file("a.npy", doubles("(4294967296, 4294967296)", {1, 2})), 1, "more entries");
  expect_refused(file("a.npy", npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "\x80\x04.")),
                 1, "never loaded");
  expect_refused(file("a.pkl", "\x80\x04\x95"), 1, "never loaded");
  expect_refused(
      file("a.npy", npy("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", std::string(16, 0))), 1,
      "not read");
  expect_refused(file("a.npy", npy("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }",
                                   std::string(8, 0))),
                 1, "records");
  expect_refused(file("a.npy", npy("__import__('os')", "")), 1, "header");
  expect_refused(file("a.npy", doubles("(2,)", {1, std::nan("")})), 1, "entry 2");
  expect_refused(file("a.npy", doubles("(2, 3)", {1, 2, 3, 4, 5, 6})), 2, "(2, 3)");
  expect_refused(file("a.npy", doubles("(0, 2)", {})), 2, "no particles");
  std::string version = good;
  version[6] = 9;
  expect_refused(file("a.npy", version), 1, "version");
}

TEST_F(Readers, ArchivesWithTimesAndWeights)
{
  const auto s = read_candidate(archive({{"particles.npy", doubles("(2, 3, 1)", {1, 2, 3, 4, 5, 6})},
                                         {"weights.npy", doubles("(3,)", {1, 2, 1})},
                                         {"times.npy", doubles("(2,)", {0.5, 1})}}),
                                in(1));
  ASSERT_EQ(s.size(), 2u);
  EXPECT_EQ(*s[1].time, 1);
  EXPECT_EQ(s[1].particles.coordinates(), (std::vector<double>{4, 5, 6}));
  EXPECT_EQ(s[1].particles.mass(), 4);
}

TEST_F(Readers, ArchiveRefusals)
{
  const std::string x = doubles("(2, 3, 1)", {1, 2, 3, 4, 5, 6});
  expect_refused(archive({{"x.npy", x}, {"times.npy", doubles("(2,)", {1, 0.5})}}), 1, "times");
  expect_refused(archive({{"x.npy", x}, {"times.npy", doubles("(1,)", {1})}}), 1, "times");
  expect_refused(archive({{"x.npy", x}, {"weights.npy", doubles("(2,)", {1, 1})}}), 1, "weights");
  expect_refused(archive({{"x.npy", x}, {"weights.npy", doubles("(3,)", {1, -1, 1})}}), 1, "entry 2");
  expect_refused(archive({{"a.npy", x}, {"b.npy", x}}), 1, "not clear");
  expect_refused(archive({{"x.npy", "nothing"}}), 1, "member 'x.npy'");
  const std::string whole = archive({{"x.npy", x}});
  std::ifstream in_file(whole, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in_file)), std::istreambuf_iterator<char>());
  expect_refused(file("cut.npz", bytes.substr(0, bytes.size() / 2)), 1, "npz");
  for (std::size_t k = 40; k < 60; ++k) bytes[k] = char(bytes[k] ^ 0x55);
  expect_refused(file("damaged.npz", bytes), 1, "damaged.npz");
}
