/*
 * The least that can be done to bring one event to many clients: HTTP/1.1, one thread, epoll. It keeps nothing, asks nobody who he is and checks no
 * JSON. It shows what the kernel costs, and so what is left for a server to add.
 *
 *   broadcaster --port N [--mode plain|batch]
 *
 *   POST /publish   the body, with a Content-Length, is one event; 202
 *   GET /stream     Server-Sent Events, chunked, from now on
 *
 * plain sends each event to each client by itself, as soon as it is there. batch reads all requests that are there, then sends each client all that it
 * lacks at once. Either way the frames stand once, in a ring that all clients read; a client is a place in it. One that is behind by more than the
 * ring holds is closed, and told of on standard error.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  RING = 1 << 26,        /* bytes of frames; a power of two */
  FRAMES = 1 << 20,      /* ends of frames that are remembered; a power of two */
  LARGEST_BODY = 1 << 20,
  LARGEST_HEAD = 1 << 14,
  READY = 512,           /* connections taken from epoll at once */
  MOST_CLIENTS = 1 << 16,
};

static const char STREAM_HEAD[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
static const char NOT_FOUND[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
static const char REFUSED[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/* The same answer many times over, so that those to pipelined requests leave together. */
#define ACCEPTED "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
#define TWICE(text) text text
static const char ANSWERS[] = TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(ACCEPTED))))));
enum { ANSWER = sizeof ACCEPTED - 1, ALL_ANSWERS = sizeof ANSWERS - 1 };

struct connection {
  int fd;
  bool is_client;        /* follows the stream; else it sends requests */
  bool is_full;          /* the socket takes no more: epoll tells when it does */
  bool is_closed;
  /* a client */
  int index;             /* its place in clients */
  uint64_t at;           /* the next byte it gets */
  uint64_t frame;        /* plain: the frame that byte is of */
  /* one that sends requests */
  char *rest;            /* a request that is not there whole */
  size_t rest_length;
  uint64_t answered;     /* bytes of answers sent */
  uint64_t owed;         /* bytes of answers to send */
  struct connection *next_closed;
};

static char ring[RING];
static uint64_t written;         /* bytes ever put into the ring */
static uint64_t frame_ends[FRAMES];
static uint64_t frames;          /* frames ever put into the ring */

static struct connection *clients[MOST_CLIENTS];
static int client_count;
static struct connection *closed;

static char input[LARGEST_HEAD + LARGEST_BODY];
static int poll_fd;
static bool sends_at_once;
static uint64_t overrun;
static volatile sig_atomic_t stopping;

static void fail(const char *what) {
  perror(what);
  exit(EXIT_FAILURE);
}

static void stop(int signal) {
  (void)signal;
  stopping = 1;
}

/* Its memory stays until the events that epoll gave have been looked at: there may be one of it among them. */
static void close_connection(struct connection *c) {
  if (c->is_closed) return;
  if (c->is_client) {
    clients[c->index] = clients[--client_count];
    clients[c->index]->index = c->index;
  }
  close(c->fd);
  c->is_closed = true;
  c->next_closed = closed;
  closed = c;
}

static void free_closed(void) {
  while (closed) {
    struct connection *c = closed;
    closed = c->next_closed;
    free(c->rest);
    free(c);
  }
}

/* Asks for word of room in the socket, or for no more of it. Who is owed answers is not read from meanwhile: he is to take those first. */
static void set_full(struct connection *c, bool is_full) {
  if (c->is_full == is_full) return;
  c->is_full = is_full;
  uint32_t wanted = !is_full ? EPOLLIN : c->is_client ? EPOLLIN | EPOLLOUT : EPOLLOUT;
  struct epoll_event interest = {.events = wanted, .data.ptr = c};
  if (epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &interest) < 0) fail("epoll_ctl");
}

/* How much the socket took; 0 where it is full or the connection is gone. */
static size_t send_some(struct connection *c, const char *bytes, size_t length) {
  ssize_t sent = send(c->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return (size_t)sent;
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    set_full(c, true);
  } else {
    close_connection(c);
  }
  return 0;
}

