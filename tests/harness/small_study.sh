# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by the harnesses. small_study FLOW.prm: a study of three ridges with this flow, to standard output.
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
