/* Runs a program as another account, as a site's starter does; the test makes it setuid root.
   starter UID GID PROGRAM [ARGUMENT ...] */
#define _GNU_SOURCE
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  uid_t uid = atoi(argv[1]);
  gid_t gid = atoi(argv[2]);
  if (uid == 0 || setgroups(0, NULL) || setgid(gid) || setuid(uid)) {
    perror("starter");
    return 1;
  }
  execvp(argv[3], argv + 3);
  perror(argv[3]);
  return 127;
}
