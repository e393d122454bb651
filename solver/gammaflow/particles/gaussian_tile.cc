// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/many_targets.h>
#include <gammaflow/particles/gaussian_tile.h>

#include <cstdint>
#include <cstring>

namespace gammaflow
{
namespace
{
constexpr std::size_t width = 8;
typedef double Pack __attribute__((vector_size(width * sizeof(double))));
typedef std::int64_t Bits __attribute__((vector_size(width * sizeof(double))));

GAMMAFLOW_INLINE void load(Pack &to, const double *from)
{
  std::memcpy(&to, from, sizeof to);
}
GAMMAFLOW_INLINE void store(double *to, const Pack &from)
{
  std::memcpy(to, &from, sizeof from);
}

/// x <- exp(x), x <= 0: x = k log 2 + r, |r| <= log(2)/2, exp(r) by its Taylor polynomial of degree 12, whose
/// remainder is below 2e-16. Below -708 it is exp(-708), which is nothing to any sum.
GAMMAFLOW_INLINE void exponential(Pack &x)
{
  constexpr double log2_high = 6.93147180369123816490e-01, log2_low = 1.90821492927058770002e-10,
                   to_integer = 0x1.8p52;
  const Pack lowest = Pack{} - 708.;
  x = x < lowest ? lowest : x;
  const Pack shifted = x * 1.44269504088896338700 + to_integer, k = shifted - to_integer;
  const Pack r = (x - k * log2_high) - k * log2_low;
  Pack p = r * (1. / 479001600) + 1. / 39916800;
  p = p * r + 1. / 3628800;
  p = p * r + 1. / 362880;
  p = p * r + 1. / 40320;
  p = p * r + 1. / 5040;
  p = p * r + 1. / 720;
  p = p * r + 1. / 120;
  p = p * r + 1. / 24;
  p = p * r + 1. / 6;
  p = p * r + 0.5;
  p = p * r + 1.;
  p = p * r + 1.;
  Bits bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  Pack power;
  std::memcpy(&power, &bits, sizeof power);
  x = p * power;
}

GAMMAFLOW_INLINE double sum(const Pack &p)
{
  return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]));
}

/// The others in arrays whose length is a multiple of the width; what is added to it counts for nothing.
struct Padded {
  std::size_t size;
  double x[3][tile_block], a[3][tile_block], b[tile_block], value[3][tile_block] = {},
                                                            repulsion[3][tile_block] = {};
};

template <unsigned dim, unsigned columns, bool repel, bool mutual>
GAMMAFLOW_INLINE void meet(double scale, const TileSide &rows, Padded &others)
{
  for (std::size_t i = 0; i < rows.size; ++i) {
    Pack value[3] = {}, repulsion[3] = {};
    for (std::size_t j = 0; j < others.size; j += width) {
      Pack offset[3], v = Pack{}, entry;
      for (unsigned d = 0; d < dim; ++d) {
        load(entry, others.x[d] + j);
        offset[d] = rows.x[d][i] - entry;
        v += offset[d] * offset[d];
      }
      v *= -scale;
      exponential(v);
      for (unsigned c = 0; c < columns; ++c) {
        load(entry, others.a[c] + j);
        value[c] += v * entry;
        if (!mutual) continue;
        load(entry, others.value[c] + j);
        store(others.value[c] + j, entry + v * rows.a[c][i]);
      }
      if (!repel) continue;
      load(entry, others.b + j);
      const Pack of_other = v * entry;
      for (unsigned d = 0; d < dim; ++d) repulsion[d] += of_other * offset[d];
      if (!mutual) continue;
      const Pack of_row = v * rows.b[i];
      for (unsigned d = 0; d < dim; ++d) {
        load(entry, others.repulsion[d] + j);
        store(others.repulsion[d] + j, entry - of_row * offset[d]);
      }
    }
    for (unsigned c = 0; c < columns; ++c) rows.value[c][i] += sum(value[c]);
    for (unsigned d = 0; repel && d < dim; ++d) rows.repulsion[d][i] += sum(repulsion[d]);
  }
}

template <unsigned dim>
GAMMAFLOW_INLINE void meet(unsigned columns, bool mutual, double scale, const TileSide &rows, Padded &others)
{
  const bool repel = rows.b != nullptr;
  if (columns == dim && repel)
    mutual ? meet<dim, dim, true, true>(scale, rows, others)
           : meet<dim, dim, true, false>(scale, rows, others);
  else if (columns == 0)
    mutual ? meet<dim, 0, true, true>(scale, rows, others) : meet<dim, 0, true, false>(scale, rows, others);
  else
    mutual ? meet<dim, 1, false, true>(scale, rows, others) : meet<dim, 1, false, false>(scale, rows, others);
}

GAMMAFLOW_INLINE void meet(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                           Padded &others)
{
  dim == 1   ? meet<1>(columns, mutual, scale, rows, others)
  : dim == 2 ? meet<2>(columns, mutual, scale, rows, others)
             : meet<3>(columns, mutual, scale, rows, others);
}

using Meet = void (*)(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                      Padded &others);

void meet_anywhere(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                   Padded &others)
{
  meet(dim, columns, mutual, scale, rows, others);
}

#ifdef GAMMAFLOW_MANY_TARGETS
GAMMAFLOW_AVX2 void meet_avx2(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                              Padded &others)
{
  meet(dim, columns, mutual, scale, rows, others);
}
GAMMAFLOW_AVX512 void meet_avx512(unsigned dim, unsigned columns, bool mutual, double scale,
                                  const TileSide &rows, Padded &others)
{
  meet(dim, columns, mutual, scale, rows, others);
}
#endif

Meet best_meet()
{
#ifdef GAMMAFLOW_MANY_TARGETS
  return best_target(meet_anywhere, meet_avx2, meet_avx512);
#else
  return meet_anywhere;
#endif
}
}  // namespace

void gaussian_tile(unsigned dim, unsigned columns, bool mutual, double scale, const TileSide &rows,
                   const TileSide &others)
{
  Padded padded;
  const std::size_t n = others.size;
  padded.size = (n + width - 1) / width * width;
  const auto pad = [&](double *to, const double *from, double rest) {
    std::memcpy(to, from, n * sizeof(double));
    for (std::size_t j = n; j < padded.size; ++j) to[j] = rest;
  };
  for (unsigned d = 0; d < dim; ++d) pad(padded.x[d], others.x[d], others.x[d][0]);
  for (unsigned c = 0; c < columns; ++c) pad(padded.a[c], others.a[c], 0);
  if (others.b) pad(padded.b, others.b, 0);
  static const Meet best = best_meet();
  best(dim, columns, mutual, scale, rows, padded);
  if (!mutual) return;
  for (unsigned c = 0; c < columns; ++c)
    for (std::size_t j = 0; j < n; ++j) others.value[c][j] += padded.value[c][j];
  for (unsigned d = 0; others.b && d < dim; ++d)
    for (std::size_t j = 0; j < n; ++j) others.repulsion[d][j] += padded.repulsion[d][j];
}

}  // namespace gammaflow
