# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by the harnesses; both write to standard output.
# small_flow CELLS DEGREE OUTPUTS TARGET_LINE...: a flow that is computed in a moment, and writes all that it can.
small_flow() {
  cat <<PRM
subsection domain
  set cells = $1
  set degree = $2
end
subsection initial state
  set formula = 1 + 0.5*cos(pi*x)
end
subsection time
  set end = 0.5
  set outputs = $3
  set tolerance = 1e-4
end
subsection observables
  set quantities = mass
end
subsection output
  set checkpoint seconds = 0
  set report = false
end
subsection target
PRM
  shift 3
  printf '  %s\n' "$@" end
}
# small_study FLOW.prm: a study of three ridges with this flow.
small_study() {
  cat "$1" - <<'PRM'
subsection geometry
  set name = KRR Fisher-Rao
end
subsection kernel
  set name = intrinsic Matern
  set bandwidth = 0.1
end
subsection sweep
  set parameter = ridge
  set values = 0.1, 0.03, 0.01
end
subsection accuracy
  set refinements = 0
end
PRM
}
