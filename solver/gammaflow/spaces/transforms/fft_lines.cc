// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/transforms/fft_lines.h>

#include <mutex>

namespace gammaflow
{
namespace
{
/// FFTW's planner has global state.
std::mutex planner;

fftw_complex *as_fftw(Complex *p)
{
  return reinterpret_cast<fftw_complex *>(p);
}

constexpr unsigned flags = FFTW_ESTIMATE;
}  // namespace

void DestroyFftPlan::operator()(fftw_plan_s *plan) const
{
  const std::lock_guard<std::mutex> lock(planner);
  fftw_destroy_plan(plan);
}

FftLines::FftLines(std::size_t length, Kind kind) : length_(length)
{
  const std::lock_guard<std::mutex> lock(planner);
  const int n = int(length);
  FftBuffer<Complex> line(length);
  if (kind == Kind::real) {
    FftBuffer<double> real(length);
    forward_.reset(fftw_plan_dft_r2c_1d(n, real.data(), as_fftw(line.data()), flags));
    backward_.reset(fftw_plan_dft_c2r_1d(n, as_fftw(line.data()), real.data(), flags | FFTW_DESTROY_INPUT));
  } else {
    forward_.reset(fftw_plan_dft_1d(n, as_fftw(line.data()), as_fftw(line.data()), FFTW_FORWARD, flags));
    backward_.reset(fftw_plan_dft_1d(n, as_fftw(line.data()), as_fftw(line.data()), FFTW_BACKWARD, flags));
  }
}

void FftLines::forward(double *in, Complex *out) const
{
  fftw_execute_dft_r2c(forward_.get(), in, as_fftw(out));
}

void FftLines::backward(Complex *in, double *out) const
{
  fftw_execute_dft_c2r(backward_.get(), as_fftw(in), out);
}

void FftLines::forward(Complex *line) const
{
  fftw_execute_dft(forward_.get(), as_fftw(line), as_fftw(line));
}

void FftLines::backward(Complex *line) const
{
  fftw_execute_dft(backward_.get(), as_fftw(line), as_fftw(line));
}

FftBundle::FftBundle(std::size_t length, std::size_t lines)
{
  const std::lock_guard<std::mutex> lock(planner);
  const int n = int(length), howmany = int(lines);
  FftBuffer<Complex> in(length * lines), out(length * lines);
  const auto plan = [&](int sign) {
    return fftw_plan_many_dft(1, &n, howmany, as_fftw(in.data()), nullptr, howmany, 1, as_fftw(out.data()),
                              nullptr, howmany, 1, sign, flags);
  };
  forward_.reset(plan(FFTW_FORWARD));
  backward_.reset(plan(FFTW_BACKWARD));
}

void FftBundle::forward(Complex *in, Complex *out) const
{
  fftw_execute_dft(forward_.get(), as_fftw(in), as_fftw(out));
}

void FftBundle::backward(Complex *in, Complex *out) const
{
  fftw_execute_dft(backward_.get(), as_fftw(in), as_fftw(out));
}

void fft_of_real(const std::size_t (&n)[3], const FftBuffer<double> &in, const FftBuffer<Complex> &out)
{
  std::unique_lock<std::mutex> lock(planner);
  fftw_plan plan =
      fftw_plan_dft_r2c_3d(int(n[2]), int(n[1]), int(n[0]), in.data(), as_fftw(out.data()), FFTW_ESTIMATE);
  lock.unlock();
  fftw_execute(plan);
  lock.lock();
  fftw_destroy_plan(plan);
}

std::size_t fft_friendly_size(std::size_t n)
{
  std::size_t size = n + n % 2;
  while (!fft_friendly(size)) size += 2;
  return size;
}

bool fft_friendly(std::size_t n)
{
  if (n == 0) return false;
  for (const std::size_t factor : {2, 3, 5, 7})
    while (n % factor == 0) n /= factor;
  return n == 1;
}

}  // namespace gammaflow
