// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// What a state may be: a density that must stay positive, or a field of any sign.
enum class StateDomain { positive, signed_field };

}  // namespace gammaflow
