/* TCP_NODELAY for every TCP connection of a program, because Paho has no option for it:
 * without, a frame that follows another waits up to 40 ms for an acknowledgement.
 *
 * Defines `connect` in the program itself, so that shared libraries find this one before libc's
 * (ld --wrap would reach only what is linked statically). For programs, never for libraries:
 * a library that changes everybody's connect surprises its host.
 */
#define _DEFAULT_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "robot/base/rc.h"

ARENA_API int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int one = 1;
    if (address && (address->sa_family == AF_INET || address->sa_family == AF_INET6))
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* UDP: refused */
    return (int)syscall(SYS_connect, fd, address, size);
}
