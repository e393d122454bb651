// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>

#include <nlohmann/json_fwd.hpp>

namespace gammaflow
{
/// The exit code of a study, from its certificate:
///  * exit_numerical_failure: a point could not be solved, or a case that is not as expected is not
///  established;
///  * exit_refuted: a case is refuted that is expected to be confirmed, or the reverse;
///  * exit_done: every case is as expected.
/// Failed points take precedence, since the other verdicts then do not cover the whole study; then
/// refutations.
ExitCode exit_code_of(const nlohmann::json &certificate);

/// The worse of two codes: exit_refuted, then exit_numerical_failure, then exit_done.
ExitCode worse_of(ExitCode a, ExitCode b);

}  // namespace gammaflow
