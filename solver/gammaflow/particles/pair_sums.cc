// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/base/vector_targets.h>
#include <gammaflow/particles/gaussian_tile.h>
#include <gammaflow/particles/kernel_sums.h>

#include <algorithm>
#include <array>

namespace gammaflow
{
namespace
{
/// Numbers of one particle against a block.
struct Row {
  std::array<double, 3> x{}, a{}, value{}, repulsion{};
  double b = 0;
};

GAMMAFLOW_VECTOR_TARGETS
void square_distances(const Row &row, const TileSide &others, unsigned dim, double *square)
{
  const std::size_t n = others.size;
  const double x = row.x[0], y = row.x[1], z = row.x[2];
  const double *u = others.x[0], *v = others.x[1], *w = others.x[2];
  if (dim == 1)
    for (std::size_t j = 0; j < n; ++j) square[j] = (x - u[j]) * (x - u[j]);
  else if (dim == 2)
    for (std::size_t j = 0; j < n; ++j) square[j] = (x - u[j]) * (x - u[j]) + (y - v[j]) * (y - v[j]);
  else
    for (std::size_t j = 0; j < n; ++j)
      square[j] = (x - u[j]) * (x - u[j]) + (y - v[j]) * (y - v[j]) + (z - w[j]) * (z - w[j]);
}

/// The row's sums over the block; eight partial sums each, in an order that depends on nothing but sizes.
GAMMAFLOW_VECTOR_TARGETS
void add_to_row(Row &row, const TileSide &others, unsigned dim, unsigned columns, const double *value,
                const double *slope)
{
  for (unsigned c = 0; c < columns; ++c) {
    const double *a = others.a[c];
    row.value[c] += sum_of(others.size, [=](std::size_t j) { return value[j] * a[j]; });
  }
  if (others.b == nullptr) return;
  for (unsigned d = 0; d < dim; ++d) {
    const double *x = others.x[d], *b = others.b, at = row.x[d];
    row.repulsion[d] += sum_of(others.size, [=](std::size_t j) {
      return at == x[j] ? 0 : slope[j] * b[j] * (at - x[j]);  // the slope may be infinite at distance zero
    });
  }
}

/// What the row's particle adds to the sums of the block's.
GAMMAFLOW_VECTOR_TARGETS
void add_to_block(const Row &row, const TileSide &others, unsigned dim, unsigned columns, const double *value,
                  const double *slope)
{
  for (unsigned c = 0; c < columns; ++c) {
    double *sum = others.value[c];
    const double a = row.a[c];
    for (std::size_t j = 0; j < others.size; ++j) sum[j] += value[j] * a;
  }
  if (others.b == nullptr) return;
  for (unsigned d = 0; d < dim; ++d) {
    const double *x = others.x[d], at = row.x[d], b = row.b;
    double *sum = others.repulsion[d];
    for (std::size_t j = 0; j < others.size; ++j) sum[j] += at == x[j] ? 0 : slope[j] * b * (x[j] - at);
  }
}

/// The sums of one kind of role, as arrays of all targets.
struct Arrays {
  std::vector<std::vector<double>> value, repulsion;
  Arrays(unsigned columns, unsigned dim, bool repel, std::size_t n)
      : value(columns, std::vector<double>(n, 0.)), repulsion(repel ? dim : 0, std::vector<double>(n, 0.))
  {
  }
};

void give(TileSide &side, std::size_t first, Arrays &sums)
{
  for (std::size_t c = 0; c < sums.value.size(); ++c) side.value[c] = sums.value[c].data() + first;
  for (std::size_t d = 0; d < sums.repulsion.size(); ++d)
    side.repulsion[d] = sums.repulsion[d].data() + first;
}

TileSide side_of(const Sources &sources, std::size_t first, std::size_t size, Arrays *sums = nullptr)
{
  TileSide result;
  result.size = size;
  for (unsigned d = 0; d < sources.points.dim; ++d) result.x[d] = sources.points.coordinate(d) + first;
  for (std::size_t c = 0; c < sources.columns.size(); ++c) result.a[c] = sources.columns[c] + first;
  if (sources.repelling) result.b = sources.repelling + first;
  if (sums != nullptr) give(result, first, *sums);
  return result;
}

struct Pairs {
  const RadialKernel &profile;
  const PointsView targets;
  const Sources &sources;
  const unsigned dim = targets.dim, columns = unsigned(sources.columns.size());

