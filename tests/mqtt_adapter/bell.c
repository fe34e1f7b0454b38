#include "tests/mqtt_adapter/bell.h"

#include <time.h>

void bell_ring(void *self)
{
    struct bell *bell = self;
    (void)pthread_mutex_lock(&bell->mutex);
    bell->rings++;
    (void)pthread_cond_signal(&bell->rung);
    (void)pthread_mutex_unlock(&bell->mutex);
}

void bell_init(struct bell *bell)
{
    (void)pthread_mutex_init(&bell->mutex, NULL);
    (void)pthread_cond_init(&bell->rung, NULL);
    bell->rings = 0;
}

void bell_wait(struct bell *bell)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 20000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    (void)pthread_mutex_lock(&bell->mutex);
    if (bell->rings == 0)
        (void)pthread_cond_timedwait(&bell->rung, &bell->mutex, &until);
    bell->rings = 0;
    (void)pthread_mutex_unlock(&bell->mutex);
}