/* Sends a client what it lacks, until it has all or its socket is full. */
static void deliver(struct connection *c) {
  if (written - c->at > RING || (sends_at_once && frames - c->frame > FRAMES)) {
    overrun++;
    fprintf(stderr, "a client was behind by more than the ring holds: %llu until now\n", (unsigned long long)overrun);
    close_connection(c);
    return;
  }
  while (c->at < written) {
    uint64_t end = sends_at_once ? frame_ends[c->frame % FRAMES] : written;
    size_t from = c->at % RING, length = end - c->at;
    if (length > RING - from) length = RING - from;
    size_t sent = send_some(c, ring + from, length);
    if (sent == 0) return;
    c->at += sent;
    if (c->at == end) c->frame++;
  }
  set_full(c, false);
}

static void deliver_all(void) {
  /* From the last to the first: one that is closed leaves its place to one that was there before. */
  for (int i = client_count - 1; i >= 0; i--) {
    if (!clients[i]->is_full) deliver(clients[i]);
  }
}

static void put(const char *bytes, size_t length) {
  size_t from = written % RING;
  size_t first = length < RING - from ? length : RING - from;
  memcpy(ring + from, bytes, first);
  memcpy(ring, bytes + first, length - first);
  written += length;
}

/* One event, in the chunk that it goes out in. */
static void publish(char *body, size_t length) {
  static const char name[] = "data: ", end[] = "\n\n\r\n";
  /* A line would end the field. In JSON line breaks are white space, as a blank is. */
  for (size_t i = 0; i < length; i++) {
    if (body[i] == '\n' || body[i] == '\r') body[i] = ' ';
  }
  char size[32];
  int digits = snprintf(size, sizeof size, "%zx\r\n", sizeof name - 1 + length + 2);
  put(size, (size_t)digits);
  put(name, sizeof name - 1);
  put(body, length);
  put(end, sizeof end - 1);
  frame_ends[frames++ % FRAMES] = written;
  if (sends_at_once) deliver_all();
}

static void answer(struct connection *c) {
  while (c->owed > 0) {
    size_t from = c->answered % ANSWER;
    size_t length = c->owed < ALL_ANSWERS - from ? c->owed : ALL_ANSWERS - from;
    size_t sent = send_some(c, ANSWERS + from, length);
    if (sent == 0) return;
    c->answered += sent;
    c->owed -= sent;
  }
  set_full(c, false);
}

/* An answer to which nothing follows. What fits into no empty socket buffer is not worth a wait. */
static void refuse(struct connection *c, const char *text) {
  answer(c);
  if (c->is_closed) return;
  send_some(c, text, strlen(text));
  close_connection(c);
}

static void follow(struct connection *c) {
  size_t length = sizeof STREAM_HEAD - 1;
  if (client_count == MOST_CLIENTS || send_some(c, STREAM_HEAD, length) != length) {
    close_connection(c);
    return;
  }
  c->at = written;
  c->frame = frames;
  c->index = client_count;
  clients[client_count++] = c;
  c->is_client = true;
}

/* The Content-Length of a head that ends with an empty line; -1 where there is none, or no sensible one. */
static long content_length(const char *head, const char *end) {
  static const char name[] = "content-length:";
  for (const char *line = memchr(head, '\n', (size_t)(end - head)); line && ++line < end; line = memchr(line, '\n', (size_t)(end - line))) {
    if ((size_t)(end - line) < sizeof name || strncasecmp(line, name, sizeof name - 1) != 0) continue;
    const char *at = line + sizeof name - 1;
    while (*at == ' ') at++;
    long length = *at >= '0' && *at <= '9' ? 0 : -1;
    for (; *at >= '0' && *at <= '9' && length <= LARGEST_BODY; at++) length = length * 10 + (*at - '0');
    return *at == '\r' && length <= LARGEST_BODY ? length : -1;
  }
  return -1;
}

static bool is(const char *head, size_t length, const char *request) {
  size_t wanted = strlen(request);
  return length >= wanted && memcmp(head, request, wanted) == 0;
}

