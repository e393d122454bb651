#pragma once

namespace gammaflow
{
/// The whole program: what main() of `gammaflow` calls. A project that registers energies, geometries or
/// kernels of its own calls it too, and has them beside the others in every command. Returns the exit code
/// (core/errors.h); throws nothing.
int run_program(int argc, char **argv);

}  // namespace gammaflow
