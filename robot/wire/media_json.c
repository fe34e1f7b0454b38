/* Pictures: what the bridge wants of a robot's cameras (video), and WebRTC's signalling
 * (signal). */
#include "robot/wire/parts_json.h"

static const char *const want_words[] = {
    [VIDEO_OFF] = "off",
    [VIDEO_RELAY] = "relay",
};

static const char *const signal_words[] = {
    [SIGNAL_OFFER] = "offer",
    [SIGNAL_ANSWER] = "answer",
    [SIGNAL_CANDIDATE] = "candidate",
    [SIGNAL_BYE] = "bye",
};

#define COUNT(words) (sizeof(words) / sizeof(words)[0])

static void read_video_cameras(const struct json_at *at, struct video *video)
{
    struct json_at list;
    video->camera_count = json_may_array(at, "cameras", CARD_CAMERAS, &list);
    for (unsigned i = 0; i < video->camera_count; i++) {
        struct video_camera *camera = &video->cameras[i];
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_tag(&item, "id", &camera->id);
        int want = json_need_choice(&item, "want", want_words, COUNT(want_words));
        if (want >= 0)
            camera->want = (enum video_want)want;
        json_may_name(&item, "url", sizeof camera->url, camera->url);
    }
}

static void read_video_peers(const struct json_at *at, struct video *video)
{
    struct json_at list;
    video->peer_count = json_may_array(at, "peers", VIDEO_PEERS, &list);
    for (unsigned i = 0; i < video->peer_count; i++) {
        struct video_peer *peer = &video->peers[i];
        struct json_at item;
        json_item_object(&list, i, &item);
        json_need_tag(&item, "session", &peer->session);
        json_need_principal(&item, "principal", &peer->principal);
        json_need_tag(&item, "camera", &peer->camera);
        json_need_u64(&item, "until", &peer->until);
    }
}

static void read_video(const struct json_at *at, struct video *video)
{
    json_need_u32(at, "rev", 0, UINT32_MAX, &video->rev);
    read_video_cameras(at, video);
    read_video_peers(at, video);
    json_may_u32(at, "keyframe", 0, UINT32_MAX, &video->keyframe);
}

static void write_video_camera(struct json_writer *writer, const struct video_camera *camera)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "id", camera->id.text);
    json_put_string(writer, "want", want_words[camera->want]);
    json_put_string_if(writer, "url", camera->url);
    json_close_object(writer);
}

static void write_video_peer(struct json_writer *writer, const struct video_peer *peer)
{
    json_open_object(writer, NULL);
    json_put_string(writer, "session", peer->session.text);
    json_put_principal(writer, "principal", &peer->principal);
    json_put_string(writer, "camera", peer->camera.text);
    json_put_integer(writer, "until", peer->until);
    json_close_object(writer);
}

static void write_video(struct json_writer *writer, const struct video *video)
{
    json_put_integer(writer, "rev", video->rev);
    json_open_array(writer, "cameras");
    for (unsigned i = 0; i < video->camera_count; i++)
        write_video_camera(writer, &video->cameras[i]);
    json_close_array(writer);
    if (video->peer_count > 0) {
        json_open_array(writer, "peers");
        for (unsigned i = 0; i < video->peer_count; i++)
            write_video_peer(writer, &video->peers[i]);
        json_close_array(writer);
    }
    json_put_integer_if(writer, "keyframe", video->keyframe);
}

JSON_MESSAGE(video, video, WIRE_PAYLOAD_MAX)

static void read_signal_body(const struct json_at *at, struct signal_message *signal)
{
    switch (signal->type) {
    case SIGNAL_OFFER:
    case SIGNAL_ANSWER:
        json_need_text(at, "sdp", sizeof signal->sdp, signal->sdp);
        break;
    case SIGNAL_CANDIDATE: /* an empty candidate says that there are no more */
        json_need_text(at, "candidate", sizeof signal->candidate, signal->candidate);
        json_may_name(at, "sdpMid", sizeof signal->sdp_mid, signal->sdp_mid);
        signal->has_mline = json_has(at, "sdpMLineIndex");
        json_may_u32(at, "sdpMLineIndex", 0, UINT16_MAX, &signal->mline);
        break;
    case SIGNAL_BYE:
        json_may_name(at, "why", sizeof signal->why, signal->why);
        break;
    }
}

static void read_signal(const struct json_at *at, struct signal_message *signal)
{
    json_need_tag(at, "session", &signal->session);
    int type = json_need_choice(at, "type", signal_words, COUNT(signal_words));
    if (type < 0)
        return;
    signal->type = (enum signal_type)type;
    read_signal_body(at, signal);
}

static void write_signal(struct json_writer *writer, const struct signal_message *signal)
{
    json_put_string(writer, "session", signal->session.text);
    json_put_string(writer, "type", signal_words[signal->type]);
    switch (signal->type) {
    case SIGNAL_OFFER:
    case SIGNAL_ANSWER:
        json_put_string(writer, "sdp", signal->sdp);
        break;
    case SIGNAL_CANDIDATE:
        json_put_string(writer, "candidate", signal->candidate);
        json_put_string_if(writer, "sdpMid", signal->sdp_mid);
        if (signal->has_mline)
            json_put_integer(writer, "sdpMLineIndex", signal->mline);
        break;
    case SIGNAL_BYE:
        json_put_string_if(writer, "why", signal->why);
        break;
    }
}

JSON_MESSAGE(signal, signal_message, WIRE_PAYLOAD_LARGE)
