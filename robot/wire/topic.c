/* Topics are cut at '/' into at most TOPIC_LEVELS slices of the caller's text, and rows of the
 * table below say how many further levels a `what` has. A regular expression or sscanf was
 * rejected: neither can say "exactly this many levels, nothing empty" as plainly.
 */
#include "robot/wire/topic.h"

#include <string.h>

#include "robot/base/text.h"

#define LEVELS_MAX 8 /* behind the root: 4 + all or 2 + up to 3 of what, one spare */

struct slice {
    const char *text;
    size_t length;
};

struct levels {
    unsigned count;
    struct slice level[LEVELS_MAX];
};

static const char *const what_names[WHAT_COUNT_] = {[WHAT_NONE] = "",
#define X(name, word) [WHAT_##name] = word,
    WHAT_LIST(X)
#undef X
};

static bool slice_is(const struct slice *slice, const char *word)
{
    return strlen(word) == slice->length && memcmp(word, slice->text, slice->length) == 0;
}

static bool split(const char *text, size_t length, struct levels *ret)
{
    struct levels levels = {0};
    const char *end = text + length;
    for (const char *start = text; start <= end;) {
        const char *slash = memchr(start, '/', (size_t)(end - start));
        const char *stop = slash ? slash : end;
        if (stop == start || levels.count == LEVELS_MAX)
            return false;
        levels.level[levels.count++] = (struct slice){start, (size_t)(stop - start)};
        start = stop + 1;
    }
    *ret = levels;
    return true;
}

static bool principal_from_levels(
    const struct slice *kind, const struct slice *id, struct principal *ret)
{
    if (id->text != kind->text + kind->length + 1)
        return false;
    return principal_from_text(kind->text, kind->length + 1 + id->length, ret);
}

static bool id_from_slice(const struct slice *slice, char ret[ID_SIZE])
{
    if (slice->length >= ID_SIZE)
        return false;
    char id[ID_SIZE] = {0};
    memcpy(id, slice->text, slice->length);
    if (strlen(id) != slice->length || !id_valid(id)) /* a NUL ends no id */
        return false;
    memcpy(ret, id, ID_SIZE);
    return true;
}

static bool match_from_levels(const struct slice *level, unsigned count, struct topic *topic)
{
    if (count == 2)
        topic->what = WHAT_MATCH;
    else if (count == 3 && slice_is(&level[2], "live"))
        topic->what = WHAT_MATCH_LIVE;
    else if (count == 3 && slice_is(&level[2], "event"))
        topic->what = WHAT_MATCH_EVENT;
    else
        return false;
    return id_from_slice(&level[1], topic->match);
}

/* The word alone, nothing after it. */
static bool what_is_plain(enum what what)
{
    return what != WHAT_NONE && what != WHAT_REVOKED && what != WHAT_MATCH &&
           what != WHAT_MATCH_LIVE && what != WHAT_MATCH_EVENT;
}

static bool what_from_levels(const struct slice *level, unsigned count, struct topic *topic)
{
    if (count > 0 && slice_is(&level[0], "match"))
        return match_from_levels(level, count, topic);
    if (count > 0 && slice_is(&level[0], "revoked")) {
        topic->what = WHAT_REVOKED;
        return count == 3 && principal_from_levels(&level[1], &level[2], &topic->subject);
    }
    for (int what = WHAT_NONE + 1; count == 1 && what < WHAT_COUNT_; what++) {
        if (what_is_plain((enum what)what) && slice_is(&level[0], what_names[what])) {
            topic->what = (enum what)what;
            return true;
        }
    }
    return false;
}

/* What stands behind "{root}/". */
static bool split_behind_root(
    const char *root, const char *text, size_t length, struct levels *ret)
{
    size_t used = strlen(root) + 1;
    if (length <= used || memcmp(text, root, used - 1) != 0 || text[used - 1] != '/')
        return false;
    return split(text + used, length - used, ret);
}

bool topic_parse(const char *root, const char *text, size_t length, struct topic *ret)
{
    struct levels levels;
    if (!split_behind_root(root, text, length, &levels) || levels.count < 4)
        return false;
    const struct slice *level = levels.level;
    struct topic topic = {0};
    bool to_all = slice_is(&level[2], "all");
    unsigned used = to_all ? 3 : 4;
    if (!principal_from_levels(&level[0], &level[1], &topic.from) ||
        (!to_all && !principal_from_levels(&level[2], &level[3], &topic.to)) ||
        !what_from_levels(level + used, levels.count - used, &topic))
        return false;
    *ret = topic;
    return true;
}

