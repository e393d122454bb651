// SPDX-License-Identifier: LGPL-2.1-or-later
// gammaflow_client SOCKET ARGUMENT...: has the server run the program with these arguments, here and with the
// standard streams of this process; ends with its exit code. Where this process is killed, so is the program.
#include "message.h"
#include <cstdio>
#include <cstring>
#include <fcntl.h>

int main(int argc, char **argv)
{
  const int server = socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = forked::address(argc > 1 ? argv[1] : "");
  if (connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
    std::perror("gammaflow_client: no server");
    return 126;
  }
  std::string text = std::to_string(argc - 2) + '\0';
  for (int i = 2; i < argc; ++i) text += argv[i] + std::string(1, '\0');
  const forked::Files files{open(".", O_RDONLY | O_DIRECTORY), 0, 1, 2};
  forked::Message message(text.data(), text.size());
  cmsghdr *const control = CMSG_FIRSTHDR(&message.header);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(sizeof(files));
  std::memcpy(CMSG_DATA(control), files, sizeof(files));
  int code = 126;
  if (sendmsg(server, &message.header, 0) < 0 || read(server, &code, sizeof(code)) != ssize_t(sizeof(code)))
    std::perror("gammaflow_client");
  return code;
}
