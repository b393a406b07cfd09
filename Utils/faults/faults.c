// Faults for the crash tests: loaded in front of the C library (LD_PRELOAD), it counts the calls by which a
// process writes, and lets one of them fail, or ends the process there, or cuts the power.
//
//   YINDE_FAULT_AT=N        the call that is hit, from 1; 0 for none
//   YINDE_FAULT_DO=WHAT     EIO ENOSPC EDQUOT EINTR EACCES   it fails so
//                           SHORT      a write takes half of its bytes
//                           KILL       the process is killed before the call; KILL_AFTER: after it
//                           POWER      as KILL, and all that was not flushed is gone
//                           POWER_NAMES  as POWER, and names that were not flushed are gone as well
//                           POWER_AFTER, POWER_NAMES_AFTER: after the call
//                           VANISH     the file that is opened is removed first
//                           STOP       the process is stopped before the call, until somebody sends SIGCONT
//                           CUT        the file that is read is cut to a third of its size first
//                           CUT_OTHER  YINDE_FAULT_FILE is cut to a third of its size first
//                           ALTER_OTHER  a byte in the middle of YINDE_FAULT_FILE is changed first
//   YINDE_FAULT_STICKY=1    every later call of the same kind fails as well, as on a full disk
//   YINDE_FAULT_CALLS=a,b   only these are counted: write pwrite fsync fdatasync rename linkat ftruncate mmap
//                           open read pread
//   YINDE_FAULT_IN=NAME     only in this program; yinde when it is not given
//   YINDE_FAULT_LOG=FILE    one line for each counted call: its number, name and file
//   YINDE_FAULT_LIAR=1      fsync says yes and flushes nothing: to show that the tests would notice
//
// Standard input, output and error are left alone. What a power cut leaves is modelled file by file: each file that is
// opened for writing has a copy as it was at its last fsync; at the cut the file becomes that copy.
//
//   cc -shared -fPIC -O1 -o faults.so faults.c -ldl -lpthread

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int counter, at, sticky, liar, log_file = -1, ready;
static const char *action = "", *calls;

// MARK: What a power cut leaves

enum { MOST = 256 };
static struct file { int descriptor; char *flushed; size_t size; } files[MOST];
static int file_count;
static struct step { char from[PATH_MAX], to[PATH_MAX]; int is_link, had_old; char *old; size_t size; } steps[MOST];
static int step_count;

static char *contents(int descriptor, size_t *size) {
  struct stat status;
  *size = 0;
  if (descriptor < 0 || fstat(descriptor, &status) || !S_ISREG(status.st_mode)) return NULL;
  char *bytes = malloc(status.st_size + 1);
  while (*size < (size_t)status.st_size) {
    long got = syscall(SYS_pread64, descriptor, bytes + *size, status.st_size - *size, *size);
    if (got <= 0) break;
    *size += got;
  }
  return bytes;
}

static void become(int descriptor, const char *bytes, size_t size) {
  syscall(SYS_ftruncate, descriptor, 0);
  for (size_t done = 0; done < size;) {
    long put = syscall(SYS_pwrite64, descriptor, bytes + done, size - done, done);
    if (put <= 0) break;
    done += put;
  }
}

static int is_cut(void) { return !strncmp(action, "POWER", 5); }

static void track(int descriptor) {
  if (!is_cut() || descriptor < 0 || file_count == MOST) return;
  files[file_count++] = (struct file){ fcntl(descriptor, F_DUPFD_CLOEXEC, 500), NULL, 0 };
}

static void flushed(int descriptor) {
  struct stat status, other;
  if (!is_cut() || liar || fstat(descriptor, &status)) return;
  // A folder's names last from its own fsync on.
  if (S_ISDIR(status.st_mode)) { step_count = 0; return; }
  for (int i = 0; i < file_count; i++) {
    if (fstat(files[i].descriptor, &other)) continue;
    if (other.st_ino != status.st_ino || other.st_dev != status.st_dev) continue;
    free(files[i].flushed);
    files[i].flushed = contents(files[i].descriptor, &files[i].size);
  }
}

static void remember(const char *from, const char *to, int is_link) {
  if (!is_cut() || step_count == MOST) return;
  struct step *step = &steps[step_count++];
  snprintf(step->from, PATH_MAX, "%s", from);
  snprintf(step->to, PATH_MAX, "%s", to);
  step->is_link = is_link;
  int old = is_link ? -1 : syscall(SYS_openat, AT_FDCWD, to, O_RDONLY | O_CLOEXEC, 0);
  step->had_old = old >= 0;
  step->old = contents(old, &step->size);
  if (old >= 0) close(old);
}

