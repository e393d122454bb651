// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tests/support/spaces.h>
#include <zlib.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::vector<unsigned char> base64(const std::string &text)
{
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<unsigned char> bytes;
  unsigned buffer = 0, bits = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string::npos) continue;
    buffer = (buffer << 6 | unsigned(digit)) & 0xffffff;
    if ((bits += 6) >= 8) bytes.push_back((unsigned char)(buffer >> (bits -= 8)));
  }
  return bytes;
}

/// The numbers of a named array of a .vtu file: text, or blocks compressed by zlib as VTK defines them.
std::vector<double> vtu_array(const std::string &file, const std::string &name)
{
  const auto at = file.find(name);
  if (at == std::string::npos) return {};
  const auto tag = file.rfind("<DataArray", at), begin = file.find('>', tag) + 1,
             end = file.find("</DataArray", begin);
  const std::string head = file.substr(tag, begin - tag), body = file.substr(begin, end - begin);
  std::vector<double> numbers;
  if (head.find("binary") == std::string::npos) {
    std::istringstream in(body);
    for (double x; in >> x;) numbers.push_back(x);
    return numbers;
  }
  const auto start = body.find_first_not_of(" \n");
  std::uint32_t header[4];  // blocks, bytes of a block, of the last one, compressed bytes
  std::memcpy(header, base64(body.substr(start, 24)).data(), sizeof(header));
  const auto compressed = base64(body.substr(start + 24));
  std::vector<unsigned char> raw(header[1]);
  uLongf length = raw.size();
  EXPECT_EQ(header[0], 1u);
  EXPECT_EQ(uncompress(raw.data(), &length, compressed.data(), header[3]), Z_OK);
  if (head.find("Float64") != std::string::npos)
    for (std::size_t i = 0; i + 8 <= length; i += 8) {
      double x;
      std::memcpy(&x, &raw[i], 8);
      numbers.push_back(x);
    }
  else
    for (std::size_t i = 0; i + 4 <= length; i += 4) {
      float x;
      std::memcpy(&x, &raw[i], 4);
      numbers.push_back(x);
    }
  return numbers;
}

std::filesystem::path scratch()
{
  const auto directory = std::filesystem::path(GAMMAFLOW_BINARY_DIR) / "scratch" / "vtu";
  std::filesystem::create_directories(directory);
  return directory;
}
}  // namespace

// Catches nodes mapped to the wrong degrees of freedom, missing duplicates of periodic directions, lost
// high-order nodes.
TEST(Vtu, EveryPointHasTheValueOfTheFunction)
{
  const double pi = std::acos(-1.);
  const std::vector<std::string> domains = {
      "domain/degree = 3; domain/cells = 4; domain/grading = 3",
      "domain/degree = 2; domain/cells = 4; domain/boundary = periodic",
      "domain/degree = 1; domain/dimension = 2; domain/cells = 3, 4; domain/upper = 1, 2",
      "domain/degree = 4; domain/dimension = 2; domain/cells = 2, 3; domain/boundary = no-flux, periodic",
      "domain/degree = 3; domain/dimension = 3; domain/cells = 2, 3, 1; domain/boundary = periodic, no-flux, "
      "no-flux",
      "domain/degree = 3; domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk",
      "domain/degree = 2; domain/dimension = 3; domain/shape = mesh; domain/mesh generator = L-shape"};
  unsigned number = 0;
  for (const auto &domain : domains) {
    const auto space = make_space_from(domain);
    const bool periodic_x = space->periodic(0), periodic_y = space->periodic(1);
    const bool curved = domain.find("disk") != std::string::npos;
    const auto f = [&](double x, double y, double z) {
      if (curved) return x + 2 * y;  // what is a polynomial on curved cells too
      return (periodic_x ? std::sin(2 * pi * x) : x * x) + 2 * (periodic_y ? std::cos(2 * pi * y) : y) +
             3 * z * x * (1 - x);
    };
    const Vector u = space->sample([&](const Point &x) { return f(x[0], x[1], x[2]); });
    const Vector one = space->sample([](const Point &) { return 1.; });
    const auto path = scratch() / ("field" + std::to_string(number++));
    space->write_vtu(path.string(), {{"u", &u}, {"one", &one}});
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".vtu.part"));
    std::ifstream in(path.string() + ".vtu");
    const std::string file((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto values = vtu_array(file, "Name=\"u\""), ones = vtu_array(file, "Name=\"one\"");
    const auto points = vtu_array(file, "NumberOfComponents=\"3\"");
    ASSERT_EQ(points.size(), 3 * values.size()) << domain;
    ASSERT_GE(values.size(), space->n_nodes()) << domain;
    double error = 0;
    // equally spaced points of a cell are not nodes: the functions are polynomials where the degree allows it
    const double tolerance = periodic_x || periodic_y ? 0.1 : 1e-6;
    for (std::size_t i = 0; i < values.size(); ++i) {
      error = std::max(error, std::abs(values[i] - f(points[3 * i], points[3 * i + 1], points[3 * i + 2])));
      EXPECT_NEAR(ones[i], 1, 1e-6);
    }
    EXPECT_LT(error, space->degree() == 1 ? 0.03 : tolerance) << domain;
  }
}

TEST(Vtu, UnwritableDirectoryIsRefused)
{
  const auto space = make_box(1, 3);
  const Vector u = space->zero();
  EXPECT_THROW(space->write_vtu((scratch() / "no" / "such" / "directory").string(), {{"u", &u}}), InputError);
}
