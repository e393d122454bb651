// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

/// A study's JSON as run_study() returns it, made from closed forms instead of computed flows: a confirmed
/// ridge sweep and a refuted limit in 1D, a 2D sweep, a slice of 3D, two flows that are equal, and (with
/// `hostile`) a case of nulls, missing members and strings that try to break the page.
nlohmann::json synthetic_study(bool hostile);