static void end(void) {
  if (is_cut()) {
    for (int i = 0; i < file_count; i++) become(files[i].descriptor, files[i].flushed, files[i].size);
    while (strstr(action, "NAMES") && step_count > 0) {
      struct step *step = &steps[--step_count];
      if (step->is_link) { unlink(step->to); continue; }
      syscall(SYS_renameat2, AT_FDCWD, step->to, AT_FDCWD, step->from, 0);
      if (!step->had_old) continue;
      int old = syscall(SYS_openat, AT_FDCWD, step->to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
      become(old, step->old, step->size);
      close(old);
    }
  }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// MARK: Counting

__attribute__((constructor)) static void begin(void) {
  // The shell or `env` that starts the command is not what is tested, nor what it may start.
  if (strcmp(program_invocation_short_name, getenv("YINDE_FAULT_IN") ?: "yinde")) return;
  unsetenv("LD_PRELOAD");
  at = atoi(getenv("YINDE_FAULT_AT") ?: "0");
  sticky = getenv("YINDE_FAULT_STICKY") != NULL;
  liar = getenv("YINDE_FAULT_LIAR") != NULL;
  action = strdup(getenv("YINDE_FAULT_DO") ?: "");
  if (getenv("YINDE_FAULT_CALLS")) calls = strdup(getenv("YINDE_FAULT_CALLS"));
  if (getenv("YINDE_FAULT_LOG"))
    log_file = syscall(
        SYS_openat, AT_FDCWD, getenv("YINDE_FAULT_LOG"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  ready = 1;
}

static int is_counted(const char *name) {
  if (!ready) return 0;
  if (!calls) return 1;
  const char *place = strstr(calls, name);
  size_t length = strlen(name);
  for (; place; place = strstr(place + 1, name))
    if ((place == calls || place[-1] == ',') && (place[length] == 0 || place[length] == ',')) return 1;
  return 0;
}

enum { GO = 0, SHORT = -1, AFTER = -2 };
static const char *hit;

// Counts a call and says what becomes of it: GO, SHORT, AFTER (end the process when it is done), or an error.
static int meet(const char *name, int descriptor, const char *path) {
  if (!is_counted(name)) return GO;
  pthread_mutex_lock(&lock);
  int number = ++counter;
  if (log_file >= 0) {
    char line[PATH_MAX + 64], link[64], target[PATH_MAX];
    if (!path) {
      snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
      long length = syscall(SYS_readlinkat, AT_FDCWD, link, target, sizeof target - 1);
      target[length < 0 ? 0 : length] = 0;
      path = target;
    }
    int length = snprintf(line, sizeof line, "%d %s %s\n", number, name, path);
    syscall(SYS_write, log_file, line, length);
  }
  int is_hit = at > 0 && (number == at || (sticky && number > at && hit && !strcmp(hit, name)));
  if (number == at) hit = name;
  pthread_mutex_unlock(&lock);
  if (!is_hit) return GO;
  struct { const char *name; int number; } errors[] = {
    { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EDQUOT", EDQUOT }, { "EINTR", EINTR }, { "EACCES", EACCES } };
  for (int i = 0; i < 5; i++)
    if (!strcmp(action, errors[i].name)) return errors[i].number;
  if (!strcmp(action, "SHORT")) return SHORT;
  if (strstr(action, "_AFTER")) return AFTER;
  if (!strcmp(action, "STOP")) { kill(getpid(), SIGSTOP); return GO; }
  if (!strcmp(action, "VANISH")) { unlink(path); return GO; }
  if (!strcmp(action, "CUT")) {
    struct stat status;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    if (!fstat(descriptor, &status) && S_ISREG(status.st_mode)) truncate(link, status.st_size / 3);
    return GO;
  }
  if (strstr(action, "_OTHER")) {
    int other = syscall(SYS_openat, AT_FDCWD, getenv("YINDE_FAULT_FILE"), O_RDWR | O_CLOEXEC, 0);
    struct stat status;
    if (other < 0 || fstat(other, &status)) abort();
    char byte;
    off_t middle = status.st_size / 2;
    if (!strncmp(action, "CUT", 3)) {
      syscall(SYS_ftruncate, other, status.st_size / 3);
    } else if (syscall(SYS_pread64, other, &byte, 1, middle) == 1) {
      byte ^= 1;
      syscall(SYS_pwrite64, other, &byte, 1, middle);
    }
    close(other);
    return GO;
  }
  end();
  return GO;
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = dlsym(RTLD_NEXT, name)
#define REFUSE(fate, value) if (fate > 0) { errno = fate; return value; }
#define FINISH(fate) if (fate == AFTER) end();

static int is_standard(int descriptor) { return descriptor >= 0 && descriptor <= 2; }

ssize_t write(int descriptor, const void *bytes, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (is_standard(descriptor)) return real(descriptor, bytes, count);
  int fate = meet("write", descriptor, NULL);
  REFUSE(fate, -1);
  ssize_t done = real(descriptor, bytes, fate == SHORT && count > 1 ? count / 2 : count);
  FINISH(fate);
  return done;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
  int fate = meet("pwrite", descriptor, NULL);
  REFUSE(fate, -1);
  ssize_t done = real(descriptor, bytes, fate == SHORT && count > 1 ? count / 2 : count, offset);
  FINISH(fate);
  return done;
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return pwrite64(descriptor, bytes, count, offset);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
  REAL(ssize_t, "read", int, void *, size_t);
  if (is_standard(descriptor)) return real(descriptor, bytes, count);
  int fate = meet("read", descriptor, NULL);
  REFUSE(fate, -1);
  ssize_t done = real(descriptor, bytes, fate == SHORT && count > 1 ? count / 2 : count);
  FINISH(fate);
  return done;
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off_t offset) {
  REAL(ssize_t, "pread64", int, void *, size_t, off_t);
  int fate = meet("pread", descriptor, NULL);
  REFUSE(fate, -1);
  ssize_t done = real(descriptor, bytes, fate == SHORT && count > 1 ? count / 2 : count, offset);
  FINISH(fate);
  return done;
}
ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
  return pread64(descriptor, bytes, count, offset);
}

int fsync(int descriptor) {
  REAL(int, "fsync", int);
  int fate = meet("fsync", descriptor, NULL);
  REFUSE(fate, -1);
  int done = real(descriptor);
  if (!done) flushed(descriptor);
  FINISH(fate);
  return done;
}

int fdatasync(int descriptor) {
  REAL(int, "fdatasync", int);
  int fate = meet("fdatasync", descriptor, NULL);
  REFUSE(fate, -1);
  int done = real(descriptor);
  if (!done) flushed(descriptor);
  FINISH(fate);
  return done;
}

int ftruncate64(int descriptor, off_t size) {
  REAL(int, "ftruncate64", int, off_t);
  int fate = meet("ftruncate", descriptor, NULL);
  REFUSE(fate, -1);
  int done = real(descriptor, size);
  FINISH(fate);
  return done;
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  int fate = meet("rename", -1, to);
  REFUSE(fate, -1);
  remember(from, to, 0);
  int done = real(from, to);
  FINISH(fate);
  return done;
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  REAL(int, "linkat", int, const char *, int, const char *, int);
  int fate = meet("linkat", -1, to);
  REFUSE(fate, -1);
  int done = real(from_folder, from, to_folder, to, flags);
  if (!done) remember(from, to, 1);
  FINISH(fate);
  return done;
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  int fate = descriptor < 0 ? GO : meet("mmap", descriptor, NULL);
  REFUSE(fate, MAP_FAILED);
  void *place = (void *)syscall(SYS_mmap, address, length, protection, flags, descriptor, offset);
  FINISH(fate);
  return place;
}
void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
  return mmap64(address, length, protection, flags, descriptor, offset);
}

static int open_with(int folder, const char *path, int flags, mode_t mode) {
  int fate = meet("open", -1, path);
  REFUSE(fate, -1);
  int descriptor = syscall(SYS_openat, folder, path, flags, mode);
  // O_TMPFILE holds the bit of O_DIRECTORY.
  int makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
  if (makes && (flags & O_ACCMODE) == O_RDWR) track(descriptor);
  FINISH(fate);
  return descriptor;
}

#define MODE mode_t mode = 0; \
  if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) { \
    va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *path, int flags, ...) { MODE return open_with(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_with(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE return open_with(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE return open_with(folder, path, flags, mode); }
