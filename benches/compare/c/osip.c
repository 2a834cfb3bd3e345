// libosip2: every row is copied and typed at once.

#include <osipparser2/osip_parser.h>
#include <stdlib.h>

#include "facts.h"

// A message, and the text that was made of it to be shown.
struct osip {
    osip_message_t *message;
    char *call_id;
};

void osip_release(struct osip *osip) {
    osip_message_free(osip->message);
    osip_free(osip->call_id);
    free(osip);
}

struct osip *osip_parse(const char *bytes, size_t length) {
    static int is_ready;
    if (!is_ready) {
        parser_init();
        is_ready = 1;
    }
    struct osip *osip = calloc(1, sizeof *osip);
    if (osip_message_init(&osip->message) != OSIP_SUCCESS || osip_message_parse(osip->message, bytes, length) != OSIP_SUCCESS) {
        osip_release(osip);
        return NULL;
    }
    return osip;
}

// A parameter's value, which is NULL for a flag.
static struct fact parameter(osip_generic_param_t *found) {
    if (found == NULL) {
        return string(NULL);
    }
    return string(found->gvalue == NULL ? "" : found->gvalue);
}

int osip_look(struct osip *osip, struct fact facts[ASKED_KEYS]) {
    osip_message_t *message = osip->message;
    osip_via_t *via = NULL;
    if (osip_message_get_via(message, 0, &via) < 0 || message->from == NULL || message->from->url == NULL || message->to == NULL ||
        message->call_id == NULL || message->cseq == NULL) {
        return 0;
    }
    osip_generic_param_t *found = NULL;
    facts[ASKED_VIA_TRANSPORT] = string(via->protocol);
    facts[ASKED_VIA_HOST] = string(via->host);
    facts[ASKED_VIA_PORT] = string(via->port);
    osip_via_param_get_byname(via, "branch", &found);
    facts[ASKED_VIA_BRANCH] = parameter(found);
    found = NULL;
    osip_via_param_get_byname(via, "rport", &found);
    facts[ASKED_VIA_RPORT] = parameter(found);
    found = NULL;
    osip_via_param_get_byname(via, "received", &found);
    facts[ASKED_VIA_RECEIVED] = parameter(found);
    facts[ASKED_FROM_USER] = string(message->from->url->username);
    facts[ASKED_FROM_HOST] = string(message->from->url->host);
    found = NULL;
    osip_from_get_tag(message->from, &found);
    facts[ASKED_FROM_TAG] = parameter(found);
    found = NULL;
    osip_to_get_tag(message->to, &found);
    facts[ASKED_TO_TAG] = parameter(found);
    if (osip_call_id_to_str(message->call_id, &osip->call_id) != OSIP_SUCCESS) {
        return 0;
    }
    facts[ASKED_CALL_ID] = string(osip->call_id);
    facts[ASKED_CSEQ] = string(message->cseq->number);
    osip_header_t *max_forwards = NULL;
    if (osip_message_get_max_forwards(message, 0, &max_forwards) >= 0) {
        facts[ASKED_MAX_FORWARDS] = string(max_forwards->hvalue);
    }
    osip_contact_t *contact = NULL;
    if (osip_message_get_contact(message, 0, &contact) >= 0 && contact->url != NULL) {
        facts[ASKED_CONTACT_USER] = string(contact->url->username);
        facts[ASKED_CONTACT_HOST] = string(contact->url->host);
        facts[ASKED_CONTACT_PORT] = string(contact->url->port);
    }
    osip_www_authenticate_t *challenge = NULL;
    osip_authorization_t *credentials = NULL;
    if (osip_message_get_www_authenticate(message, 0, &challenge) >= 0) {
        facts[ASKED_REALM] = unquoted(challenge->realm);
        facts[ASKED_NONCE] = unquoted(challenge->nonce);
    } else if (osip_message_get_authorization(message, 0, &credentials) >= 0) {
        facts[ASKED_REALM] = unquoted(credentials->realm);
        facts[ASKED_NONCE] = unquoted(credentials->nonce);
        facts[ASKED_RESPONSE] = unquoted(credentials->response);
    }
    return 1;
}
