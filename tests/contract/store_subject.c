#include "tests/contract/store_subject.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const struct store_settings settings = {
    .raw_h = 24, .minute_d = 30, .hour_d = 365, .audit_d = 365, .match_d = 30};

int set_up_fake(void **state)
{
    struct subject *subject = calloc(1, sizeof *subject);
    fake_store_init(&subject->fake);
    fake_store_port(&subject->fake, &subject->port);
    *state = subject;
    return 0;
}

int tear_down_fake(void **state)
{
    struct subject *subject = *state;
    fake_store_finish(&subject->fake);
    free(subject);
    return 0;
}

static void open_real(struct subject *subject)
{
    struct store_fault fault = {""};
    assert_int_equal(
        store_create(subject->directory, &settings, &subject->real, &fault), RC_OK);
    store_port(subject->real, &subject->port);
}

int set_up_real(void **state)
{
    struct subject *subject = calloc(1, sizeof *subject);
    (void)snprintf(subject->directory, sizeof subject->directory, "/tmp/arena-port-XXXXXX");
    assert_non_null(mkdtemp(subject->directory));
    open_real(subject);
    *state = subject;
    return 0;
}

int tear_down_real(void **state)
{
    struct subject *subject = *state;
    char command[96];
    store_destroy(subject->real);
    (void)snprintf(command, sizeof command, "rm -rf %s", subject->directory);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): our own command */
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
    free(subject);
    return 0;
}

/* The bridge ends and begins: the fake simply stays. */
void subject_reopen(struct subject *subject)
{
    if (subject->real != NULL) {
        store_destroy(subject->real);
        open_real(subject);
    }
}

void subject_keep(struct subject *subject, const struct record *records, unsigned count)
{
    const struct record *pointers[64];
    for (unsigned i = 0; i < count; i++) {
        pointers[i] = &records[i];
    }
    assert_int_equal(subject->port.keep(subject->port.self, pointers, count), RC_OK);
}
