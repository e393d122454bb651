// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <fftw3.h>

#include <complex>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace gammaflow
{
using Complex = std::complex<double>;

/// Memory aligned for FFTW and at cache lines, not initialized.
template <class Number>
class FftBuffer
{
 public:
  explicit FftBuffer(std::size_t size = 0)
      : size_(size),
        data_(static_cast<Number *>(std::aligned_alloc(64, (sizeof(Number) * size + 64) / 64 * 64)),
              &std::free)
  {
    if (data_ == nullptr) throw std::bad_alloc();
  }
  Number *data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  Number &operator[](std::size_t i) const { return data_.get()[i]; }

 private:
  std::size_t size_;
  std::unique_ptr<Number[], void (*)(void *)> data_;
};

/// Hands a plan back to FFTW.
struct DestroyFftPlan {
  void operator()(fftw_plan_s *plan) const;
};
using FftPlan = std::unique_ptr<fftw_plan_s, DestroyFftPlan>;

/// Unnormalized one-dimensional transforms of one length, of single lines. Planned with FFTW_ESTIMATE, which
/// chooses by operation counts and not by timing, and never split among threads: the same bits in every run.
/// Lines start at multiples of line_stride() from the start of an FftBuffer (SIMD alignment). Safe to call
/// from several threads at once.
class FftLines
{
 public:
  enum class Kind { real, complex };
  FftLines(std::size_t length, Kind kind);

  std::size_t length() const { return length_; }
  void forward(double *in, Complex *out) const;   ///< real, length -> length/2 + 1
  void backward(Complex *in, double *out) const;  ///< real; destroys `in`
  void forward(Complex *line) const;              ///< complex, in place
  void backward(Complex *line) const;

 private:
  std::size_t length_;
  FftPlan forward_, backward_;
};

/// The unnormalized complex transforms of `lines` lines side by side, out of place: number i of line l is at
/// [i * lines + l] of an FftBuffer. Planned as FftLines are. Several lines at a time use the processor's
/// vectors and whole cache lines; of real numbers, two lines make a complex one.
class FftBundle
{
 public:
  FftBundle(std::size_t length, std::size_t lines);

  void forward(Complex *in, Complex *out) const;
  void backward(Complex *in, Complex *out) const;

 private:
  FftPlan forward_, backward_;
};

/// Distance of lines of `length` complex numbers: whole cache lines.
inline std::size_t line_stride(std::size_t length)
{
  return (length + 3) / 4 * 4;
}
/// out[z][y][x <= nx/2] = the transform of in[z][y][x].
void fft_of_real(const std::size_t (&n)[3], const FftBuffer<double> &in, const FftBuffer<Complex> &out);
/// The smallest even product of powers of 2, 3, 5 and 7 that is at least n.
std::size_t fft_friendly_size(std::size_t n);
/// Whether n is a product of 2, 3, 5 and 7.
bool fft_friendly(std::size_t n);

}  // namespace gammaflow
