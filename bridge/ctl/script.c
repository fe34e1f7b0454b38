#include "bridge/ctl/script.h"

#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/ctl/values.h"
#include "robot/base/text.h"

#define WORDS_MAX 12

struct words {
    unsigned count;
    char *list[WORDS_MAX];
    char buffer[SCRIPT_LINE];
};

static bool split(const char *line, struct words *ret)
{
    if (!text_copy(ret->buffer, sizeof ret->buffer, line))
        return false;
    ret->buffer[strcspn(ret->buffer, "#")] = '\0';
    ret->count = 0;
    char *at = ret->buffer;
    for (;;) {
        at += strspn(at, " \t\r");
        if (*at == '\0')
            return true;
        if (ret->count == WORDS_MAX)
            return false;
        ret->list[ret->count++] = at;
        at += strcspn(at, " \t\r");
        if (*at != '\0')
            *at++ = '\0';
    }
}

static bool real_from_text(const char *text, double *ret)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(value))
        return false;
    *ret = value;
    return true;
}

/* "x=0.5" */
static bool take_axis(char *word, struct axes *axes)
{
    char *equals = strchr(word, '=');
    if (equals == NULL)
        return false;
    *equals = '\0';
    enum axis axis;
    double value;
    if (!axis_from_name(word, &axis) || !real_from_text(equals + 1, &value))
        return false;
    if (value < -1 || value > 1)
        return false;
    axes->value[axis] = value;
    return true;
}

static bool take_hold(struct words *words, struct step *step, const char **ret_sentence)
{
    uint64_t ms;
    if (!number_from_text(words->list[0], SCRIPT_MS_MAX, &ms)) {
        *ret_sentence = "a step is: MS axis=value…, stop, clear, or action NAME [VALUE]";
        return false;
    }
    step->kind = STEP_HOLD;
    step->ms = (uint32_t)ms;
    for (unsigned i = 1; i < words->count; i++) {
        if (!take_axis(words->list[i], &step->axes)) {
            *ret_sentence = "an axis is x, y, z, r, cx or cy = -1 to 1";
            return false;
        }
    }
    return true;
}

static bool take_action(struct words *words, struct step *step, const char **ret_sentence)
{
    step->kind = STEP_ACTION;
    step->has_value = words->count == 3;
    bool good = words->count == 2 || words->count == 3;
    good = good && text_copy(step->action, sizeof step->action, words->list[1]);
    good = good && (!step->has_value || real_from_text(words->list[2], &step->value));
    if (!good)
        *ret_sentence = "an action is: action NAME [VALUE]";
    return good;
}

bool step_from_line(const char *line, struct step *ret, const char **ret_sentence)
{
    struct words words;
    struct step step;
    memset(&step, 0, sizeof step);
    if (!split(line, &words)) {
        *ret_sentence = "too many words";
        return false;
    }
    bool good = true;
    bool alone = words.count == 1;
    if (words.count == 0)
        step.kind = STEP_NOTHING;
    else if (alone && strcmp(words.list[0], "stop") == 0)
        step.kind = STEP_STOP;
    else if (alone && strcmp(words.list[0], "clear") == 0)
        step.kind = STEP_CLEAR;
    else if (strcmp(words.list[0], "action") == 0)
        good = take_action(&words, &step, ret_sentence);
    else
        good = take_hold(&words, &step, ret_sentence);
    if (good)
        *ret = step;
    return good;
}

void script_init(struct script *script, int fd)
{
    memset(script, 0, sizeof *script);
    script->fd = fd;
}

/* The first whole line of the buffer, or at the end what is left; false: none. */
static bool take_buffered(struct script *script, char line[SCRIPT_LINE])
{
    const char *newline = memchr(script->buffer, '\n', script->used);
    if (newline == NULL && (!script->ended || script->used == 0))
        return false;
    size_t length = newline != NULL ? (size_t)(newline - script->buffer) : script->used;
    size_t taken = newline != NULL ? length + 1 : length;
    memcpy(line, script->buffer, length);
    line[length] = '\0';
    memmove(script->buffer, script->buffer + taken, script->used - taken);
    script->used -= taken;
    script->number++;
    return true;
}

enum script_line script_take(struct script *script, char line[SCRIPT_LINE])
{
    for (;;) {
        if (take_buffered(script, line))
            return SCRIPT_TAKEN;
        if (script->ended)
            return SCRIPT_END;
        size_t room = sizeof script->buffer - 1 - script->used;
        if (room == 0)
            return SCRIPT_BAD;
        struct pollfd one = {.fd = script->fd, .events = POLLIN};
        if (poll(&one, 1, 0) != 1)
            return SCRIPT_WAIT;
        ssize_t got = read(script->fd, script->buffer + script->used, room);
        if (got < 0)
            return SCRIPT_BAD;
        script->ended = got == 0;
        script->used += (size_t)got;
    }
}
