// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// The whole of GammaFlow for another program:
///
///   #include <gammaflow/gammaflow.h>
///   int main()
///   {
///     const gammaflow::Session session;
///     const gammaflow::Parameters flow = gammaflow::Parameters::from_file("flow.prm");
///     const gammaflow::CertifiedEvolution run = gammaflow::certified_evolution(flow, 1e-6);
///     for (const auto &error : run.errors) ... error.norm, error.time, error.bar()
///   }
///
/// What there is:
///   Parameters                       a parameter file, or assignments "section/key = value"
///   trajectory_of(parameters)        one flow or geodesic, without error bars
///   certified_evolution(p, tol)      with error bars, refined until they are below the tolerance
///   StoredEvolution(directory)       what `run` or `reference` has written, at any time and point
///   run_study(p, directory, {})      a study; returns its certificate (doc/certificate.schema.json)
///   run_command({"study", ...})      any command of the program
///   GAMMAFLOW_PLUGIN("name")         in a shared library of one's own energies, geometries, kernels ...
/// Errors: InputError (nothing was computed), NumericalFailure (what was asked for is not reached).
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/program/plugin.h>
#include <gammaflow/program/program.h>
#include <gammaflow/program/session.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/stored_evolution.h>
#include <gammaflow/study/study.h>
