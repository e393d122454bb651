// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/transforms/line_transforms.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
/// Halving goes on down to lines that are short enough for the doubled one to cost nothing.
constexpr std::size_t short_line = 32;

std::size_t after_halving(std::size_t intervals)
{
  while (intervals % 2 == 0 && intervals > short_line) intervals /= 2;
  return intervals;
}
}  // namespace

CosineTransform::CosineTransform(const std::size_t intervals)
    : intervals_(intervals), last_(2 * after_halving(intervals))
{
  for (std::size_t m = last_.length() / 2; m < intervals; m *= 2) levels_.emplace_back(m);
}

}  // namespace gammaflow