/* Appends "/kind/id", with '+' for what is not said; false when exact and something is missing.
 */
static bool add_principal(struct text *text, const struct principal *principal, bool exact)
{
    bool whole = principal->kind != KIND_NONE && principal->id[0] != '\0';
    if (exact && !whole)
        return false;
    text_addf(text, "/%s/%s", principal->kind == KIND_NONE ? "+" : kind_name(principal->kind),
        principal->id[0] == '\0' ? "+" : principal->id);
    return true;
}

static bool add_match(struct text *text, const struct topic *topic, bool exact)
{
    if (exact && topic->match[0] == '\0')
        return false;
    text_addf(text, "/match/%s", topic->match[0] == '\0' ? "+" : topic->match);
    if (topic->what == WHAT_MATCH_LIVE)
        text_add(text, "/live");
    else if (topic->what == WHAT_MATCH_EVENT)
        text_add(text, "/event");
    return true;
}

static bool add_what(struct text *text, const struct topic *topic, bool exact)
{
    if (topic->what <= WHAT_NONE || topic->what >= WHAT_COUNT_)
        return false;
    if (topic->what == WHAT_MATCH || topic->what == WHAT_MATCH_LIVE ||
        topic->what == WHAT_MATCH_EVENT)
        return add_match(text, topic, exact);
    text_addf(text, "/%s", what_names[topic->what]);
    return topic->what != WHAT_REVOKED || add_principal(text, &topic->subject, exact);
}

static bool write_topic(
    const char *root, const struct topic *topic, bool exact, struct text *text)
{
    text_add(text, root);
    if (!add_principal(text, &topic->from, exact))
        return false;
    if (principal_is_nobody(&topic->to))
        text_add(text, "/all");
    else if (!add_principal(text, &topic->to, exact))
        return false;
    return add_what(text, topic, exact) && !text->cut;
}

bool topic_format(const char *root, const struct topic *topic, char *ret, size_t size)
{
    struct text text;
    text_init(&text, ret, size);
    return write_topic(root, topic, true, &text);
}

bool topic_filter(const char *root, const struct topic *topic, char *ret, size_t size)
{
    struct text text;
    text_init(&text, ret, size);
    return write_topic(root, topic, false, &text);
}

const char *what_name(enum what what)
{
    return (unsigned)what < WHAT_COUNT_ ? what_names[what] : "";
}

bool what_ignores_retained(enum what what)
{
    return what == WHAT_DRIVE || what == WHAT_ACTION || what == WHAT_STOP || what == WHAT_ASK ||
           what == WHAT_SIGNAL || what == WHAT_LEASE;
}

size_t what_payload_max(enum what what)
{
    static const bool large[WHAT_COUNT_] = {
        [WHAT_MATCH] = true,
        [WHAT_MATCH_LIVE] = true,
        [WHAT_ROSTER] = true,
        [WHAT_ANSWER] = true,
        [WHAT_SIGNAL] = true,
        [WHAT_API] = true,
        [WHAT_ADMIN] = true,
    };
    return (unsigned)what < WHAT_COUNT_ && large[what] ? WIRE_PAYLOAD_LARGE : WIRE_PAYLOAD_MAX;
}

static bool root_level_valid(const struct slice *level)
{
    for (size_t i = 0; i < level->length; i++) {
        char c = level->text[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0);
        if (!fits)
            return false;
    }
    return true;
}

bool root_valid(const char *root)
{
    struct levels levels;
    size_t length = strnlen(root, WIRE_ROOT_SIZE);
    if (length >= WIRE_ROOT_SIZE || !split(root, length, &levels) || levels.count > 4)
        return false;
    for (unsigned i = 0; i < levels.count; i++) {
        if (!root_level_valid(&levels.level[i]))
            return false;
    }
    return true;
}

size_t wire_packet_size(size_t topic_length, size_t payload_length)
{
    enum { FIXED_HEADER = 5, TOPIC_LENGTH = 2, PACKET_ID = 2, PROPERTIES = 1 + 5 };
    return FIXED_HEADER + TOPIC_LENGTH + PACKET_ID + PROPERTIES + topic_length + payload_length;
}
