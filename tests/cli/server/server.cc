// SPDX-License-Identifier: LGPL-2.1-or-later
// gammaflow_server --serve SOCKET: runs the program as often as clients ask, each time in a copy of this
// process, which has loaded the libraries and done nothing else. Loading them takes half a second of
// processor time, more than most of what the tests of the command line ask for. Ends with the process that
// started it. With other arguments this is the program, which starts itself where it works in several
// processes.
#include <gammaflow/program/exit_guard.h>
#include <gammaflow/program/program.h>

#include "message.h"
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/// As in the program itself.
extern "C" void _exit(int code)
{
  for (;;) syscall(SYS_exit_group, gammaflow::exit_code_instead_of(code));
}

namespace
{
/// The program, in the place of this process.
[[noreturn]] void run(const forked::Files &files, std::string &text)
{
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (fchdir(files[0]) != 0) std::exit(126);
  for (int stream = 0; stream < 3; ++stream) dup2(files[stream + 1], stream);
  for (const int file : files) close(file);
  std::string name = "gammaflow";
  std::vector<char *> arguments{name.data()};
  char *at = text.data();
  for (int left = std::atoi(at); left > 0; --left) arguments.push_back(at += std::strlen(at) + 1);
  arguments.push_back(nullptr);
  std::exit(gammaflow::run_program(int(arguments.size()) - 1, arguments.data()));
}

/// Until the program ends, or the client goes; then the program is killed.
void wait_for_either(const pid_t program, const int client)
{
  const int ended = int(syscall(SYS_pidfd_open, program, 0));
  if (ended < 0) return;  // not on this system: programs end by themselves
  pollfd events[] = {{ended, POLLIN, 0}, {client, POLLIN, 0}};
  while (poll(events, 2, -1) < 0 && errno == EINTR) {
  }
  if (events[0].revents == 0) kill(program, SIGKILL);
}

/// Runs the program and tells the client how it ended.
void serve(const int client)
{
  std::string text(1 << 20, '\0');
  forked::Message message(text.data(), text.size() - 1);
  if (recvmsg(client, &message.header, 0) <= 0 || message.header.msg_controllen == 0) return;
  forked::Files files;
  std::memcpy(files, CMSG_DATA(CMSG_FIRSTHDR(&message.header)), sizeof(files));
  const pid_t program = fork();
  if (program < 0) return std::perror("gammaflow_server: fork");
  if (program == 0) {
    close(client);
    run(files, text);
  }
  wait_for_either(program, client);
  int status = 0;
  waitpid(program, &status, 0);
  const int code = forked::code_of(status);
  if (write(client, &code, sizeof(code)) < 0) std::perror("gammaflow_server");
}

/// A place where clients can be heard, from the moment when there is such a file.
int door_at(const std::string &path)
{
  const int door = socket(AF_UNIX, SOCK_STREAM, 0);
  const std::string closed = path + ".closed";
  const sockaddr_un address = forked::address(closed);
  if (bind(door, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0 ||
      listen(door, 16) != 0 || std::rename(closed.c_str(), path.c_str()) != 0) {
    std::perror("gammaflow_server");
    std::exit(1);
  }
  return door;
}
}  // namespace

int main(int argc, char **argv)
{
  if (argc != 3 || std::string(argv[1]) != "--serve") return gammaflow::run_program(argc, argv);
  // None of a client's files gets the number of a standard stream.
  for (int file = 0; file >= 0 && file < 3;) file = open("/dev/null", O_RDWR);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGCHLD, SIG_IGN);  // of the copies that serve
  const int door = door_at(argv[2]);
  for (;;) {
    const int client = accept(door, nullptr, nullptr);
    if (client < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      std::perror("gammaflow_server: accept");
      return 1;
    }
    if (fork() == 0) {
      std::signal(SIGCHLD, SIG_DFL);
      close(door);
      serve(client);
      syscall(SYS_exit_group, 0);
    }
    close(client);
  }
}
