/* A web server that starts at once: quick ADDRESS [daemon]. ADDRESS: a port or a socket's path.
   As a daemon it forks twice, with a session of its own between, and lets go of everything it has inherited. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char *page =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\nConnection: close\r\n\r\nthe app answers";

static void daemonise(void) {
  if (fork() != 0) _exit(0);
  setsid();
  if (fork() != 0) _exit(0);
  if (chdir("/") != 0) _exit(1);
  int null = open("/dev/null", O_RDWR);
  for (int number = 0; number < 3; number++) dup2(null, number);
  for (int number = 3; number < 256; number++) close(number);
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  if (argc > 2 && strcmp(argv[2], "daemon") == 0) daemonise();
  signal(SIGPIPE, SIG_IGN);
  int listener, one = 1;
  if (isdigit((unsigned char)argv[1][0])) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address)) return perror("bind"), 1;
  } else {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address)) return perror("bind"), 1;
  }
  listen(listener, 64);
  for (;;) {
    char request[8192];
    int guest = accept(listener, NULL, NULL);
    if (guest < 0) continue;
    if (read(guest, request, sizeof request) > 0 && write(guest, page, strlen(page)) < 0) perror("write");
    shutdown(guest, SHUT_WR);
    close(guest);
  }
}
