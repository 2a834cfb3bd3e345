// Sofia-SIP: the message is copied, and known rows are cut into pieces and typed at once.

#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/msg_header.h>

#include "facts.h"

void sofia_release(msg_t *message) {
    msg_destroy(message);
}

msg_t *sofia_parse(const char *bytes, size_t length) {
    msg_t *message = msg_make(sip_default_mclass(), 0, bytes, (ssize_t)length);
    sip_t *sip = message == NULL ? NULL : sip_object(message);
    if (sip == NULL || MSG_HAS_ERROR(sip->sip_flags) || (sip->sip_request == NULL && sip->sip_status == NULL)) {
        if (message != NULL) {
            msg_destroy(message);
        }
        return NULL;
    }
    return message;
}

int sofia_look(msg_t *message, struct fact facts[ASKED_KEYS]) {
    sip_t *sip = sip_object(message);
    sip_via_t *via = sip->sip_via;
    if (via == NULL || sip->sip_from == NULL || sip->sip_to == NULL || sip->sip_call_id == NULL || sip->sip_cseq == NULL) {
        return 0;
    }
    facts[ASKED_VIA_TRANSPORT] = string(sip_via_transport(via));
    facts[ASKED_VIA_HOST] = string(via->v_host);
    facts[ASKED_VIA_PORT] = string(via->v_port);
    facts[ASKED_VIA_BRANCH] = string(via->v_branch);
    facts[ASKED_VIA_RPORT] = string(via->v_rport);
    facts[ASKED_VIA_RECEIVED] = string(via->v_received);
    facts[ASKED_FROM_USER] = string(sip->sip_from->a_url->url_user);
    facts[ASKED_FROM_HOST] = string(sip->sip_from->a_url->url_host);
    facts[ASKED_FROM_TAG] = string(sip->sip_from->a_tag);
    facts[ASKED_TO_TAG] = string(sip->sip_to->a_tag);
    facts[ASKED_CALL_ID] = string(sip->sip_call_id->i_id);
    facts[ASKED_CSEQ] = number(sip->sip_cseq->cs_seq);
    if (sip->sip_max_forwards != NULL) {
        facts[ASKED_MAX_FORWARDS] = number(sip->sip_max_forwards->mf_count);
    }
    if (sip->sip_contact != NULL) {
        facts[ASKED_CONTACT_USER] = string(sip->sip_contact->m_url->url_user);
        facts[ASKED_CONTACT_HOST] = string(sip->sip_contact->m_url->url_host);
        facts[ASKED_CONTACT_PORT] = string(sip->sip_contact->m_url->url_port);
    }
    msg_auth_t *auth = sip->sip_www_authenticate != NULL ? sip->sip_www_authenticate : sip->sip_authorization;
    if (auth != NULL) {
        facts[ASKED_REALM] = unquoted(msg_params_find(auth->au_params, "realm="));
        facts[ASKED_NONCE] = unquoted(msg_params_find(auth->au_params, "nonce="));
        facts[ASKED_RESPONSE] = unquoted(msg_params_find(auth->au_params, "response="));
    }
    return 1;
}
