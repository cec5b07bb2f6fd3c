// Starts a server, asks it for its health until it answers, and prints "<µs from fork to the whole answer> <resident KiB>".
//   start_probe PORT PROGRAM [ARGUMENTS...]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

bool asked_and_answered(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bool answered = false;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET /_winterbaume/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    if (write(fd, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
      std::string answer;
      char piece[4096];
      for (ssize_t got = 0; (got = read(fd, piece, sizeof piece)) > 0;) answer.append(piece, static_cast<std::size_t>(got));
      answered = answer.starts_with("HTTP/1.1 200");
    }
  }
  close(fd);
  return answered;
}

long resident_kib(pid_t pid) {
  std::ifstream statm("/proc/" + std::to_string(pid) + "/statm");
  long size = 0;
  long resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE) / 1024;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const int port = std::atoi(argv[1]);
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execv(argv[2], argv + 2);
    _exit(127);
  }
  const auto deadline = start + std::chrono::seconds(10);
  bool answered = false;
  while (!answered && std::chrono::steady_clock::now() < deadline) {
    answered = asked_and_answered(port);
    if (!answered) usleep(50);
  }
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
  const long resident = resident_kib(child);
  kill(child, SIGTERM);
  waitpid(child, nullptr, 0);
  if (!answered) return 1;
  std::printf("%lld %ld\n", static_cast<long long>(took), resident);
  return 0;
}
