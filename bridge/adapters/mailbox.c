/* Two stores a lane: one is filled by the posters, the other is emptied by the loop; they
 * change places when the loop's is empty. A ring was rejected: it needs either a copy out under
 * the lock or a letter that wraps, and the lock is then held while the loop reads. Here it is
 * held for one memcpy at most.
 *
 * What must stay true: a letter's bytes are not touched while the loop holds it; the waking is
 * done outside the lock and only when the loop may be asleep (the lane was empty).
 */
#include "bridge/adapters/mailbox.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct record { /* stands before each letter's bytes */
    uint32_t source, kind, number;
    int32_t code;
    bool flag;
    size_t head_size, body_size;
};

struct store {
    unsigned char *bytes;
    size_t used; /* by posters */
    size_t read; /* by the loop */
};

struct lane {
    struct store filling, emptying;
    size_t size;
    uint64_t posted, refused;
};

struct mailbox {
    pthread_mutex_t mutex;
    struct lane lanes[MAILBOX_LANE_COUNT_];
    bool overflowed;
    void (*wake)(void *self);
    void *wake_self;
};

static size_t round_up(size_t size)
{
    return (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
}

static bool lane_create(struct lane *lane, size_t size)
{
    lane->size = size;
    lane->filling.bytes = malloc(size);
    lane->emptying.bytes = malloc(size);
    return lane->filling.bytes != NULL && lane->emptying.bytes != NULL;
}

struct mailbox *mailbox_create(const struct mailbox_config *config)
{
    struct mailbox *mailbox = calloc(1, sizeof *mailbox);
    if (mailbox == NULL)
        return NULL;
    (void)pthread_mutex_init(
        &mailbox->mutex, NULL); /* default attributes: cannot fail on glibc */
    mailbox->wake = config->wake;
    mailbox->wake_self = config->wake_self;
    for (int i = 0; i < MAILBOX_LANE_COUNT_; i++) {
        assert(config->bytes[i] > MAILBOX_RESERVE_BYTES);
        if (!lane_create(&mailbox->lanes[i], config->bytes[i])) {
            mailbox_destroy(mailbox);
            return NULL;
        }
    }
    return mailbox;
}

void mailbox_destroy(struct mailbox *mailbox)
{
    if (mailbox == NULL)
        return;
    for (int i = 0; i < MAILBOX_LANE_COUNT_; i++) {
        free(mailbox->lanes[i].filling.bytes);
        free(mailbox->lanes[i].emptying.bytes);
    }
    (void)pthread_mutex_destroy(&mailbox->mutex);
    free(mailbox);
}

static size_t letter_size(const struct letter *letter)
{
    return round_up(sizeof(struct record) + letter->head_size + letter->body_size);
}

static bool lane_has_room(const struct lane *lane, const struct letter *letter)
{
    size_t limit = letter->urgent ? lane->size : lane->size - MAILBOX_RESERVE_BYTES;
    return letter->head_size <= limit && letter->body_size <= limit &&
           lane->filling.used + letter_size(letter) <= limit;
}

static void lane_append(struct lane *lane, const struct letter *letter)
{
    struct record record = {
        .source = letter->source,
        .kind = letter->kind,
        .number = letter->number,
        .code = letter->code,
        .flag = letter->flag,
        .head_size = letter->head_size,
        .body_size = letter->body_size,
    };
    unsigned char *at = lane->filling.bytes + lane->filling.used;
    memcpy(at, &record, sizeof record);
    at += sizeof record;
    if (letter->head_size > 0)
        memcpy(at, letter->head, letter->head_size);
    if (letter->body_size > 0)
        memcpy(at + letter->head_size, letter->body, letter->body_size);
    lane->filling.used += letter_size(letter);
    lane->posted++;
}

bool mailbox_post(
    struct mailbox *mailbox, enum mailbox_lane lane_index, const struct letter *letter)
{
    struct lane *lane = &mailbox->lanes[lane_index];
    (void)pthread_mutex_lock(&mailbox->mutex);
    bool was_empty = lane->filling.used == 0;
    bool fits = lane_has_room(lane, letter);
    if (fits) {
        lane_append(lane, letter);
    } else {
        lane->refused++;
        mailbox->overflowed = mailbox->overflowed || lane_index == MAILBOX_DECISIVE;
    }
    (void)pthread_mutex_unlock(&mailbox->mutex);
    if (was_empty && mailbox->wake != NULL)
        mailbox->wake(mailbox->wake_self);
    return fits;
}

static bool lane_refill(struct mailbox *mailbox, struct lane *lane)
{
    if (lane->emptying.read < lane->emptying.used)
        return true;
    (void)pthread_mutex_lock(&mailbox->mutex);
    struct store filled = lane->filling;
    lane->filling = lane->emptying;
    lane->filling.used = 0;
    lane->filling.read = 0;
    (void)pthread_mutex_unlock(&mailbox->mutex);
    lane->emptying = filled;
    return filled.used > 0;
}

static void lane_read(struct lane *lane, struct letter *ret)
{
    struct record record;
    const unsigned char *at = lane->emptying.bytes + lane->emptying.read;
    memcpy(&record, at, sizeof record);
    at += sizeof record;
    *ret = (struct letter){
        .source = record.source,
        .kind = record.kind,
        .number = record.number,
        .code = record.code,
        .flag = record.flag,
        .head = at,
        .head_size = record.head_size,
        .body = at + record.head_size,
        .body_size = record.body_size,
    };
    lane->emptying.read += letter_size(ret);
}

bool mailbox_take(struct mailbox *mailbox, struct letter *ret)
{
    for (int i = 0; i < MAILBOX_LANE_COUNT_; i++) {
        if (lane_refill(mailbox, &mailbox->lanes[i])) {
            lane_read(&mailbox->lanes[i], ret);
            return true;
        }
    }
    return false;
}

bool mailbox_overflowed(struct mailbox *mailbox)
{
    (void)pthread_mutex_lock(&mailbox->mutex);
    bool overflowed = mailbox->overflowed;
    mailbox->overflowed = false;
    (void)pthread_mutex_unlock(&mailbox->mutex);
    return overflowed;
}

void mailbox_counts(struct mailbox *mailbox, struct mailbox_counts *ret)
{
    (void)pthread_mutex_lock(&mailbox->mutex);
    for (int i = 0; i < MAILBOX_LANE_COUNT_; i++) {
        ret->posted[i] = mailbox->lanes[i].posted;
        ret->refused[i] = mailbox->lanes[i].refused;
    }
    (void)pthread_mutex_unlock(&mailbox->mutex);
}