  Row row(std::size_t i, bool is_source) const
  {
    Row r;
    for (unsigned d = 0; d < dim; ++d) r.x[d] = targets.coordinate(d)[i];
    if (!is_source) return r;
    for (unsigned c = 0; c < columns; ++c) r.a[c] = sources.columns[c][i];
    r.b = sources.repelling ? sources.repelling[i] : 0;
    return r;
  }
  static void store(const Row &r, std::size_t i, Arrays &sums)
  {
    for (std::size_t c = 0; c < sums.value.size(); ++c) sums.value[c][i] += r.value[c];
    for (std::size_t d = 0; d < sums.repulsion.size(); ++d) sums.repulsion[d][i] += r.repulsion[d];
  }
  /// Whether gaussian_tile() serves.
  bool as_tiles() const
  {
    const bool repel = sources.repelling != nullptr;
    return profile.separable() && (repel ? columns == 0 || columns == dim : columns == 1);
  }
  /// Targets from `begin` on against a block of sources, which get their part where `mutual`.
  void meet(std::size_t begin, std::size_t end, const TileSide &others, bool mutual, Arrays &sums) const
  {
    if (as_tiles()) return meet_as_tiles(begin, end, others, mutual, sums);
    std::array<double, tile_block> square, value, slope;
    for (std::size_t i = begin; i < end; ++i) {
      Row r = row(i, mutual);
      square_distances(r, others, dim, square.data());
      profile.shapes(others.size, square.data(), value.data(), slope.data());
      add_to_row(r, others, dim, columns, value.data(), slope.data());
      if (mutual) add_to_block(r, others, dim, columns, value.data(), slope.data());
      store(r, i, sums);
    }
  }
  void meet_as_tiles(std::size_t begin, std::size_t end, const TileSide &others, bool mutual,
                     Arrays &sums) const
  {
    TileSide rows;
    if (mutual)
      rows = side_of(sources, begin, end - begin, &sums);
    else {
      rows.size = end - begin;
      for (unsigned d = 0; d < dim; ++d) rows.x[d] = targets.coordinate(d) + begin;
      rows.b = sources.repelling;  // that there is one
      give(rows, begin, sums);
    }
    gaussian_tile(dim, columns, mutual, 0.5 / (profile.bandwidth() * profile.bandwidth()), rows, others);
  }
};

/// Each pair once. In round s, blocks I and I + s meet (all at the same time): each block is the first of one
/// meeting and the second of another, with arrays of its own for either role.
void mutual_sums(const Pairs &pairs, Arrays &sums)
{
  const std::size_t n = pairs.targets.size, blocks = (n + tile_block - 1) / tile_block;
  const auto begin = [&](std::size_t i) { return i * n / blocks; };
  Arrays second = sums;
  for (std::size_t s = 0; s <= blocks / 2; ++s) {
    const std::size_t meetings = 2 * s == blocks && s > 0 ? s : blocks;
    parallel_ranges(meetings, 4, [&](std::size_t from, std::size_t to) {
      for (std::size_t i = from; i < to; ++i) {
        const std::size_t j = (i + s) % blocks;
        pairs.meet(begin(i), begin(i + 1), side_of(pairs.sources, begin(j), begin(j + 1) - begin(j), &second),
                   s > 0, sums);
      }
    });
  }
  for (std::size_t c = 0; c < sums.value.size(); ++c)
    for (std::size_t i = 0; i < n; ++i) sums.value[c][i] += second.value[c][i];
  for (std::size_t d = 0; d < sums.repulsion.size(); ++d)
    for (std::size_t i = 0; i < n; ++i) sums.repulsion[d][i] += second.repulsion[d][i];
}

void one_sided_sums(const Pairs &pairs, Arrays &sums)
{
  const std::size_t m = pairs.sources.points.size;
  parallel_ranges(pairs.targets.size, 16, [&](std::size_t from, std::size_t to) {
    for (std::size_t first = 0; first < m; first += tile_block)
      pairs.meet(from, to, side_of(pairs.sources, first, std::min(tile_block, m - first)), false, sums);
  });
}
}  // namespace

KernelSums pair_sums(const RadialKernel &profile, const PointsView &targets, const Sources &sources)
{
  const Pairs pairs{profile, targets, sources};
  Arrays sums(pairs.columns, pairs.dim, sources.repelling != nullptr, targets.size);
  if (targets.first == sources.points.first && targets.size == sources.points.size)
    mutual_sums(pairs, sums);
  else
    one_sided_sums(pairs, sums);
  const double of_value = profile.amplitude(),
               of_slope = of_value / (profile.bandwidth() * profile.bandwidth());
  for (auto &column : sums.value)
    for (double &value : column) value *= of_value;
  KernelSums result{std::move(sums.value), {}};
  for (const auto &direction : sums.repulsion)
    for (const double value : direction) result.repulsion.push_back(of_slope * value);
  return result;
}

}  // namespace gammaflow
