// libre: rows are places in a buffer, in a list and a table of names; the topmost Via, From, To and CSeq are typed at once.

// re.h wants the first three.
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <re/re.h>

#include "facts.h"

void re_release(struct sip_msg *message) {
    mem_deref(message);
}

struct sip_msg *re_parse(const char *bytes, size_t length) {
    struct mbuf *buffer = mbuf_alloc(length);
    if (buffer == NULL) {
        return NULL;
    }
    mbuf_write_mem(buffer, (const uint8_t *)bytes, length);
    mbuf_set_pos(buffer, 0);
    struct sip_msg *message = NULL;
    int failed = sip_msg_decode(&message, buffer);
    // The message keeps the buffer.
    mem_deref(buffer);
    return failed ? NULL : message;
}

size_t re_rows(const struct sip_msg *message) {
    return list_count(&message->hdrl);
}

static struct fact piece(const struct pl *place) {
    return place->p == NULL ? string(NULL) : text(place->p, place->l);
}

// What is not there has no length.
static struct fact piece_unless_empty(const struct pl *place) {
    return place->l == 0 ? string(NULL) : piece(place);
}

static struct fact parameter(const struct pl *parameters, const char *name) {
    struct pl value = PL_INIT;
    if (msg_param_decode(parameters, name, &value) == 0) {
        return piece(&value);
    }
    return msg_param_exists(parameters, name, &value) == 0 ? text("", 0) : string(NULL);
}

int re_look(const struct sip_msg *message, struct fact facts[ASKED_KEYS]) {
    const char *transport = sip_transp_name(message->via.tp);
    struct pl host = PL_INIT, port = PL_INIT;
    if (uri_decode_hostport(&message->via.sentby, &host, &port) != 0) {
        return 0;
    }
    facts[ASKED_VIA_TRANSPORT] = string(transport);
    facts[ASKED_VIA_HOST] = piece(&host);
    facts[ASKED_VIA_PORT] = piece_unless_empty(&port);
    facts[ASKED_VIA_BRANCH] = piece(&message->via.branch);
    facts[ASKED_VIA_RPORT] = parameter(&message->via.params, "rport");
    facts[ASKED_VIA_RECEIVED] = parameter(&message->via.params, "received");
    facts[ASKED_FROM_USER] = piece(&message->from.uri.user);
    facts[ASKED_FROM_HOST] = piece(&message->from.uri.host);
    facts[ASKED_FROM_TAG] = piece_unless_empty(&message->from.tag);
    facts[ASKED_TO_TAG] = piece_unless_empty(&message->to.tag);
    facts[ASKED_CALL_ID] = piece(&message->callid);
    facts[ASKED_CSEQ] = number(message->cseq.num);
    if (message->maxfwd.l > 0) {
        facts[ASKED_MAX_FORWARDS] = number(pl_u32(&message->maxfwd));
    }
    const struct sip_hdr *contact = sip_msg_hdr(message, SIP_HDR_CONTACT);
    if (contact != NULL) {
        struct sip_addr address;
        if (sip_addr_decode(&address, &contact->val) != 0) {
            return 0;
        }
        facts[ASKED_CONTACT_USER] = piece(&address.uri.user);
        facts[ASKED_CONTACT_HOST] = piece(&address.uri.host);
        facts[ASKED_CONTACT_PORT] = number(address.uri.port);
    }
    const struct sip_hdr *challenge = sip_msg_hdr(message, SIP_HDR_WWW_AUTHENTICATE);
    const struct sip_hdr *credentials = sip_msg_hdr(message, SIP_HDR_AUTHORIZATION);
    if (challenge != NULL) {
        struct httpauth_digest_chall digest;
        if (httpauth_digest_challenge_decode(&digest, &challenge->val) != 0) {
            return 0;
        }
        facts[ASKED_REALM] = piece(&digest.realm);
        facts[ASKED_NONCE] = piece(&digest.nonce);
    } else if (credentials != NULL) {
        struct httpauth_digest_resp digest;
        if (httpauth_digest_response_decode(&digest, &credentials->val) != 0) {
            return 0;
        }
        facts[ASKED_REALM] = piece(&digest.realm);
        facts[ASKED_NONCE] = piece(&digest.nonce);
        facts[ASKED_RESPONSE] = piece(&digest.response);
    }
    return 1;
}
