// The program of GammaFlow with an energy, a kernel and a geometry of one's own. They are linked, and
// register themselves: `my_gammaflow list` names them, parameter files and studies use them.
#include <gammaflow/program/program.h>

int main(int argc, char **argv)
{
  return gammaflow::run_program(argc, argv);
}