/* Carries out the requests that are there whole. Returns how many bytes they were. */
static size_t take_requests(struct connection *c, char *from, size_t length) {
  size_t taken = 0;
  while (taken < length && !c->is_closed && !c->is_client) {
    char *head = from + taken;
    size_t left = length - taken;
    char *end = memmem(head, left < LARGEST_HEAD ? left : LARGEST_HEAD, "\r\n\r\n", 4);
    if (!end) {
      if (left >= LARGEST_HEAD) refuse(c, REFUSED);
      break;
    }
    char *body = end + 4;
    if (is(head, left, "GET /stream")) {
      follow(c);
      break;
    }
    if (!is(head, left, "POST /publish ")) {
      refuse(c, NOT_FOUND);
      break;
    }
    long size = content_length(head, body);
    if (size < 0) {
      refuse(c, REFUSED);
      break;
    }
    if ((size_t)size > left - (size_t)(body - head)) break;
    publish(body, (size_t)size);
    c->owed += ANSWER;
    taken += (size_t)(body - head) + (size_t)size;
  }
  return taken;
}

static void read_requests(struct connection *c) {
  if (c->rest_length > 0) memcpy(input, c->rest, c->rest_length);
  ssize_t got = recv(c->fd, input + c->rest_length, sizeof input - c->rest_length, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  if (got <= 0) {
    close_connection(c);
    return;
  }
  size_t length = c->rest_length + (size_t)got;
  size_t taken = take_requests(c, input, length);
  if (c->is_closed) return;
  free(c->rest);
  c->rest = NULL;
  c->rest_length = c->is_client ? 0 : length - taken;
  if (c->rest_length > 0) {
    c->rest = malloc(c->rest_length);
    if (!c->rest) fail("malloc");
    memcpy(c->rest, input + taken, c->rest_length);
  }
  if (!c->is_client) answer(c);
}

/* A client has nothing to say; that it has gone is what there is to read. */
static void read_client(struct connection *c) {
  ssize_t got = recv(c->fd, input, sizeof input, MSG_DONTWAIT);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) close_connection(c);
}

static void accept_all(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    struct connection *c = calloc(1, sizeof *c);
    if (!c) fail("calloc");
    c->fd = fd;
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &interest) < 0) fail("epoll_ctl");
  }
  if (errno != EAGAIN && errno != EWOULDBLOCK && errno != ECONNABORTED && errno != EINTR) fail("accept");
}

static int listen_on(uint16_t port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  if (listen(listener, SOMAXCONN) < 0) fail("listen");
  struct epoll_event interest = {.events = EPOLLIN, .data.ptr = NULL};
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &interest) < 0) fail("epoll_ctl");
  return listener;
}

static void serve(int listener) {
  static struct epoll_event ready[READY];
  while (!stopping) {
    int count = epoll_wait(poll_fd, ready, READY, -1);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; i++) {
      struct connection *c = ready[i].data.ptr;
      if (!c) {
        accept_all(listener);
        continue;
      }
      uint32_t what = ready[i].events;
      if (!c->is_closed && (what & EPOLLOUT)) c->is_client ? deliver(c) : answer(c);
      if (!c->is_closed && (what & (EPOLLIN | EPOLLHUP | EPOLLERR))) c->is_client ? read_client(c) : read_requests(c);
    }
    if (!sends_at_once) deliver_all();
    free_closed();
  }
}

int main(int count, char **arguments) {
  long port = 0;
  const char *mode = "plain";
  for (int i = 1; i < count; i += 2) {
    const char *value = i + 1 < count ? arguments[i + 1] : "";
    if (strcmp(arguments[i], "--port") == 0) port = strtol(value, NULL, 10);
    else if (strcmp(arguments[i], "--mode") == 0) mode = value;
    else port = -1;
  }
  sends_at_once = strcmp(mode, "plain") == 0;
  if (port < 1 || port > 65535 || (!sends_at_once && strcmp(mode, "batch") != 0)) {
    fputs("usage: broadcaster --port N [--mode plain|batch]\n", stderr);
    return 2;
  }
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  struct sigaction ending = {.sa_handler = stop};
  sigaction(SIGTERM, &ending, NULL);
  sigaction(SIGINT, &ending, NULL);
  poll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (poll_fd < 0) fail("epoll_create1");
  int listener = listen_on((uint16_t)port);
  puts("listening");
  fflush(stdout);
  serve(listener);
  while (client_count > 0) close_connection(clients[0]);
  free_closed();
  close(listener);
  close(poll_fd);
  return EXIT_SUCCESS;
}
