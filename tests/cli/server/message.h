// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

/// One request between the two ends: its file descriptors are the directory to run in, and standard input,
/// output and error; its text the number of arguments and the arguments, each with a zero byte behind it.
namespace forked
{
constexpr int n_files = 4;
using Files = int[n_files];

inline sockaddr_un address(const std::string &path)
{
  sockaddr_un result{};
  result.sun_family = AF_UNIX;
  if (path.size() >= sizeof(result.sun_path)) throw std::invalid_argument(path + ": too long for a socket");
  path.copy(result.sun_path, sizeof(result.sun_path) - 1);
  return result;
}

/// The header of a message with a text of this length, and room for the files.
struct Message {
  iovec text;
  msghdr header{};
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof(Files))] = {};

  Message(char *begin, std::size_t length) : text{begin, length}
  {
    header.msg_iov = &text;
    header.msg_iovlen = 1;
    header.msg_control = room;
    header.msg_controllen = sizeof(room);
  }
  Message(const Message &) = delete;
};

/// How a process ended, as a shell says it.
inline int code_of(int status)
{
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
}  // namespace forked
