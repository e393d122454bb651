// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/transforms/fft_lines.h>
#include <gammaflow/spaces/transforms/lanes.h>

#include <cmath>
#include <vector>

namespace gammaflow
{
/// Halves of cos(step k) and sin(step k), k <= count.
struct Phases {
  Phases(std::size_t count, double step)
  {
    for (std::size_t k = 0; k <= count; ++k) {
      cosine.push_back(std::cos(step * double(k)) / 2);
      sine.push_back(std::sin(step * double(k)) / 2);
    }
  }
  std::vector<double> cosine, sine;
};

/// Fourier transforms of one length of the lines of V.
class LaneFft
{
 public:
  explicit LaneFft(std::size_t length) : length_(length), eight_(length, 4), two_(length, 1) {}
  std::size_t length() const { return length_; }
  template <class V>
  const FftBundle &bundle() const
  {
    return lanes<V> == 8 ? eight_ : two_;
  }

 private:
  std::size_t length_;
  FftBundle eight_, two_;
};

/// Where numbers stand before and after an FFT: element i of all lanes at i.
template <class V>
struct FftWork {
  const FftBuffer<double> &in, &out;
  GAMMAFLOW_INLINE double *before(std::size_t i) const { return in.data() + i * lanes<V>; }
  GAMMAFLOW_INLINE double *after(std::size_t i) const { return out.data() + i * lanes<V>; }
  void forward(const LaneFft &fft) const
  {
    fft.bundle<V>().forward(reinterpret_cast<Complex *>(in.data()), reinterpret_cast<Complex *>(out.data()));
  }
  void backward(const LaneFft &fft) const
  {
    fft.bundle<V>().backward(reinterpret_cast<Complex *>(in.data()), reinterpret_cast<Complex *>(out.data()));
  }
};

/// Where element l of a line of N goes: as it is, or even ones ascending and odd ones descending (Makhoul,
/// IEEE Trans. ASSP 28, 1980), which makes cosine transforms of the second kind from Fourier transforms:
///   sum_l x_l cos(pi k (l + 1/2)/N) = Re e^{-i pi k/(2N)} X_k,   X the Fourier transform of what is
///   reordered.
enum class Order { plain, reordered };

/// The Fourier transforms X of real lines, turned by the phases phi_k: for 0 < k < N/2
///   sink(k, Re e^{-i phi_k} X_k, -Im e^{-i phi_k} X_k);
/// with `reordered` and phi_k = pi k/(2N) these are entries k and N - k of the cosine transform. `edge` gets
/// those of k = 0 and, where N is even, k = N/2. source(l, v) gives element l.
template <class V, class Source, class Sink, class Edge>
GAMMAFLOW_INLINE void analyze(const LaneFft &fft, const Phases &phases, Order order, const FftWork<V> &work,
                              const Source &source, const Sink &sink, const Edge &edge)
{
  const std::size_t n = fft.length();
  V x, y;
  if (order == Order::plain)
    for (std::size_t l = 0; l < n; ++l) {
      source(l, x);
      store(x, work.before(l));
    }
  else {
    for (std::size_t l = 0; 2 * l < n; ++l) {
      source(2 * l, x);
      store(x, work.before(l));
    }
    for (std::size_t l = 0; 2 * l + 1 < n; ++l) {
      source(2 * l + 1, x);
      store(x, work.before(n - 1 - l));
    }
  }
  work.forward(fft);
  // Of two real lines a + i b: A_k = (X_k + conj X_{N-k})/2, B_k = (X_k - conj X_{N-k})/(2i).
  load(x, work.after(0));
  edge(0, x, V{});
  for (std::size_t k = 1; 2 * k < n; ++k) {
    load(x, work.after(k));
    load(y, work.after(n - k));
    const V real = x + y;  // twice the real parts of A and B
    V imaginary = x - y;
    turn_back(imaginary);
    const double c = phases.cosine[k], s = phases.sine[k];
    sink(k, c * real + s * imaginary, s * real - c * imaginary);
  }
  if (n % 2 == 0) {
    load(x, work.after(n / 2));
    edge(n / 2, (2 * phases.cosine[n / 2]) * x, (2 * phases.sine[n / 2]) * x);
  }
}

/// The transposed of analyze(): with E_k and O_k from source(k, E, O), 0 < k < N/2, and edge(k, E, O),
///   sink(l, sum_k Re (E_k - i O_k) e^{i phi_k} e^{2 pi i l k / N}).
template <class V, class Source, class Edge, class Sink>
GAMMAFLOW_INLINE void synthesize(const LaneFft &fft, const Phases &phases, Order order,
                                 const FftWork<V> &work, const Source &source, const Edge &edge,
                                 const Sink &sink)
{
  const std::size_t n = fft.length();
  V e, o;
  edge(0, e, o);
  store(e, work.before(0));
  for (std::size_t k = 1; 2 * k < n; ++k) {
    source(k, e, o);
    const double c = phases.cosine[k], s = phases.sine[k];
    const V real = c * e + s * o;
    V imaginary = c * o - s * e;
    turn_back(imaginary);  // i times the imaginary part
    store(V(real + imaginary), work.before(k));
    store(V(real - imaginary), work.before(n - k));
  }
  if (n % 2 == 0) {
    edge(n / 2, e, o);
    store(V((2 * phases.cosine[n / 2]) * e + (2 * phases.sine[n / 2]) * o), work.before(n / 2));
  }
  work.backward(fft);
  if (order == Order::plain)
    for (std::size_t l = 0; l < n; ++l) {
      load(e, work.after(l));
      sink(l, e);
    }
  else
    for (std::size_t l = 0; l < n; ++l) {
      load(e, work.after(l % 2 ? n - 1 - l / 2 : l / 2));
      sink(l, e);
    }
}

/// Cosine transforms of the first kind, y_k = sum_{l <= M} x_l cos(pi k l / M), k <= M. Even and odd l apart,
/// for k <= N = M/2:
///   y_k = E_k + O_k,  y_{M-k} = E_k - O_k,   E of the first kind and O of the second, both of length N,
/// as long as M is even; then by the Fourier transform of the even continuation. (The usual way to one
/// transform of length M divides by sin(pi l/M), which loses digits.)
class CosineTransform
{
 public:
  explicit CosineTransform(std::size_t intervals);

