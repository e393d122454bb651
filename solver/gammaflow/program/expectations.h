// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/quantities.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// The quantities that a fresh run of a reference must find, with their error bars; where a solution is
/// known, its values on the same mesh.
struct Expectations {
  std::string closed_form;     ///< its name; empty if there is none
  std::string refusal;         ///< why a closed form was not used though one may exist; else empty
  bool exact_on_mesh = false;  ///< the closed form solves the discrete flow, too
  std::vector<Expected> entries;
};
Expectations expectations_of(const CertifiedEvolution &run, const CertificationMonitor &monitor = {});

}  // namespace gammaflow
