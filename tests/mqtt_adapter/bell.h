/* What a mailbox rings from any thread, and the one who takes its letters waits for. */
#ifndef TESTS_MQTT_ADAPTER_BELL_H
#define TESTS_MQTT_ADAPTER_BELL_H

#include <pthread.h>

struct bell {
    pthread_mutex_t mutex;
    pthread_cond_t rung;
    unsigned rings;
};

void bell_init(struct bell *bell);
void bell_ring(void *self);
/* Until it rings, 20 ms at most: deadlines have to be looked at, too. */
void bell_wait(struct bell *bell);

#endif
