#include "robot/client/link_mailbox.h"

#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

bool link_mailbox_init(struct link_mailbox *mailbox)
{
    memset(mailbox, 0, sizeof *mailbox);
    mailbox->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (mailbox->fd < 0)
        return false;
    if (pthread_mutex_init(&mailbox->mutex, NULL) == 0)
        return true;
    (void)close(mailbox->fd); /* nothing was written */
    mailbox->fd = -1;
    return false;
}

void link_mailbox_finish(struct link_mailbox *mailbox)
{
    struct link_letter *letter = mailbox->first;
    while (letter) {
        struct link_letter *next = letter->next;
        free(letter);
        letter = next;
    }
    (void)pthread_mutex_destroy(&mailbox->mutex); /* nobody holds it any more */
    (void)close(mailbox->fd);                     /* an eventfd: nothing can be lost */
}

static size_t size_of(const struct link_letter *letter)
{
    return sizeof *letter + letter->topic_length + letter->length + 2;
}

static struct link_letter *letter_create(
    const struct link_letter *letter, const char *topic, const void *payload)
{
    struct link_letter *copy = malloc(size_of(letter));
    if (!copy)
        return NULL;
    *copy = *letter;
    copy->next = NULL;
    if (letter->topic_length > 0)
        memcpy(copy->bytes, topic, letter->topic_length);
    copy->bytes[letter->topic_length] = '\0';
    char *body = copy->bytes + letter->topic_length + 1;
    if (letter->length > 0)
        memcpy(body, payload, letter->length);
    body[letter->length] = '\0';
    return copy;
}

static void unlink_letter(
    struct link_mailbox *mailbox, struct link_letter *before, struct link_letter *letter)
{
    if (before)
        before->next = letter->next;
    else
        mailbox->first = letter->next;
    if (mailbox->last == letter)
        mailbox->last = before;
    mailbox->bytes -= size_of(letter);
    mailbox->messages -= letter->kind == LINK_MESSAGE ? 1 : 0;
}

static bool drop_oldest(struct link_mailbox *mailbox)
{
    struct link_letter *before = NULL;
    struct link_letter *letter = mailbox->first;
    while (letter && (letter->kind != LINK_MESSAGE || letter->qos > 0)) {
        before = letter;
        letter = letter->next;
    }
    if (!letter)
        return false;
    unlink_letter(mailbox, before, letter);
    free(letter);
    mailbox->dropped++;
    return true;
}

static bool has_room(const struct link_mailbox *mailbox, const struct link_letter *letter)
{
    if (letter->kind != LINK_MESSAGE)
        return true;
    return mailbox->messages < LINK_MAILBOX &&
           mailbox->bytes + size_of(letter) <= LINK_MAILBOX_BYTES;
}

static bool append(struct link_mailbox *mailbox, struct link_letter *letter)
{
    while (!has_room(mailbox, letter)) {
        if (!drop_oldest(mailbox)) {
            mailbox->dropped++;
            return false;
        }
    }
    letter->generation = mailbox->generation;
    if (mailbox->last)
        mailbox->last->next = letter;
    else
        mailbox->first = letter;
    mailbox->last = letter;
    mailbox->bytes += size_of(letter);
    mailbox->messages += letter->kind == LINK_MESSAGE ? 1 : 0;
    return true;
}

static void wake(const struct link_mailbox *mailbox)
{
    uint64_t one = 1;
    ssize_t written = write(mailbox->fd, &one, sizeof one);
    (void)written; /* fails only where it is readable already */
}

bool link_mailbox_put(struct link_mailbox *mailbox, const struct link_letter *letter,
    const char *topic, const void *payload)
{
    struct link_letter *copy = letter_create(letter, topic, payload);
    if (!copy)
        return false;
    pthread_mutex_lock(&mailbox->mutex);
    bool kept = append(mailbox, copy);
    wake(mailbox);
    pthread_mutex_unlock(&mailbox->mutex);
    if (!kept)
        free(copy);
    return kept;
}

struct link_letter *link_mailbox_take(struct link_mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->mutex);
    struct link_letter *letter = mailbox->first;
    if (letter)
        unlink_letter(mailbox, NULL, letter);
    if (!mailbox->first) {
        uint64_t count;
        ssize_t got = read(mailbox->fd, &count, sizeof count);
        (void)got; /* it may not have been readable */
    }
    pthread_mutex_unlock(&mailbox->mutex);
    return letter;
}

uint32_t link_mailbox_next_generation(struct link_mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->mutex);
    uint32_t generation = ++mailbox->generation;
    pthread_mutex_unlock(&mailbox->mutex);
    return generation;
}