  /// source(l, v) gives x_l; y_k of all lanes is stored at y + k * stride, stride >= the number of lanes.
  template <class V, class Source>
  GAMMAFLOW_INLINE void apply(const FftWork<V> &work, const Source &source, double *y,
                              std::size_t stride) const
  {
    V x;
    const std::size_t middle = last_.length() / 2, far = intervals_ / middle;
    source(0, x);
    store(x, work.before(0));
    for (std::size_t l = 1; l < middle; ++l) {
      source(l * far, x);
      x *= 0.5;
      store(x, work.before(l));
      store(x, work.before(2 * middle - l));
    }
    source(intervals_, x);
    store(x, work.before(middle));
    work.forward(last_);
    for (std::size_t k = 0; k <= middle; ++k) {
      load(x, work.after(k));
      store(x, y + k * stride);
    }
    for (const Level &level : levels_) {
      const std::size_t n = level.fft.length(), step = intervals_ / (2 * n);
      const auto combine = [&](std::size_t k, const V &odd) GAMMAFLOW_INLINE_LAMBDA {
        V even;
        load(even, y + k * stride);
        store(V(even + odd), y + k * stride);
        store(V(even - odd), y + (2 * n - k) * stride);
      };
      analyze(
          level.fft, level.phases, Order::reordered, work,
          [&](std::size_t l, V &v) GAMMAFLOW_INLINE_LAMBDA { source((2 * l + 1) * step, v); },
          [&](std::size_t k, const V &a, const V &b) GAMMAFLOW_INLINE_LAMBDA {
            combine(k, a);
            combine(n - k, b);
          },
          [&](std::size_t k, const V &a, const V &) GAMMAFLOW_INLINE_LAMBDA { combine(k, a); });
    }
  }

 private:
  struct Level {
    explicit Level(std::size_t n) : fft(n), phases(n / 2, std::acos(-1.) / (2. * double(n))) {}
    LaneFft fft;
    Phases phases;
  };
  std::size_t intervals_;
  std::vector<Level> levels_;  ///< the shortest first
  LaneFft last_;
};

}  // namespace gammaflow
