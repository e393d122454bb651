// What makes the shared library a plugin: its name, and what it was compiled with.
#include <gammaflow/program/plugin.h>

GAMMAFLOW_PLUGIN("my flows")
