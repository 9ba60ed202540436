/*
 * An independent reference for a cold start: posix_spawn from a tiny process. Prints the nanoseconds from just before
 * the spawn to the first byte on the child's descriptor 3 (and then ends the child), or, if it writes none, to its exit.
 * Usage: posix-spawn PROGRAM [ARGUMENT...]
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int channel[2];
  if (pipe(channel) != 0) return 1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (channel[1] != 3) {
    posix_spawn_file_actions_adddup2(&actions, channel[1], 3);
    posix_spawn_file_actions_addclose(&actions, channel[1]);
  }
  if (channel[0] != 3) posix_spawn_file_actions_addclose(&actions, channel[0]);
  pid_t pid;
  int64_t launch = now_ns();
  int error = posix_spawn(&pid, argv[1], &actions, NULL, argv + 1, environ);
  if (error != 0) {
    fprintf(stderr, "posix_spawn: %s\n", strerror(error));
    return 1;
  }
  close(channel[1]);
  char byte;
  int is_ready = read(channel[0], &byte, 1) == 1;
  int64_t elapsed = now_ns() - launch;
  if (is_ready) kill(pid, SIGKILL);
  int status;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!is_ready) elapsed = now_ns() - launch;
  printf("%lld\n", (long long)elapsed);
  return is_ready || WIFEXITED(status) ? 0 : 1;
}
