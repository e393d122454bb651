// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/vector_targets.h>
#include <gammaflow/spaces/lines/bloch_waves.h>
#include <gammaflow/spaces/transforms/bloch_transform.h>
#include <gammaflow/spaces/transforms/line_transforms.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace gammaflow
{
/// What all lines share.
struct BlochPlan {
  /// The coefficients of one theta (of real or of imaginary parts) are at begin, ..., begin + size - 1:
  /// antisymmetric ones descending, vertices, symmetric ones.
  struct Block {
    std::size_t begin, size, wave;
    std::size_t matrix;  ///< where in `vectors`: columns are eigenvectors
    double share;        ///< the mean of the squares of its waves: 1/2, or 1 where there is one part alone
  };

  explicit BlochPlan(const Grid1D &grid);

  std::size_t n, cells;
  unsigned p, s, a;
  bool periodic;
  std::vector<double> root;  ///< of the masses of vertices and interior nodes
  std::vector<Block> blocks;
  std::vector<double> vectors;
  Eigen::VectorXd values;
  std::optional<CosineTransform> vertices;
  std::optional<LaneFft> fft;
  Phases still, turned;  ///< of vertices and of the middle of cells
};

BlochPlan::BlochPlan(const Grid1D &grid)
    : n(grid.size()),
      cells(grid.cells()),
      p(grid.degree),
      s(p / 2),
      a((p - 1) / 2),
      periodic(grid.periodic),
      values(Eigen::Index(n)),
      still(cells / 2, 0),
      turned(cells / 2, std::acos(-1.) / (periodic ? 1. : 2.) / double(cells))
{
  if (!periodic) vertices.emplace(cells);
  if (periodic || p > 1) fft.emplace(cells);
  const BlochWaves waves(grid);
  root = waves.root_mass();
  for (const auto &wave : waves.blocks()) {
    const std::size_t center = wave.odd ? n - wave.wave * p : wave.wave * p;
    const auto place = [&](unsigned c) { return c <= s ? center + c : center - (c - s); };
    Block block{n, wave.coefficients.size(), wave.wave, vectors.size(), periodic && wave.edge ? 1 : 0.5};
    for (const unsigned c : wave.coefficients) block.begin = std::min(block.begin, place(c));
    vectors.resize(vectors.size() + block.size * block.size);
    for (std::size_t j = 0; j < block.size; ++j) {
      values[Eigen::Index(block.begin + j)] = wave.values[Eigen::Index(j)];
      for (std::size_t i = 0; i < block.size; ++i)
        vectors[block.matrix + j * block.size + place(wave.coefficients[i]) - block.begin] =
            wave.norm * wave.vectors(Eigen::Index(i), Eigen::Index(j));
    }
    blocks.push_back(block);
  }
}

namespace
{
/// Transforms of the lines of V. `modes` are the coefficients of all classes of nodes or, after
/// to_eigenvectors(), of the eigenvectors.
template <class V>
struct Lines {
  static constexpr std::size_t width = lanes<V>;
  const BlochPlan &plan;
  const FftWork<V> work;
  double *modes;

  GAMMAFLOW_INLINE double *mode(std::size_t i) const { return modes + i * width; }
  GAMMAFLOW_INLINE double scale(unsigned i) const { return 2 * i == plan.p ? 1 : std::sqrt(0.5); }

  // Vertices. Where there is no flux the first and the last one have half of the mass.
  template <class X>
  GAMMAFLOW_INLINE void analyze_vertices(const X &x) const
  {
    const std::size_t p = plan.p, n = plan.n, cells = plan.cells;
    if (!plan.periodic)
      return plan.vertices->apply<V>(
          work,
          [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
            load(v, x.start + c * p * x.stride);
            v *= c == 0 || c == cells ? plan.root[0] / 2 : plan.root[0];
          },
          modes, p * width);
    analyze<V>(
        *plan.fft, plan.still, Order::plain, work,
        [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
          load(v, x.start + c * p * x.stride);
          v *= plan.root[0];
        },
        [&](std::size_t k, const V &real, const V &imaginary) GAMMAFLOW_INLINE_LAMBDA {
          store(real, mode(k * p));
          store(imaginary, mode(n - k * p));
        },
        [&](std::size_t k, const V &real, const V &) GAMMAFLOW_INLINE_LAMBDA { store(real, mode(k * p)); });
  }

  template <class Y>
  GAMMAFLOW_INLINE void synthesize_vertices(const Y &y) const
  {
    const std::size_t p = plan.p, n = plan.n;
    const double factor = 1 / plan.root[0];
    if (!plan.periodic)
      return plan.vertices->apply<V>(
          work,
          [&](std::size_t k, V &v) GAMMAFLOW_INLINE_LAMBDA {
            load(v, mode(k * p));
            v *= factor;
          },
          y.start, p * y.stride);
    synthesize<V>(
        *plan.fft, plan.still, Order::plain, work,
        [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
          load(e, mode(k * p));
          load(o, mode(n - k * p));
        },
        [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
          load(e, mode(k * p));
          o = V{};
        },
        [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
          v *= factor;
          store(v, y.start + c * p * y.stride);
        });
  }

  // The sums of interior nodes i and p - i are even about the middle of the cells; the middle node is its own
  // sum. Imaginary parts: sums against the sine.
  template <class X>
  GAMMAFLOW_INLINE void analyze_sums(unsigned i, const X &x) const
  {
    const std::size_t p = plan.p, n = plan.n, cells = plan.cells;
    const double factor = plan.root[i] * scale(i);
    analyze<V>(
        *plan.fft, plan.turned, plan.periodic ? Order::plain : Order::reordered, work,
        [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
          const double *cell = x.start + c * p * x.stride;
          load(v, cell + i * x.stride);
          if (2 * i != p) {
            V image;
            load(image, cell + (p - i) * x.stride);
            v += image;
          }
          v *= factor;
        },
        [&](std::size_t k, const V &first, const V &second) GAMMAFLOW_INLINE_LAMBDA {
          store(first, mode(k * p + i));
          store(second, mode((plan.periodic ? n : cells * p) - k * p + i));
        },
        [&](std::size_t k, const V &first, const V &second) GAMMAFLOW_INLINE_LAMBDA {
          if (k == 0 || !plan.periodic)
            store(first, mode(k * p + i));
          else
            store(second, mode(n - k * p + i));
        });
  }

  template <class Y>
  GAMMAFLOW_INLINE void synthesize_sums(unsigned i, const Y &y) const
  {
    const std::size_t p = plan.p, n = plan.n, cells = plan.cells;
    const double factor = scale(i) / plan.root[i];
    synthesize<V>(
        *plan.fft, plan.turned, plan.periodic ? Order::plain : Order::reordered, work,
        [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
          load(e, mode(k * p + i));
          load(o, mode((plan.periodic ? n : cells * p) - k * p + i));
        },
        [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
          e = o = V{};
          if (k == 0 || !plan.periodic)
            load(e, mode(k * p + i));
          else
            load(o, mode(n - k * p + i));
        },
        [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
          v *= factor;
          store(v, y.start + (c * p + i) * y.stride);
        });
  }

  // The differences are odd. Without flux: against -sin(pi k (c + 1/2)/N), which is -(-1)^c cos(pi (N - k)
  // (c + 1/2)/N).
  template <class X>
  GAMMAFLOW_INLINE void analyze_differences(unsigned i, const X &x) const
  {
    const std::size_t p = plan.p, n = plan.n, cells = plan.cells;
    const double factor = plan.root[i] * scale(i);
    const auto difference = [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
      const double *cell = x.start + c * p * x.stride;
      V image;
      load(v, cell + i * x.stride);
      load(image, cell + (p - i) * x.stride);
      v = factor * (v - image);
      if (!plan.periodic && c % 2 == 0) v = -v;
    };
    if (!plan.periodic)
      return analyze<V>(
          *plan.fft, plan.turned, Order::reordered, work, difference,
          [&](std::size_t k, const V &first, const V &second) GAMMAFLOW_INLINE_LAMBDA {
            store(first, mode((cells - k) * p - i));
            store(second, mode(k * p - i));
          },
          [&](std::size_t k, const V &first, const V &)
              GAMMAFLOW_INLINE_LAMBDA { store(first, mode((cells - k) * p - i)); });
    analyze<V>(
        *plan.fft, plan.turned, Order::plain, work, difference,
        [&](std::size_t k, const V &first, const V &second) GAMMAFLOW_INLINE_LAMBDA {
          store(first, mode(n - k * p - i));
          store(V(-second), mode(k * p - i));
        },
        [&](std::size_t k, const V &first, const V &second) GAMMAFLOW_INLINE_LAMBDA {
          if (k == 0)
            store(first, mode(n - i));
          else
            store(V(-second), mode(k * p - i));
        });
  }

  /// After synthesize_sums(i), whose values are completed.
  template <class Y>
  GAMMAFLOW_INLINE void synthesize_differences(unsigned i, const Y &y) const
  {
    const std::size_t p = plan.p, n = plan.n, cells = plan.cells;
    const double factor = scale(i) / plan.root[i];
    const auto complete = [&](std::size_t c, V &v) GAMMAFLOW_INLINE_LAMBDA {
      double *cell = y.start + c * p * y.stride;
      V sum;
      load(sum, cell + i * y.stride);
      v *= !plan.periodic && c % 2 == 0 ? -factor : factor;
      store(V(sum + v), cell + i * y.stride);
      store(V(sum - v), cell + (p - i) * y.stride);
    };
    if (!plan.periodic)
      return synthesize<V>(
          *plan.fft, plan.turned, Order::reordered, work,
          [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
            load(e, mode((cells - k) * p - i));
            load(o, mode(k * p - i));
          },
          [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
            load(e, mode((cells - k) * p - i));
            o = V{};
          },
          complete);
    synthesize<V>(
        *plan.fft, plan.turned, Order::plain, work,
        [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
          load(e, mode(n - k * p - i));
          load(o, mode(k * p - i));
          o = -o;
        },
        [&](std::size_t k, V &e, V &o) GAMMAFLOW_INLINE_LAMBDA {
          e = o = V{};
          if (k == 0)
            load(e, mode(n - i));
          else {
            load(o, mode(k * p - i));
            o = -o;
          }
        },
        complete);
  }

  template <class X>
  GAMMAFLOW_INLINE void analyze_all(const X &x) const
  {
    analyze_vertices(x);
    for (unsigned i = 1; i <= plan.s; ++i) analyze_sums(i, x);
    for (unsigned i = 1; i <= plan.a; ++i) analyze_differences(i, x);
  }
  template <class Y>
  GAMMAFLOW_INLINE void synthesize_all(const Y &y) const
  {
    synthesize_vertices(y);
    for (unsigned i = 1; i <= plan.s; ++i) synthesize_sums(i, y);
    for (unsigned i = 1; i <= plan.a; ++i) synthesize_differences(i, y);
  }

  /// out = Q^T in, or Q in, for the coefficients of a block of `size` whose eigenvectors are Q.
  GAMMAFLOW_INLINE static void rotate(const double *q, std::size_t size, bool transposed, const V *in, V *out)
  {
    for (std::size_t j = 0; j < size; ++j) {
      V sum = (transposed ? q[j * size] : q[j]) * in[0];
      for (std::size_t i = 1; i < size; ++i) sum += (transposed ? q[j * size + i] : q[i * size + j]) * in[i];
      out[j] = sum;
    }
  }

  /// modes = Q^T modes: the coefficients of the eigenvectors, into y.
  template <class Y>
  GAMMAFLOW_INLINE void to_eigenvectors(const Y &y) const
  {
    std::array<V, 8> a, b;
    for (const auto &block : plan.blocks) {
      for (std::size_t i = 0; i < block.size; ++i) load(a[i], mode(block.begin + i));
      rotate(&plan.vectors[block.matrix], block.size, true, a.data(), b.data());
      for (std::size_t i = 0; i < block.size; ++i) store(b[i], y.start + (block.begin + i) * y.stride);
    }
  }
  template <class X>
  GAMMAFLOW_INLINE void from_eigenvectors(const X &x) const
  {
    std::array<V, 8> a, b;
    for (const auto &block : plan.blocks) {
      for (std::size_t i = 0; i < block.size; ++i) load(a[i], x.start + (block.begin + i) * x.stride);
      rotate(&plan.vectors[block.matrix], block.size, false, a.data(), b.data());
      for (std::size_t i = 0; i < block.size; ++i) store(b[i], mode(block.begin + i));
    }
  }
  /// modes = Q diag(g) Q^T modes.
  template <class G>
  GAMMAFLOW_INLINE void multiply(const G &g) const
  {
    std::array<V, 8> a, b;
    V factor;
    for (const auto &block : plan.blocks) {
      for (std::size_t i = 0; i < block.size; ++i) load(a[i], mode(block.begin + i));
      rotate(&plan.vectors[block.matrix], block.size, true, a.data(), b.data());
      for (std::size_t i = 0; i < block.size; ++i) {
        load(factor, g.start + (block.begin + i) * g.stride);
        b[i] *= factor;
      }
      rotate(&plan.vectors[block.matrix], block.size, false, b.data(), a.data());
      for (std::size_t i = 0; i < block.size; ++i) store(a[i], mode(block.begin + i));
    }
  }

  /// What synthesize_all() makes the squares of the eigenvectors of. With the phase phi of a node,
  ///   (s cos phi - a sin phi)^2 = (s^2 + a^2)/2 + (s^2 - a^2)/2 cos 2 phi - s a sin 2 phi:
  /// waves of theta = 0 and of twice theta (beyond pi, its mirror image). In periodic directions real and
  /// imaginary parts together leave the first.
  template <class X>
  GAMMAFLOW_INLINE void squares(const X &x) const
  {
    for (std::size_t i = 0; i < plan.n; ++i) store(V{}, mode(i));
    const auto add = [&](std::size_t i, double factor, const V &g) GAMMAFLOW_INLINE_LAMBDA {
      V v;
      load(v, mode(i));
      v += factor * g;
      store(v, mode(i));
    };
    const std::size_t p = plan.p;
    for (const auto &block : plan.blocks) {
      const std::size_t center = (block.begin + plan.a) / p * p;
      const bool beyond = 2 * block.wave > plan.cells;
      const std::size_t twice = beyond ? 2 * (plan.cells - block.wave) : 2 * block.wave;
      for (std::size_t j = 0; j < block.size; ++j) {
        V g;
        load(g, x.start + (block.begin + j) * x.stride);
        const auto entry = [&](std::size_t place) {
          const std::size_t i = place - block.begin;
          return i < block.size ? plan.vectors[block.matrix + j * block.size + i] : 0.;
        };
        const double vertex = std::pow(entry(center), 2) / plan.root[0];
        add(0, block.share * vertex, g);
        if (!plan.periodic) add(twice * p, vertex / 2, g);
        for (unsigned i = 1; i <= plan.s; ++i) {
          const double s = entry(center + i), a = 2 * i == p ? 0 : entry(center - i),
                       factor = scale(i) / plan.root[i];
          add(i, block.share * factor * (s * s + a * a), g);
          if (plan.periodic) continue;
          if (twice < plan.cells) add(twice * p + i, (beyond ? -0.5 : 0.5) * factor * (s * s - a * a), g);
          if (twice > 0 && 2 * i != p) add(twice * p - i, factor * s * a, g);
        }
      }
    }
  }
};

enum class Task { to_modes, from_modes, filter, from_squares };
using Given = LineBundle<const double>;

template <class V>
GAMMAFLOW_INLINE void run(Task task, const Lines<V> &lines, Given x, Given g, LineBundle<double> y)
{
  if (task == Task::from_modes)
    lines.from_eigenvectors(x);
  else if (task == Task::from_squares)
    lines.squares(x);
  else
    lines.analyze_all(x);
  if (task == Task::to_modes) return lines.to_eigenvectors(y);
  if (task == Task::filter) lines.multiply(g);
  lines.synthesize_all(y);
}

GAMMAFLOW_VECTOR_TARGETS
void run_eight(Task task, const Lines<Lanes8> &lines, Given x, Given g, LineBundle<double> y)
{
  run(task, lines, x, g, y);
}
GAMMAFLOW_VECTOR_TARGETS
void run_two(Task task, const Lines<Lanes2> &lines, Given x, Given g, LineBundle<double> y)
{
  run(task, lines, x, g, y);
}

/// Work space, kept: FFTs read one part and write another, the third are the coefficients.
void run(unsigned width, Task task, const BlochPlan &plan, Given x, Given g, LineBundle<double> y)
{
  static thread_local std::array<FftBuffer<double>, 3> work;
  const std::size_t most = (std::max(plan.n, 2 * plan.cells) + 1) * width;
  if (work[0].size() < most)
    for (auto &buffer : work) buffer = FftBuffer<double>(most);
  if (width == 8)
    run_eight(task, {plan, {work[0], work[1]}, work[2].data()}, x, g, y);
  else
    run_two(task, {plan, {work[0], work[1]}, work[2].data()}, x, g, y);
}
}  // namespace

BlochTransform::BlochTransform(const Grid1D &grid) : plan_(std::make_unique<const BlochPlan>(grid)) {}
BlochTransform::~BlochTransform() = default;
BlochTransform::BlochTransform(BlochTransform &&) noexcept = default;

bool BlochTransform::serves(const Grid1D &grid)
{
  return grid.uniform && fft_friendly(grid.cells());
}

const Eigen::VectorXd &BlochTransform::values() const
{
  return plan_->values;
}

void BlochTransform::to_modes(unsigned lines, Given x, LineBundle<double> y) const
{
  run(lines, Task::to_modes, *plan_, x, x, y);
}

void BlochTransform::from_modes(unsigned lines, Given x, LineBundle<double> y) const
{
  run(lines, Task::from_modes, *plan_, x, x, y);
}

void BlochTransform::filter(unsigned lines, Given x, Given g, LineBundle<double> y) const
{
  run(lines, Task::filter, *plan_, x, g, y);
}

void BlochTransform::from_squares(unsigned lines, Given x, LineBundle<double> y) const
{
  run(lines, Task::from_squares, *plan_, x, x, y);
}

}  // namespace gammaflow
