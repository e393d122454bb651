#include <gammaflow/program/program.h>

int main(int argc, char **argv)
{
  return gammaflow::run_program(argc, argv);
}
