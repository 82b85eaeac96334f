// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded into a member, writes down what a power cut would undo. For files under POWERCUT_ROOT it appends to
 * POWERCUT_JOURNAL, before each change of a file, what the change overwrites; after each change of a directory, which
 * one it was; and after each fsync or fdatasync, of which file or directory. Deleted files stay in POWERCUT_GRAVES under
 * their inode number. A sync writes nothing to the real disk: it takes POWERCUT_SYNC_MICROS and a line in the journal,
 * since a killed process loses nothing of that and all else is up to the reader of the journal (class CutDisk).
 *
 * Not understood, and therefore written down as a problem: writing through shared mappings. sync_file_range promises
 * nothing that survives a power cut and is left alone.
 *
 * A record: 4 x u32 (kind, bytes of name, bytes of data, 1 if the data is all zero and left out), 5 x u64, name, data.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define SECTOR 512
#define CHUNK (1 << 20)
#define FDS 65536
#define CREATE_MODE(flags, last) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, last); mode = va_arg(more, mode_t); va_end(more); }

enum kind { CHANGED = 1, SYNCED = 2, LINKED = 3, UNLINKED = 4, RENAMED = 5, PROBLEM = 6 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char tracked[FDS]; /* 1: of a file under the root, 2: opened for synchronous writing too */
static char old[CHUNK];
static const char *root, *graves, *journal_path;
static size_t root_length;
static long sync_micros;
static int journal = -1;

__attribute__((constructor)) static void begin(void) {
    root = getenv("POWERCUT_ROOT");
    graves = getenv("POWERCUT_GRAVES");
    journal_path = getenv("POWERCUT_JOURNAL");
    const char *micros = getenv("POWERCUT_SYNC_MICROS");
    sync_micros = micros ? atol(micros) : 0;
    root_length = root && graves && journal_path ? strlen(root) : 0;
}

static void die(const char *what) {
    dprintf(2, "powercut: %s: %s\n", what, strerror(errno));
    abort();
}

static void record(enum kind kind, const unsigned long long number[5], struct iovec name, struct iovec data, int zero) {
    if (journal < 0) {
        journal = syscall(SYS_openat, AT_FDCWD, journal_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    unsigned head[4] = {kind, name.iov_len, zero ? 0 : data.iov_len, zero};
    struct iovec parts[4] = {{head, sizeof head}, {(void *)number, 5 * sizeof *number}, name, {data.iov_base, head[2]}};
    ssize_t length = parts[0].iov_len + parts[1].iov_len + parts[2].iov_len + parts[3].iov_len;
    if (syscall(SYS_writev, journal, parts, 4) != length) die(journal_path);
}

static const struct iovec none;

static struct iovec text(const char *name) {
    return (struct iovec){(void *)name, strlen(name)};
}

/* The absolute path, if it is under the root. */
static const char *inside(int directory, const char *path, char *into) {
    if (!root_length || !path) return NULL;
    if (path[0] == '/') {
        snprintf(into, PATH_MAX, "%s", path);
    } else {
        char link[64];
        snprintf(link, sizeof link, directory == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", directory);
        ssize_t length = readlink(link, into, PATH_MAX - 1);
        if (length < 0) return NULL;
        snprintf(into + length, PATH_MAX - length, "/%s", path);
    }
    return strncmp(into, root, root_length) == 0 && (into[root_length] == '/' || !into[root_length]) ? into : NULL;
}

static unsigned long long inode_of_parent(const char *path) {
    char parent[PATH_MAX];
    struct stat status;
    snprintf(parent, sizeof parent, "%s", path);
    *strrchr(parent, '/') = 0;
    return stat(parent, &status) ? 0 : status.st_ino;
}

static const char *name_of(const char *path) {
    return strrchr(path, '/') + 1;
}

static void linked(const char *path, const struct stat *status) {
    unsigned long long numbers[5] = {inode_of_parent(path), status->st_ino, S_ISDIR(status->st_mode)};
    record(LINKED, numbers, text(name_of(path)), none, 0);
}

static void bury(const char *path, const struct stat *status) {
    if (!S_ISREG(status->st_mode)) return;
    char grave[PATH_MAX];
    snprintf(grave, sizeof grave, "%s/%llu", graves, (unsigned long long)status->st_ino);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, grave, 0) && errno != EEXIST) die(grave);
}

/* [from, from + length) is about to change, and the size from before to after. */
static void changing(int fd, unsigned long long inode, off_t from, off_t length, off_t before, off_t after) {
    off_t at = from / SECTOR * SECTOR, end = (from + length + SECTOR - 1) / SECTOR * SECTOR;
    do {
        off_t covered = end - at > CHUNK ? CHUNK : end - at;
        ssize_t had = at < before && covered ? pread(fd, old, covered, at) : 0;
        if (had < 0) die("reading what a write overwrites");
        int zero = had == 0 || (old[0] == 0 && memcmp(old, old + 1, had - 1) == 0);
        unsigned long long numbers[5] = {inode, at, before, after, covered};
        record(CHANGED, numbers, none, (struct iovec){old, had}, zero);
        at += covered;
        before = after > before ? after : before;
    } while (at < end);
}

static void synced(unsigned long long inode) {
    unsigned long long numbers[5] = {inode};
    record(SYNCED, numbers, none, none, 0);
}

static int is_tracked(int fd) {
    return fd >= 0 && fd < FDS && tracked[fd];
}

static int open_inside(const char *path, int flags, mode_t mode) {
    struct stat before, status;
    pthread_mutex_lock(&lock);
    int existed = lstat(path, &before) == 0;
    if (existed && (flags & O_TRUNC) && S_ISREG(before.st_mode) && before.st_size > 0) {
        int reader = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
        if (reader < 0) die(path);
        changing(reader, before.st_ino, 0, before.st_size, before.st_size, 0);
        syscall(SYS_close, reader);
    }
    int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= FDS) die("too many open files");
    if (fd >= 0 && fstat(fd, &status) == 0) {
        if (!existed && (flags & O_CREAT)) linked(path, &status);
        tracked[fd] = flags & O_DSYNC ? 2 : 1;
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

int openat(int directory, const char *path, int flags, ...) {
    CREATE_MODE(flags, flags)
    char absolute[PATH_MAX];
    return inside(directory, path, absolute) ? open_inside(absolute, flags, mode)
                                             : (int)syscall(SYS_openat, directory, path, flags, mode);
}

int open(const char *path, int flags, ...) {
    CREATE_MODE(flags, flags)
    return openat(AT_FDCWD, path, flags, mode);
}

int close(int fd) {
    if (is_tracked(fd)) tracked[fd] = 0;
    return syscall(SYS_close, fd);
}

int dup3(int from, int to, int flags) {
    int fd = syscall(SYS_dup3, from, to, flags);
    if (fd >= 0 && fd < FDS) tracked[fd] = is_tracked(from) ? tracked[from] : 0;
    return fd;
}

int dup2(int from, int to) {
    return from == to ? to : dup3(from, to, 0);
}

/* A write at an offset, or at the file's own where it is negative. */
static ssize_t put(int fd, const struct iovec *parts, int count, off_t offset) {
    struct stat status;
    pthread_mutex_lock(&lock);
    int regular = is_tracked(fd) && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    if (regular) {
        off_t length = 0;
        for (int i = 0; i < count; i++) length += parts[i].iov_len;
        off_t at = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
        if (offset < 0 && (fcntl(fd, F_GETFL) & O_APPEND)) at = status.st_size;
        char self[64];
        snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
        int reader = syscall(SYS_openat, AT_FDCWD, self, O_RDONLY | O_CLOEXEC, 0); /* fd may be for writing only */
        if (reader < 0) die(self);
        off_t after = at + length > status.st_size ? at + length : status.st_size;
        changing(reader, status.st_ino, at, length, status.st_size, after);
        syscall(SYS_close, reader);
    }
    ssize_t written = offset >= 0 ? syscall(SYS_pwritev, fd, parts, count, offset, 0) : syscall(SYS_writev, fd, parts, count);
    if (regular && tracked[fd] == 2) synced(status.st_ino);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t write(int fd, const void *from, size_t length) {
    return is_tracked(fd) ? put(fd, &(struct iovec){(void *)from, length}, 1, -1) : syscall(SYS_write, fd, from, length);
}

ssize_t pwrite(int fd, const void *from, size_t length, off_t offset) {
    return is_tracked(fd) ? put(fd, &(struct iovec){(void *)from, length}, 1, offset)
                          : syscall(SYS_pwrite64, fd, from, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    return is_tracked(fd) ? put(fd, parts, count, -1) : syscall(SYS_writev, fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    return is_tracked(fd) ? put(fd, parts, count, offset) : syscall(SYS_pwritev, fd, parts, count, offset, 0);
}

static int resize(int fd, off_t size) {
    struct stat status;
    char self[64];
    pthread_mutex_lock(&lock);
    if (fstat(fd, &status) == 0) {
        snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
        int reader = syscall(SYS_openat, AT_FDCWD, self, O_RDONLY | O_CLOEXEC, 0);
        if (reader < 0) die(self);
        off_t lost = size < status.st_size ? status.st_size - size : 0;
        changing(reader, status.st_ino, size, lost, status.st_size, size);
        syscall(SYS_close, reader);
    }
    int result = syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int fd, off_t size) {
    return is_tracked(fd) ? resize(fd, size) : (int)syscall(SYS_ftruncate, fd, size);
}

/* Space beyond the end changes nothing that can be read; space that moves the end is as a longer file. */
int fallocate(int fd, int mode, off_t offset, off_t length) {
    struct stat status;
    if (is_tracked(fd) && fstat(fd, &status) == 0) {
        if (!(mode & FALLOC_FL_KEEP_SIZE) && offset + length > status.st_size) return resize(fd, offset + length);
        if (mode & ~FALLOC_FL_KEEP_SIZE && offset < status.st_size) { errno = EOPNOTSUPP; return -1; }
    }
    return syscall(SYS_fallocate, fd, mode, offset, length);
}

int posix_fallocate(int fd, off_t offset, off_t length) {
    return fallocate(fd, 0, offset, length) ? errno : 0;
}

static int sync_file(int fd, long call) {
    struct stat status;
    if (!is_tracked(fd) || fstat(fd, &status)) return syscall(call, fd);
    if (sync_micros) usleep(sync_micros);
    pthread_mutex_lock(&lock);
    synced(status.st_ino);
    pthread_mutex_unlock(&lock);
    return 0;
}

int fsync(int fd) { return sync_file(fd, SYS_fsync); }

int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int mkdirat(int directory, const char *path, mode_t mode) {
    char absolute[PATH_MAX];
    struct stat status;
    if (!inside(directory, path, absolute)) return syscall(SYS_mkdirat, directory, path, mode);
    pthread_mutex_lock(&lock);
    int result = syscall(SYS_mkdirat, AT_FDCWD, absolute, mode);
    if (result == 0 && stat(absolute, &status) == 0) linked(absolute, &status);
    pthread_mutex_unlock(&lock);
    return result;
}

/* An empty directory goes to the graves, so that its inode number is not used again. */
static int bury_directory(const char *path, const struct stat *status) {
    char grave[PATH_MAX];
    DIR *entries = opendir(path);
    int count = 0;
    while (entries && readdir(entries)) count++;
    if (entries) closedir(entries);
    if (count > 2) { errno = ENOTEMPTY; return -1; }
    snprintf(grave, sizeof grave, "%s/%llu", graves, (unsigned long long)status->st_ino);
    return syscall(SYS_renameat2, AT_FDCWD, path, AT_FDCWD, grave, 0);
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int directory, const char *path, int flags) {
    char absolute[PATH_MAX];
    struct stat status;
    if (!inside(directory, path, absolute)) return syscall(SYS_unlinkat, directory, path, flags);
    pthread_mutex_lock(&lock);
    int there = lstat(absolute, &status) == 0;
    int directory_there = there && S_ISDIR(status.st_mode) && (flags & AT_REMOVEDIR);
    if (there) bury(absolute, &status);
    int result = directory_there ? bury_directory(absolute, &status) : syscall(SYS_unlinkat, AT_FDCWD, absolute, flags);
    if (result == 0 && there) {
        unsigned long long numbers[5] = {inode_of_parent(absolute), status.st_ino};
        record(UNLINKED, numbers, text(name_of(absolute)), none, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int remove(const char *path) {
    struct stat status;
    return unlinkat(AT_FDCWD, path, lstat(path, &status) == 0 && S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0);
}

int linkat(int from, const char *path, int to, const char *name, int flags) {
    char absolute[PATH_MAX];
    struct stat status;
    if (!inside(to, name, absolute)) return syscall(SYS_linkat, from, path, to, name, flags);
    pthread_mutex_lock(&lock);
    int result = syscall(SYS_linkat, from, path, AT_FDCWD, absolute, flags);
    if (result == 0 && lstat(absolute, &status) == 0) linked(absolute, &status);
    pthread_mutex_unlock(&lock);
    return result;
}

int link(const char *path, const char *name) { return linkat(AT_FDCWD, path, AT_FDCWD, name, 0); }

int renameat(int from, const char *path, int to, const char *name) {
    char source[PATH_MAX], target[PATH_MAX], names[2 * PATH_MAX];
    struct stat status, replaced = {0};
    if (!inside(to, name, target) || !inside(from, path, source)) return syscall(SYS_renameat2, from, path, to, name, 0);
    pthread_mutex_lock(&lock);
    int there = lstat(source, &status) == 0;
    if (there && lstat(target, &replaced) == 0) bury(target, &replaced);
    int result = syscall(SYS_renameat2, AT_FDCWD, source, AT_FDCWD, target, 0);
    if (result == 0 && there) {
        unsigned long long numbers[5] = {inode_of_parent(source), inode_of_parent(target), status.st_ino, replaced.st_ino};
        int length = snprintf(names, sizeof names, "%s/%s", name_of(source), name_of(target));
        record(RENAMED, numbers, (struct iovec){names, length}, none, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int renameat2(int from, const char *path, int to, const char *name, unsigned flags) {
    char target[PATH_MAX];
    if (!inside(to, name, target)) return syscall(SYS_renameat2, from, path, to, name, flags);
    if (flags == RENAME_NOREPLACE && access(target, F_OK) == 0) { errno = EEXIST; return -1; }
    if (flags & ~RENAME_NOREPLACE) { errno = EINVAL; return -1; }
    return renameat(from, path, to, name);
}

int rename(const char *path, const char *name) { return renameat(AT_FDCWD, path, AT_FDCWD, name); }

/* Copies inside the kernel: refused, so that the caller writes. */
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    if (is_tracked(out)) { errno = ENOSYS; return -1; }
    return syscall(SYS_copy_file_range, in, from, out, to, length, flags);
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t length) {
    if (is_tracked(out)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, out, in, offset, length);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    if (is_tracked(fd) && (protection & PROT_WRITE) && (flags & MAP_SHARED)) {
        unsigned long long numbers[5] = {0};
        pthread_mutex_lock(&lock);
        record(PROBLEM, numbers, text("a file under the root is written through a shared mapping"), none, 0);
        pthread_mutex_unlock(&lock);
    }
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

#define ALSO(name, other) extern __typeof(name) other __attribute__((alias(#name)));
ALSO(open, open64)
ALSO(openat, openat64)
ALSO(pwrite, pwrite64)
ALSO(pwritev, pwritev64)
ALSO(ftruncate, ftruncate64)
ALSO(fallocate, fallocate64)
ALSO(posix_fallocate, posix_fallocate64)
ALSO(mmap, mmap64)
