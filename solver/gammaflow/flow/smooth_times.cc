// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/smooth_times.h>
#include <gammaflow/formula/enclosure.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <queue>

namespace gammaflow
{
namespace
{
constexpr double most_change = 1e-4;               ///< of the range, by what a cubic polynomial misses
constexpr double shortest_part = 1. / (1u << 24);  ///< of the whole time
constexpr std::size_t most_pieces = std::size_t(1) << 15;
constexpr unsigned of_time = 3;  ///< the number of the variable t
constexpr unsigned order = 4;

struct Piece {
  double begin, end, change;
  bool operator<(const Piece &other) const { return change < other.change; }
};

/// A formula at a point, as a function of time, and the values that were seen of it.
class AtPoint
{
 public:
  AtPoint(const Expression &formula, const Point &x) : formula_(formula), x_(x) {}

  void look_at(double t)
  {
    const std::array<double, 4> at{{x_[0], x_[1], x_[2], t}};
    const double value = formula_.value(at.data());
    if (!std::isfinite(value)) return;
    least_ = std::min(least_, value);
    largest_ = std::max(largest_, value);
  }
  /// What may be neglected; not below the round-off of the values.
  double small() const
  {
    if (!(least_ <= largest_)) return 0;
    return most_change * std::max(largest_ - least_, 1e-12 * std::max(std::abs(least_), std::abs(largest_)));
  }
  /// |d^4 f/dt^4| h^4 / 4! at most, with h = end - begin; infinite where the formula has no such derivative.
  Piece piece(double begin, double end) const
  {
    const std::array<Interval, 4> box{
        {Interval(x_[0]), Interval(x_[1]), Interval(x_[2]), Interval(begin, end)}};
    const Interval derivative = enclosure(formula_, box.data(), of_time, order)[order];
    const double bound = std::max(std::abs(derivative.lower()), std::abs(derivative.upper()));
    const double change = bound * std::pow(end - begin, order);
    return {begin, end, std::isnan(change) ? std::numeric_limits<double>::infinity() : change};
  }

 private:
  const Expression &formula_;
  const Point x_;
  double least_ = std::numeric_limits<double>::infinity(), largest_ = -least_;
};

/// Divides the piece that changes most until none changes too much.
std::vector<Piece> divided(AtPoint &formula, double end)
{
  std::priority_queue<Piece> open;
  std::vector<Piece> done;
  open.push(formula.piece(0, end));
  while (!open.empty() && open.top().change > formula.small() && open.size() + done.size() < most_pieces) {
    const Piece piece = open.top();
    open.pop();
    if (piece.end - piece.begin <= shortest_part * end) {
      done.push_back(piece);
      continue;
    }
    const double middle = 0.5 * (piece.begin + piece.end);
    formula.look_at(middle);
    open.push(formula.piece(piece.begin, middle));
    open.push(formula.piece(middle, piece.end));
  }
  for (; !open.empty(); open.pop()) done.push_back(open.top());
  std::sort(done.begin(), done.end(), [](const Piece &a, const Piece &b) { return a.begin < b.begin; });
  return done;
}
}  // namespace

SmoothTimes::SmoothTimes(const Expression &formula, const Point &x, const double end)
{
  AtPoint at(formula, x);
  for (const double t : {0., end}) at.look_at(t);
  const std::vector<Piece> pieces = divided(at, end);
  // Halves of halves are shorter than they need to be beside a jump.
  Piece whole = pieces.front();
  begin_.push_back(0);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const Piece both = at.piece(whole.begin, pieces[i].end);
    if (both.change <= at.small()) {
      whole = both;
    } else {
      begin_.push_back(pieces[i].begin);
      whole = pieces[i];
    }
  }
  begin_.push_back(end);
}

double SmoothTimes::longest_step(const double t, const double factor) const
{
  const double same = 0.01 * shortest_part * begin_.back();  // a step that was to end there has ended there
  auto next = std::upper_bound(begin_.begin(), begin_.end() - 1, t + same);
  double step =
      next == begin_.begin() ? std::numeric_limits<double>::infinity() : factor * (*next - *(next - 1));
  for (; next + 1 < begin_.end() && *next < t + step; ++next)
    step = std::min(step, std::max(*next - t, factor * (*(next + 1) - *next)));
  return step;
}

}  // namespace gammaflow
