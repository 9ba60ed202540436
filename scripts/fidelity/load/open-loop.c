// An open loop in C, after wrk2's method: requests at a constant rate over kept connections, a latency counted from the
// instant at which its request was due. Usage: open-loop PORT RATE SECONDS; prints p50 and p99 in ns.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 64, WARMUP_SECONDS = 1 };
static const char REQUEST[] = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}";
static const char END_OF_ANSWER[] = "\r\n\r\n{}";

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

static int open_connection(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) exit(1);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int port = atoi(argv[1]), rate = atoi(argv[2]), seconds = atoi(argv[3]);
  int warmups = rate * WARMUP_SECONDS, total = warmups + rate * seconds, answered = 0, next = 0, idle = 0;
  long long *latencies = calloc(total, sizeof *latencies), due_of[CONNECTIONS];
  int free_ones[CONNECTIONS], fds[CONNECTIONS], index_of[CONNECTIONS], waiting_from = 0;
  int poll = epoll_create1(0);
  for (int i = 0; i < CONNECTIONS; i += 1) {
    fds[i] = open_connection(port);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(poll, EPOLL_CTL_ADD, fds[i], &event);
    free_ones[idle++] = i;
  }
  long long start = now() + 2000000;
  while (answered < total) {
    while (next < total && start + next * 1000000000LL / rate <= now()) next += 1;
    while (waiting_from < next && idle > 0) {
      int connection = free_ones[--idle];
      index_of[connection] = waiting_from;
      due_of[connection] = start + waiting_from++ * 1000000000LL / rate;
      if (write(fds[connection], REQUEST, sizeof REQUEST - 1) != sizeof REQUEST - 1) return 1;
    }
    long long left = next < total ? start + next * 1000000000LL / rate - now() : 1000000000LL;
    struct timespec timeout = {left > 0 ? left / 1000000000LL : 0, left > 0 ? left % 1000000000LL : 0};
    struct epoll_event events[CONNECTIONS];
    int count = epoll_pwait2(poll, events, CONNECTIONS, &timeout, NULL);
    for (int i = 0; i < count; i += 1) {
      int connection = events[i].data.u32;
      char answer[4096];
      ssize_t length = read(fds[connection], answer, sizeof answer - 1);
      if (length <= 0) return 1;
      answer[length] = 0;
      if (strncmp(answer, "HTTP/1.1 200", 12) != 0 || strstr(answer, END_OF_ANSWER) == NULL) return 1;
      latencies[index_of[connection]] = now() - due_of[connection];
      answered += 1;
      free_ones[idle++] = connection;
    }
  }
  int measured = total - warmups;
  qsort(latencies + warmups, measured, sizeof *latencies, compare);
  double quantiles[] = {0.5, 0.99};
  for (int i = 0; i < 2; i += 1) printf("%lld ", latencies[warmups + (int)(quantiles[i] * measured + 0.5) - 1]);
  return 0;
}
