/** Written by `npm run openapi` from the API's own description. Do not edit. */
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, for which practice, as what, until when. */
        get: operations["session"];
        put?: never;
        /** Signs in; the answer sets the cookie. */
        post: operations["open"];
        /** Signs out: the session ends here, and the browser forgets what it kept. */
        delete: operations["close"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Uses a one-time link into one practice: makes an invited person its member, or lets a member choose a new password.
         *     An account that works elsewhere too keeps its password and must show it, or be signed in.
         */
        post: operations["useLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/practice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Works for another of one's practices from now on, with a new token. */
        post: operations["choosePractice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The off-track list, a page at a time. */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same list, narrowed by a text. A body, because names do not belong in addresses. */
        post: operations["searchCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist/past": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list as it was shown at a past moment, row by row, in the order of then. */
        get: operations["listPastCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers beside the list. */
        get: operations["countCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Anybody who is known here, listed or not, by name, source id or phone number. */
        post: operations["searchPatients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One patient: state, findings with their evidence, every rule's verdict, case, freshness. */
        get: operations["getPatient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the patient is listed, or why not, at any moment: rule by rule, from what was known then and with the settings of then. */
        get: operations["explainPatient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All facts, newest first, with both clocks and earlier versions. */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often staff agreed with the patient to see them, and what they are interested in. */
        get: operations["getPreferences"];
        /** Says it anew. The rules go by an interval of one's own before the plan's, the service's and what is usual; what was said before stays in the history. */
        put: operations["setPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/interests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every interest that is said of somebody, to narrow the list by; with a tab, how many of its rows each would leave. */
        get: operations["listInterests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was tried, newest first. */
        get: operations["listBacktests"];
        put?: never;
        /**
         * Tries the rules on the practice's own past: whom they would have flagged on each day with what was known by then, how early, and
         *     who stayed away. A worker does it; ask for the run to see how far it is.
         */
        post: operations["askBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls a run off: it stops within moments, and what it had counted is let go. Ask anew to begin again. */
        post: operations["cancelBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run, and once it is done its figures. */
        get: operations["getBacktest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/recommended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules recommended for the practice's specialties, as they were measured in simulated practices. Nothing is set by asking. */
        get: operations["getRecommendedPack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes of rules that were proposed, newest first. */
        get: operations["listDrafts"];
        put?: never;
        /** Proposes a change of one rule or several. Nothing changes yet: everybody is asked with it, to see who would enter and leave the list. */
        post: operations["proposeDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/drafts/{draftId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One draft with the numbers of its preview. */
        get: operations["getDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/drafts/{draftId}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who would enter or leave the list, and because of what; in the order of the list. */
        get: operations["listDraftPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/drafts/{draftId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the change into force. Somebody else than its author, who has seen a preview that still holds. */
        post: operations["approveDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/drafts/{draftId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the draft go. */
        post: operations["withdrawDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/drafts/{draftId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks everybody again, as of now. */
        post: operations["previewDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every rule in plain words, how this practice and its locations use it, how many it lists, and how many one on trial would. */
        get: operations["listRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{rule}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rule was set to, from when to when, by whom and why; newest first. */
        get: operations["getRuleHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{rule}/shadow-findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a rule on trial would list, and why; newest first, with how it has been judged so far. */
        get: operations["listShadowFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/shadow-findings/{findingId}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whether the rule would rightly list them; said again, the last word counts. No case changes by it. */
        post: operations["judgeShadowFinding"];
        /** Takes back what was said of it. */
        delete: operations["withdrawShadowVerdict"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The places of the practice, by name, to choose one from. */
        get: operations["listLocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of systems that can be connected, with the form of their settings. */
        get: operations["listConnectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is read from where, and how fresh it is. */
        get: operations["listConnections"];
        put?: never;
        /** Connects another system and begins to read it. */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries settings before they are saved. */
        post: operations["checkSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /** Removes a connection that has read nothing yet. */
        delete: operations["removeConnection"];
        options?: never;
        head?: never;
        /** Changes settings, name or pace; pauses or resumes. */
        patch: operations["changeConnection"];
        trace?: never;
    };
    "/api/v1/connections/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a saved connection. */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the other system now instead of when its time comes. */
        post: operations["syncNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Past reads, newest first: `read = applied + unchanged + quarantined`. */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records put aside, with the reason; what they said stays encrypted. */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/quarantine/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries the records put aside once more. */
        post: operations["replayQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who works for this practice or is invited to, and as what. */
        get: operations["listUsers"];
        put?: never;
        /** Invites a person into this practice; they are a member once they open the one-time link. */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes what a person may do here; without any role they are no member any more. Acts on their next request. */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new one-time link, for somebody invited or somebody who cannot sign in any more. */
        post: operations["issueLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first; also "who saw this patient". */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: `worklist` `{ changed, counts }`, `run` `{ connectionId, runId, state, read, total }`, `ping`. */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the practice means patients to get: its programs with their milestones, its membership tiers with what they include. */
        get: operations["getCareTemplates"];
        /**
         * Saves programs and tiers as a new version; what was before stays in the history. Patients are asked about anew where a rule that
         *     reads them is on (P04, P05).
         */
        put: operations["saveCareTemplates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care-templates/offered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What ships for the practice's specialties and is not described by id or by a name of the same specialty, once it writes its own templates: to be put beside them and
         *     saved. Empty as long as nobody has saved a version, for then it comes by itself.
         */
        get: operations["getOfferedTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/care": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The patient's tier: what it includes, what of it is used, which services it covers, how often they are expected; and their program,
         *     with its milestones and the membership it leads to. Statuses from appointments and scores, nothing is charted.
         */
        get: operations["getPatientCare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/tiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The tiers these patients belong to now, for the badge beside a name; whoever belongs to none is left out. */
        post: operations["listTiers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the household in hand: from now on phone and e-mail are shown, to the holder alone. */
        post: operations["claimCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on holding it. */
        post: operations["renewLease"];
        /** Gives it back. */
        delete: operations["releaseCase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/brief": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to know before dialling, again. */
        get: operations["getBrief"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How a call ended and what comes next. A conversation without a next step or a coded reason is not saved. */
        post: operations["recordCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rests until a day. */
        post: operations["snoozeCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back to the list before its time. */
        post: operations["wakeCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends it with a code; what runs for the person stops with it. */
        post: operations["closeCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** "Should not be here", and why: the case ends, and what it says of the rules is counted. Or: rightly listed. */
        post: operations["judgeCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A line for the next one who calls. */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back the caller's last act on the case, as long as nothing has left and nothing else has happened to it. */
        post: operations["undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has whom in hand now; live: event `lease`. */
        get: operations["listLeases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist/my-day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller has done today, counted by conversations and never by attempts (S0-27). */
        get: operations["getMyDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklist/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the next case in hand that nobody has, in the list's order. */
        post: operations["nextCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done about a patient and what came back, newest first: calls, messages, replies, snoozes, notes, interventions, consents, the case. */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** May we contact this patient now, by which way, and everything that was said about it. */
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes down what the patient allowed or refused. Nothing is ever changed in that ledger, only added. */
        post: operations["addConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps an address of the patient from being used. */
        post: operations["addSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes back what staff set, saying why. */
        delete: operations["liftSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sequences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Approved sequences that fit the case, the recommended one first. */
        get: operations["listSequences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Every step as this patient would read it, when it would be sent, and whether it may be. For whoever has the case in hand. */
        post: operations["previewSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts what the preview showed. */
        post: operations["startSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Stops a running sequence: nothing more of it is sent. */
        delete: operations["stopSequence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is owed, under way and gone, newest first. */
        get: operations["listOutbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message, word for word, with everything that says why it was allowed. */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a message back that nobody has begun to send. */
        post: operations["cancelMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a doubt: a person found out whether it left. */
        post: operations["resolveMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}/simulate-reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** As if the patient had answered. Only where the local outbox delivered the message. */
        post: operations["simulateReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What patients wrote, newest first. */
        get: operations["listInbound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound/{id}/reviewed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person has looked at it. */
        post: operations["reviewInbound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether anything is sent at all, what holds it, and how many messages are where. */
        get: operations["getSending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Turns sending on or off. */
        patch: operations["changeSending"];
        trace?: never;
    };
    "/api/v1/sending/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nothing leaves until a person releases it. */
        post: operations["holdSending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sending/holds/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets go of a hold, the brake's too, saying why. */
        post: operations["releaseHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By whom texts and e-mails go. Secrets are named, never shown. */
        get: operations["listChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets provider and settings of one channel. */
        put: operations["putChannel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/practice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the practice is, how it signs its messages, who gets its report. */
        get: operations["getPractice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes what is named; null forgets. */
        patch: operations["changePractice"];
        trace?: never;
    };
    "/api/v1/playbook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Texts and sequences in all their versions, and the talk tracks. */
        get: operations["getPlaybook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/interventions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be done for a listed patient: talks, sequences and what is handed to a colleague, in the order of the patient's way with the practice. */
        get: operations["listInterventions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets this version of a text be sent. Not by whoever wrote it. */
        post: operations["approveTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sequences/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets this version of a sequence be started. Not by whoever made it. */
        post: operations["approveSequence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/interventions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done of the interventions for a patient, what was left out and why, and by whom. */
        get: operations["getPatientInterventions"];
        put?: never;
        /** Says that a handoff was done, or that an intervention was left out, and why. Nothing is sent. */
        post: operations["recordIntervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{personId}/interventions/{actId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes it back within ten minutes, by whoever said it. It stays in the history, marked as taken back. */
        post: operations["undoIntervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks/twilio/{practiceId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Twilio says where a message is. Signed by the practice's own token, else 403. */
        post: operations["takeStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks/twilio/{practiceId}/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Twilio hands over what a patient wrote. Signed by the practice's own token, else 403. */
        post: operations["takeInbound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/u/{practiceId}/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks; changes nothing. */
        get: operations["showUnsubscribe"];
        put?: never;
        /** By the button, or by a mail program's one click (RFC 8058): nothing but the link is needed. */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How likely patients of each service line are to come again: the models in use, how good they were, and where courses break off. */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/program-months": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** In which month of their programs people leave, and what of the milestones was done by then; counted with the models. */
        get: operations["showProgramMonths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/fit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fits them now instead of at the end of the week. */
        post: operations["fitModels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Closed weeks, newest first. */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The week so far, counted now; it is not kept and may change. */
        get: operations["getCurrentReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One closed week: its numbers never change. */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is behind a number of a closed week. */
        get: operations["listPeopleBehind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document. Numbers and ids of staff, no patient. */
        get: operations["getReportFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hooks/connections/{practiceId}/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A handshake: some systems ask before they ever call. Keeps nothing. */
        get: operations["answerHook"];
        put?: never;
        /** Something happened there. Signed, else 403 and nothing is kept; 2xx once it is stored. */
        post: operations["takeHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the other system calls, and whether files can be uploaded. */
        get: operations["getWays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was pushed to us, newest first, without what it says. */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/inbox/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One item, word for word: patients' data. */
        get: operations["openInboxItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/inbox/{itemId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an item that was put aside be applied after all. */
        post: operations["retryInboxItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** New credentials, tried before the old ones are forgotten. */
        put: operations["rotateCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one file (CSV, JSON or NDJSON, up to 100 MB, as it is) into the connection's own folder, and reads it. */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/writes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was written to this system, newest first. */
        get: operations["listWrites"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with everything that became of it. */
        get: operations["getWrite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-operations/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries again what failed or was left in doubt: it is looked for first, so that nothing is written twice. */
        post: operations["retryWrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-operations/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a doubt: a person looked in the other system. */
        post: operations["resolveWrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{caseId}/write-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be booked for this patient and where, the bookings there are, and what was asked for. */
        get: operations["getWriteBack"];
        put?: never;
        /** Books, cancels or moves a visit in the other system, if nothing stands in its way. It is done once it is `confirmed`. */
        post: operations["writeBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether each stream is fresh, complete and honest. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/throughput": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was read, by the hour, oldest first; hours without anything are left out. */
        get: operations["getThroughput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bookings by status: what stands here beside what the source counted (S2-08). */
        get: operations["getBoard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often each field carries something, and which of them no longer do. */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares with the source now: a range of dates, or everything. Repairs what differs and counts it. */
        post: operations["compareNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/accept-smaller": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person says that a stream is right to bring so much less: its next full read is believed, and what it lacks counts as deleted. */
        post: operations["acceptSmaller"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stores what is missing here of what the journal says was read. Changes nothing where nothing is missing. */
        post: operations["replayJournal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The source's words for the state of a booking, counted from the records stored; unknown ones first. */
        get: operations["listWords"];
        /** Says what a word means. Records stored before follow within seconds; what is read next follows at once. */
        put: operations["sayWord"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One record: as it stands here, what it said before, and as it was handed over. */
        get: operations["findRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/quarantine/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many records were put aside, by reason. */
        get: operations["countQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/quarantine/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Opens the text of a record that was put aside: it may hold a patient's data, and who looked is written down. */
        get: operations["openQuarantined"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/quarantine/{itemId}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a record go that was put aside, and says why. */
        post: operations["dismissQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/placeholders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Status words and services of bookings still to come, with those that only hold a place in the calendar first. */
        get: operations["listPlaceholders"];
        /**
         * Says that a status word or a service only holds a place: nobody has agreed to it. Such bookings are then no next booking, make up for
         *     no lost one and are not missed; everybody is looked at again within a minute.
         */
        put: operations["markPlaceholder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong with the sources of this practice, newest first. */
        get: operations["listAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payments that cannot be told whose they are, or what they were for, newest first (S4-06). */
        get: operations["listUnmatched"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/matched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payments of which a person said whose they are, the newest word first: where it is taken back. */
        get: operations["listMatched"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers of both lists. */
        get: operations["countPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whose a payment is. Kept as our own fact, whatever is read again. */
        post: operations["matchPayment"];
        /** Takes it back. */
        delete: operations["unmatchPayment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** New cases that came in such number that nobody is shown them before somebody has looked: how many, by which rules, who. */
        get: operations["getHeldCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-cases/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They are true: puts them on the list, as opened now. */
        post: operations["publishHeldCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-cases/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They are not: closes them as wrong data. Whoever goes off track later is found as ever. */
        post: operations["discardHeldCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The team's day: how many places it has, how many are worked off, and who found none. */
        get: operations["getDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Experiments with a hold-back group, newest first: numbers alone, nobody is named. */
        get: operations["listExperiments"];
        put?: never;
        /** From now on a share of the households is left alone: their cases are kept, and shown to nobody until the experiment ends. */
        post: operations["startExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends it at once: everybody who was held back stands in the list. */
        post: operations["endExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/go-live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the practice is live, or what its shadow week still lacks. */
        get: operations["getGoLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/go-live/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a shadow week: the list runs and is judged, nothing is sent until the gate opens. */
        post: operations["beginShadowWeek"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/go-live/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes live, where the week is over and the list was judged well enough. */
        post: operations["goLiveNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        SignInDto: {
            /** Format: email */
            email: string;
            password: string;
        };
        ProblemDto: {
            /** @description `urn:keepwell:problem:` and the code. */
            type: string;
            title: string;
            status: number;
            /** @description Stable; programs branch on it. */
            code: string;
            /** @description One sentence for a person. */
            detail: string;
            /** @description To be quoted when asking for help. */
            requestId: string;
            /** @description What is wrong with which property. */
            errors?: string[];
            /** @description The setting to blame. */
            field?: string;
        };
        UseLinkDto: {
            /** @description The part of the link behind `#token=`. */
            token: string;
            /** @description A new one; or, for an account that works for another practice too, the one it has. */
            password?: string;
            displayName?: string;
        };
        SessionUserDto: {
            id: string;
            email: string;
            displayName: string;
        };
        SessionPracticeDto: {
            id: string;
            name: string;
            timezone: string;
            /** @description A simulated practice: nobody in it exists. */
            demo: boolean;
        };
        PracticeChoiceDto: {
            id: string;
            name: string;
        };
        SessionDto: {
            user: components["schemas"]["SessionUserDto"];
            practice: components["schemas"]["SessionPracticeDto"];
            roles: ("admin" | "auditor" | "coordinator" | "integrator" | "manager")[];
            practices: components["schemas"]["PracticeChoiceDto"][];
            /** @description End of the session, whatever happens (ISO 8601, UTC). */
            expiresAt: string;
            /** @description The session ends after this many seconds without a request of the person. */
            idleSeconds: number;
            /** @description When that will be if nothing more is asked. */
            idleEndsAt: string;
        };
        ChoosePracticeDto: {
            /** Format: uuid */
            practiceId: string;
        };
        SourceIdDto: {
            connectionId: string;
            id: string;
        };
        CaseRuleDto: {
            rule: string;
            name: string;
            /** @enum {string} */
            kind: "O" | "V" | "W";
            /** @enum {string} */
            class: "S1" | "S2" | "S3" | "S4";
        };
        NamedDto: {
            id: string;
            name: string;
        };
        MoneyDto: {
            /** @description Minor units of `currency`. */
            amountMinor: number;
            currency: string;
        };
        HeldByDto: {
            id: string;
            name: string;
            until: string;
        };
        ContactValueDto: {
            /** @description The extra chance of a visit that getting in touch brings, 0 to 1. */
            tau: number;
            /** @description True: `tau` is a starting value; nothing has been measured here yet. */
            assumed: boolean;
            /** @description How many households the measured part of `tau` rests on; absent where nothing has been measured. */
            households?: number;
            /** @description What was counted: at most the practice's 95th centile; the middle of the list where it is not known. Minor units. */
            valueMinor: number;
            /** @description False: what this person's care is worth is not on record. */
            valueKnown: boolean;
            costMinor: number;
            expectedMinor: number;
            currency: string;
        };
        CaseRowDto: {
            /** @description Null on the tabs of people: at risk, lapsed, tasks. */
            caseId: string | null;
            personId: string;
            patientName: string;
            sourceIds: components["schemas"]["SourceIdDto"][];
            /** @enum {string|null} */
            state: "closed" | "in_outreach" | "open" | "resolved" | "snoozed" | null;
            /** @enum {string} */
            personState: "done" | "excluded" | "lapsed" | "off_track" | "on_track" | "watch";
            /** @enum {string|null} */
            class: "S1" | "S2" | "S3" | "S4" | null;
            /** @description One sentence made only of facts. */
            reason: string;
            rules: components["schemas"]["CaseRuleDto"][];
            since: string | null;
            firstOpenedAt: string | null;
            /** @description How often the case was opened again. */
            reopened: number;
            backlog: boolean;
            location: components["schemas"]["NamedDto"] | null;
            practitioner: components["schemas"]["NamedDto"] | null;
            service: string | null;
            lastVisitOn: string | null;
            nextBookingAt: string | null;
            valueAtRisk: components["schemas"]["MoneyDto"] | null;
            /** @description Who has the household in hand. */
            heldBy: components["schemas"]["HeldByDto"] | null;
            /** @description When a resting case comes back to the list. */
            wakeAt: string | null;
            /** @description Why it rests; of an open case: why it came back. `snooze` `retry` `call_back` `verify_booking` `escalated` `sequence` `reply`… */
            wakeBecause: string | null;
            /** @description Calls placed, reached or not. */
            attempts: number;
            /** @description Code of the last call's outcome. */
            lastOutcome: string | null;
            lastContactAt: string | null;
            /** @description Its place in the present day, 1 first; null: it has none, or the practice does not plan its days. */
            place: number | null;
            /** @description What getting in touch is worth; null: nobody's value is known. */
            value: components["schemas"]["ContactValueDto"] | null;
            /** @description How fresh what we know of this person is: the oldest of their sources. */
            freshnessAt: string | null;
        };
        ListFreshnessDto: {
            /** @description The oldest of the practice's sources; null when none has been read. */
            oldestSourceAt: string | null;
            /** @description Rules that wait because a source is behind. */
            waitingRules: string[];
        };
        CasePageDto: {
            items: components["schemas"]["CaseRowDto"][];
            nextCursor: string | null;
            freshness: components["schemas"]["ListFreshnessDto"];
        };
        SearchCasesDto: {
            /** @enum {string} */
            tab?: "all" | "at_risk" | "backlog" | "in_outreach" | "lapsed" | "resolved" | "snoozed" | "tasks" | "today" | "waiting";
            /** @description Rule id, e.g. `R06`. */
            rule?: string;
            /** Format: uuid */
            locationId?: string;
            /** @description Only patients of whom this interest is said. */
            interest?: string;
            /** Format: uuid */
            practitionerId?: string;
            /** @enum {string} */
            state?: "closed" | "in_outreach" | "open" | "resolved" | "snoozed";
            /** @enum {string} */
            sort?: "-since" | "name" | "priority" | "since" | "value";
            /** @description `nextCursor` of the page before, with the same filters and sort. */
            cursor?: string;
            limit?: number;
            /** @description Part of a name, or a source id. */
            q: string;
        };
        PastCasePageDto: {
            /** @description The instant that was asked for. */
            asOf: string;
            /** @description Since when what the list shows is kept: before that nobody can say. */
            keptSince: string;
            /** @description The rows as they were shown. `heldBy` and `freshnessAt` are of the moment and not kept: both are null. */
            items: components["schemas"]["CaseRowDto"][];
            nextCursor: string | null;
        };
        RuleCountDto: {
            rule: string;
            name: string;
            count: number;
        };
        NamedCountDto: {
            id: string;
            name: string;
            count: number;
        };
        WorklistCountsDto: {
            /** @description Cases by state. */
            byState: {
                [key: string]: number;
            };
            /** @description By what the asked tab can be narrowed, and how many rows it then shows. */
            byRule: components["schemas"]["RuleCountDto"][];
            byLocation: components["schemas"]["NamedCountDto"][];
            byPractitioner: components["schemas"]["NamedCountDto"][];
            /** @description Open cases of the `today` tab: where the practice plans its days, those with a place in the present one. */
            today: number;
            /** @description Open cases without a place in the present day; 0 where the practice has not said how many contacts it can make. */
            waiting: number;
            /** @description Something is agreed or under way. */
            inOutreach: number;
            snoozed: number;
            /** @description Found at go-live, and nobody has begun with them. */
            backlog: number;
            /** @description Persons in state `watch`; the same number as `atRisk`. */
            watch: number;
            atRisk: number;
            /** @description Persons gone beyond the limit of their kind of care. */
            lapsed: number;
            /** @description Persons of whom something is to be done in the clinic: an unanswered message, a missing outcome, a plan to be closed. */
            tasks: number;
            resolved: number;
            /** @description New cases that came in such number that they are shown to nobody before a manager has looked at them; not part of `all`. */
            held: number;
            all: number;
        };
        SearchPatientsDto: {
            /** @description Words of a name, a source's id, or at least four digits of a phone number. */
            q: string;
            limit?: number;
        };
        FoundPatientDto: {
            personId: string;
            name: string;
            birthDate: string | null;
            /** @description Shortened: enough to recognise it. */
            phone: string | null;
            /** @description As each source calls them, the surviving record first. */
            sourceIds: string[];
        };
        FoundPatientsDto: {
            items: components["schemas"]["FoundPatientDto"][];
            /** @description There are more: say more of whom you look for. */
            more: boolean;
        };
        IdentityDto: {
            connectionId: string;
            /** @description Name of the connection. */
            connection: string;
            sourceId: string;
            /** @description This source record was merged into another one of the same person. */
            merged: boolean;
        };
        HoldsDto: {
            doNotContact: boolean;
            /** @description `collections` and `dispute` are money holds; any other text is a clinical, complaint or legal hold. */
            hold: string | null;
            deceased: boolean;
        };
        CaseEventDto: {
            at: string;
            event: string;
            detail: {
                [key: string]: unknown;
            };
        };
        PatientCaseDto: {
            id: string;
            /** @enum {string} */
            state: "closed" | "in_outreach" | "open" | "resolved" | "snoozed";
            /** @description Why it was resolved or closed. */
            closing: string | null;
            backlog: boolean;
            since: string | null;
            firstOpenedAt: string;
            reopened: number;
            events: components["schemas"]["CaseEventDto"][];
        };
        MembershipDto: {
            id: string;
            name: string | null;
            tier: string | null;
            /** @enum {string|null} */
            status: "active" | "cancelled" | "expired" | "past_due" | "paused" | "trialing" | null;
            startedAt: string | null;
            nextBillAt: string | null;
            /**
             * @description As the payments made for it show; null with fewer than two, or when they follow no calendar.
             * @enum {string|null}
             */
            cycle: "fortnight" | "half_year" | "month" | "quarter" | "week" | "year" | null;
            endsAt: string | null;
            pausedUntil: string | null;
            cancelRequestedAt: string | null;
            /** @description In the smallest unit of the currency. */
            priceMinor: number | null;
            currency: string | null;
            cardExpiresOn: string | null;
            lastPaidAt: string | null;
            lastPaymentFailed: boolean;
            /** @description The system it was read from. */
            connection: string;
        };
        EvidenceFactDto: {
            /** @enum {string} */
            kind: "appointment" | "communication" | "consent" | "invoice" | "location" | "membership" | "package" | "patient" | "payment" | "plan" | "practitioner" | "program" | "recall" | "score" | "service";
            id: string;
            /** @description The connection the record came by. */
            source: string;
            effectiveAt: string | null;
            recordedAt: string | null;
            says: string;
        };
        FindingDto: {
            /** @description Parameters as used. */
            parameters: {
                [key: string]: string | number;
            };
            rule: string;
            name: string;
            version: number;
            /** @enum {string} */
            kind: "O" | "V" | "W";
            /** @enum {string} */
            class: "S1" | "S2" | "S3" | "S4";
            episode: string | null;
            since: string;
            reason: string;
            facts: components["schemas"]["EvidenceFactDto"][];
            /** @description What was looked for and not found. */
            checked: string[];
            clearsWhen: string;
            service: string | null;
            locationId: string | null;
            practitionerId: string | null;
        };
        ExclusionDto: {
            id: string;
            says: string;
            facts: components["schemas"]["EvidenceFactDto"][];
        };
        RuleVerdictDto: {
            rule: string;
            name: string;
            fires: boolean;
            /** @enum {string} */
            because: "answered" | "closed" | "excluded" | "fires" | "lapsed" | "live_booking" | "no_data" | "not_applicable" | "off" | "shadow" | "suspended" | "waiting";
            says: string;
            nextChangeAt: string | null;
        };
        EvaluationDto: {
            personId: string;
            asOf: string;
            /** @enum {string} */
            state: "done" | "excluded" | "lapsed" | "off_track" | "on_track" | "watch";
            findings: components["schemas"]["FindingDto"][];
            /** @description What rules on trial found: nobody is listed for it. */
            shadow: components["schemas"]["FindingDto"][];
            exclusions: components["schemas"]["ExclusionDto"][];
            /** @description Every rule: why it lists this person, or why not. */
            verdicts: components["schemas"]["RuleVerdictDto"][];
            since: string | null;
            nextChangeAt: string | null;
            contactable: boolean;
            valueAtRisk: components["schemas"]["MoneyDto"] | null;
            lastVisitOn: string | null;
            nextBookingAt: string | null;
        };
        SourceFreshnessDto: {
            connectionId: string;
            name: string;
            /** @description Everything the source recorded up to here has been read. */
            watermark: string | null;
            lastSuccessAt: string | null;
            stale: boolean;
            /** @description Rules that wait because this source is behind. */
            suspendedRules: string[];
        };
        PatientPageDto: {
            personId: string;
            name: string;
            birthDate: string | null;
            /** @description Shortened for everybody who does not have the household in hand. */
            phone: string | null;
            /** @description Shortened for everybody who does not have the household in hand. */
            email: string | null;
            language: string | null;
            timezone: string | null;
            identities: components["schemas"]["IdentityDto"][];
            location: components["schemas"]["NamedDto"] | null;
            practitioner: components["schemas"]["NamedDto"] | null;
            holds: components["schemas"]["HoldsDto"];
            case: components["schemas"]["PatientCaseDto"] | null;
            /** @description Running ones first. */
            memberships: components["schemas"]["MembershipDto"][];
            /** @description Null until the first evaluation. */
            evaluation: components["schemas"]["EvaluationDto"] | null;
            freshness: components["schemas"]["SourceFreshnessDto"][];
        };
        RestsOnDto: {
            /** @description Counts the changes of rule settings; 0: none by then. */
            settingsVersion: number;
            settingsSince: string | null;
            /** @description Null: no model of return had been fitted. */
            modelsFittedAt: string | null;
            /** @description Since when the usual gaps between visits were as they are taken; null: not kept then, so they are those of today. */
            mediansSince: string | null;
            /** @description The same in sentences. */
            says: string[];
        };
        ReturnOutlookDto: {
            line: string | null;
            /** @description Null: not known; `because` says why. */
            chance: number | null;
            /** @description 95 % interval. */
            low: number | null;
            high: number | null;
            /** @description The chance is that of a visit within so many days. */
            withinDays: number | null;
            /** @description Sentences made of facts. */
            because: string[];
        };
        WhyDto: {
            asOf: string;
            /** @description Null: every record of this patient was gone by then. Of one who was not on record yet every rule says so. */
            evaluation: components["schemas"]["EvaluationDto"] | null;
            restsOn: components["schemas"]["RestsOnDto"] | null;
            /** @description Line by line, as models of then estimate it; empty where there is no reason to come any more. */
            returning: components["schemas"]["ReturnOutlookDto"][];
        };
        EarlierVersionDto: {
            recordedAt: string | null;
            status: string | null;
            startsAt: string | null;
        };
        TimelineEntryDto: {
            /** @enum {string} */
            kind: "appointment" | "communication" | "consent" | "invoice" | "location" | "membership" | "package" | "patient" | "payment" | "plan" | "practitioner" | "program" | "recall" | "score" | "service";
            id: string;
            sourceId: string;
            /** @description Name of the connection. */
            connection: string;
            connectionId: string;
            /** @description When it happened, or will. */
            effectiveAt: string | null;
            /** @description When we first could know; null: always known. */
            recordedAt: string | null;
            /** @description When we read it. */
            observedAt: string;
            title: string;
            status: string | null;
            detail: string | null;
            /** @description Gone from the source. */
            deleted: boolean;
            /** @description Earlier versions, newest first. */
            versions: components["schemas"]["EarlierVersionDto"][];
            /** @description Rules whose finding rests on this record. */
            evidenceFor: string[];
        };
        TimelineDto: {
            items: components["schemas"]["TimelineEntryDto"][];
        };
        PreferencesDto: {
            /** @description Days between two visits that staff agreed with the patient; null: as the plan, the service or the practice has it. */
            intervalDays: number | null;
            /** @description The service line for which the interval holds; null: whatever they come for. */
            line: string | null;
            /** @description What they are interested in, in small letters; never clinical. */
            interests: string[];
            /** @description Who said so; null: nobody has said anything. */
            by: string | null;
            at: string | null;
        };
        SetPreferencesDto: {
            intervalDays: number | null;
            line: string | null;
            interests: string[];
        };
        InterestDto: {
            interest: string;
            /** @description How many patients have it. */
            people: number;
            /** @description How many rows of the asked tab are of such patients; null: no tab was asked. */
            listed: number | null;
        };
        AskBacktestDto: {
            /** @description First asked day, a local date of the practice. */
            from: string;
            /** @description Last asked day. Alerts are judged only where their horizon ends before today: for physio end the period 30 days ago. */
            to: string;
            /** @description Days from one asked day to the next; 1, every day, when absent. */
            every?: number;
            /** @description Rule ids; absent: all rules, also those that are off. */
            rules?: string[];
            /**
             * Format: uuid
             * @description A draft that is set beside the settings in force.
             */
            draftId?: string;
        };
        BacktestRunDto: {
            id: string;
            from: string;
            to: string;
            every: number;
            /** @description Null: all. */
            rules: string[] | null;
            draftId: string | null;
            askedBy: components["schemas"]["NamedDto"];
            askedAt: string;
            /**
             * @description `asked`: waits for a worker; `failed`: see `problem`; `cancelled`: somebody called it off.
             * @enum {string}
             */
            state: "asked" | "cancelled" | "done" | "failed" | "running";
            /** @description 0 to 1. */
            progress: number;
            /** @description Why it cannot be done, and what to do. */
            problem: string | null;
            startedAt: string | null;
            endedAt: string | null;
        };
        BacktestPageDto: {
            items: components["schemas"]["BacktestRunDto"][];
            nextCursor: string | null;
        };
        BacktestPeriodDto: {
            from: string;
            to: string;
            every: number;
            /** @description Local hour at which was asked. */
            hour: number;
            askedDays: number;
            timezone: string;
        };
        BacktestHorizonDto: {
            /** @enum {string} */
            specialty: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT";
            days: number;
        };
        BacktestRecordsDto: {
            /** @description Appointments, plans and patient records. */
            records: number;
            /** @description Of these, with a single version: what they said before is not known. */
            oneVersion: number;
            /** @description Of these, without any clock. */
            withoutClock: number;
        };
        BacktestDayDto: {
            on: string;
            alerts: number;
            standing: number;
        };
        BacktestLeadWeekDto: {
            /** @description Days, a multiple of seven: from here to the sixth day after it. Negative: the fixed gap would have been earlier. */
            from: number;
            over60: number;
            over90: number;
        };
        BacktestLabelsDto: {
            /** @description Alerts whose horizon lies inside the data, of people whom nobody had contacted. */
            judged: number;
            /** @description No visit within the horizon: rightly flagged. */
            stayedAway: number;
            /** @description Of these: by the end of the horizon the course of care was done, or closed by the clinic. There was nothing to come back for. */
            finished: number;
            /** @description The data end before the horizon does. */
            notYetKnown: number;
            /** @description Contacted through Keepwell around the flag: the label is not clean. */
            contacted: number;
        };
        BacktestShareDto: {
            hits: number;
            of: number;
            /** @description 0 to 1; null where nothing could be counted. */
            value: number | null;
            low: number;
            high: number;
        };
        BacktestNumberDto: {
            value: number | null;
            low: number | null;
            high: number | null;
            /** @description How many alerts, drop-offs or days it was made from. */
            n: number;
        };
        BacktestPackDto: {
            days: components["schemas"]["BacktestDayDto"][];
            /** @description From the shortest lead to the longest, without a hole; alerts that no fixed gap would have followed are not in it. */
            leads: components["schemas"]["BacktestLeadWeekDto"][];
            /** @description First flags in the period; one that stands on several days in a row counts once. */
            alerts: number;
            /** @description Of how many people. */
            people: number;
            /** @description Flags that stood on the day before the period already; they are no alerts. */
            standingBefore: number;
            labels: components["schemas"]["BacktestLabelsDto"];
            /** @description Share of the judged alerts after which the patient stayed away for the whole horizon; null: not to be judged by visits. */
            precision: components["schemas"]["BacktestShareDto"] | null;
            /** @description The looser reading: away for half the horizon. */
            precisionHalf: components["schemas"]["BacktestShareDto"] | null;
            /** @description The stricter one: whoever came back within twice the horizon counts as a false alert. */
            precisionTwice: components["schemas"]["BacktestShareDto"] | null;
            /** @description Stayed away, and something of their care was left undone: what a fixed gap cannot tell. */
            precisionUnfinished: components["schemas"]["BacktestShareDto"] | null;
            /** @description Share of the drop-offs that were flagged before the day on which they counted as such. */
            recall: components["schemas"]["BacktestShareDto"];
            /** @description Flagged on that day or later. */
            flaggedLate: number;
            /** @description Median days before "no visit for 60 days and nothing booked" would have spoken. */
            leadOver60: components["schemas"]["BacktestNumberDto"];
            leadOver90: components["schemas"]["BacktestNumberDto"];
            /** @description Median days from the flag to the day on which the drop-off counted as such. */
            leadToDropOff: components["schemas"]["BacktestNumberDto"];
            /** @description Alerts per calendar day. */
            perDay: components["schemas"]["BacktestNumberDto"];
            /** @description 95th percentile over the asked days. */
            perDayP95: number;
            /** @description Alerts per 1,000 people on record and week. */
            perThousandAWeek: components["schemas"]["BacktestNumberDto"];
            /** @description Flags that stand on an asked day; for a pack the people on the list. */
            standing: components["schemas"]["BacktestNumberDto"];
            standingP95: number;
        };
        BacktestRuleDto: {
            rule: string;
            name: string;
            version: number;
            /** @enum {string} */
            kind: "O" | "V" | "W";
            /** @enum {string} */
            class: "S1" | "S2" | "S3" | "S4";
            /** @description Switched on in these settings, in the practice or at one of its locations; the others are asked as well and are not in the pack. */
            isOn: boolean;
            /** @description First flags in the period; one that stands on several days in a row counts once. */
            alerts: number;
            /** @description Of how many people. */
            people: number;
            /** @description Flags that stood on the day before the period already; they are no alerts. */
            standingBefore: number;
            labels: components["schemas"]["BacktestLabelsDto"];
            /** @description Share of the judged alerts after which the patient stayed away for the whole horizon; null: not to be judged by visits. */
            precision: components["schemas"]["BacktestShareDto"] | null;
            /** @description The looser reading: away for half the horizon. */
            precisionHalf: components["schemas"]["BacktestShareDto"] | null;
            /** @description The stricter one: whoever came back within twice the horizon counts as a false alert. */
            precisionTwice: components["schemas"]["BacktestShareDto"] | null;
            /** @description Stayed away, and something of their care was left undone: what a fixed gap cannot tell. */
            precisionUnfinished: components["schemas"]["BacktestShareDto"] | null;
            /** @description Share of the drop-offs that were flagged before the day on which they counted as such. */
            recall: components["schemas"]["BacktestShareDto"];
            /** @description Flagged on that day or later. */
            flaggedLate: number;
            /** @description Median days before "no visit for 60 days and nothing booked" would have spoken. */
            leadOver60: components["schemas"]["BacktestNumberDto"];
            leadOver90: components["schemas"]["BacktestNumberDto"];
            /** @description Median days from the flag to the day on which the drop-off counted as such. */
            leadToDropOff: components["schemas"]["BacktestNumberDto"];
            /** @description Alerts per calendar day. */
            perDay: components["schemas"]["BacktestNumberDto"];
            /** @description 95th percentile over the asked days. */
            perDayP95: number;
            /** @description Alerts per 1,000 people on record and week. */
            perThousandAWeek: components["schemas"]["BacktestNumberDto"];
            /** @description Flags that stand on an asked day; for a pack the people on the list. */
            standing: components["schemas"]["BacktestNumberDto"];
            standingP95: number;
        };
        BacktestSideDto: {
            /** @enum {string} */
            name: "draft" | "in_force";
            /** @description All rules of kind O that are switched on, taken together; one alert per person and course of care. */
            pack: components["schemas"]["BacktestPackDto"];
            rules: components["schemas"]["BacktestRuleDto"][];
        };
        BacktestBaselineDto: {
            days: components["schemas"]["BacktestDayDto"][];
            /** @description From the shortest lead to the longest, without a hole; alerts that no fixed gap would have followed are not in it. */
            leads: components["schemas"]["BacktestLeadWeekDto"][];
            /** @description First flags in the period; one that stands on several days in a row counts once. */
            alerts: number;
            /** @description Of how many people. */
            people: number;
            /** @description Flags that stood on the day before the period already; they are no alerts. */
            standingBefore: number;
            labels: components["schemas"]["BacktestLabelsDto"];
            /** @description Share of the judged alerts after which the patient stayed away for the whole horizon; null: not to be judged by visits. */
            precision: components["schemas"]["BacktestShareDto"] | null;
            /** @description The looser reading: away for half the horizon. */
            precisionHalf: components["schemas"]["BacktestShareDto"] | null;
            /** @description The stricter one: whoever came back within twice the horizon counts as a false alert. */
            precisionTwice: components["schemas"]["BacktestShareDto"] | null;
            /** @description Stayed away, and something of their care was left undone: what a fixed gap cannot tell. */
            precisionUnfinished: components["schemas"]["BacktestShareDto"] | null;
            /** @description Share of the drop-offs that were flagged before the day on which they counted as such. */
            recall: components["schemas"]["BacktestShareDto"];
            /** @description Flagged on that day or later. */
            flaggedLate: number;
            /** @description Median days before "no visit for 60 days and nothing booked" would have spoken. */
            leadOver60: components["schemas"]["BacktestNumberDto"];
            leadOver90: components["schemas"]["BacktestNumberDto"];
            /** @description Median days from the flag to the day on which the drop-off counted as such. */
            leadToDropOff: components["schemas"]["BacktestNumberDto"];
            /** @description Alerts per calendar day. */
            perDay: components["schemas"]["BacktestNumberDto"];
            /** @description 95th percentile over the asked days. */
            perDayP95: number;
            /** @description Alerts per 1,000 people on record and week. */
            perThousandAWeek: components["schemas"]["BacktestNumberDto"];
            /** @description Flags that stand on an asked day; for a pack the people on the list. */
            standing: components["schemas"]["BacktestNumberDto"];
            standingP95: number;
            /** @enum {number} */
            days60or90: 60 | 90;
        };
        BacktestResultDto: {
            /** @enum {number} */
            schema: 1;
            period: components["schemas"]["BacktestPeriodDto"];
            /** @description Labels look no further than this instant. */
            dataEnd: string;
            /** @description By how many days a flag of each specialty is judged. */
            horizons: components["schemas"]["BacktestHorizonDto"][];
            records: components["schemas"]["BacktestRecordsDto"];
            /** @description Mean number of people on record on an asked day. */
            people: number;
            households: number;
            /** @description Unfinished courses of care that were left in the period and not taken up again within the horizon. */
            dropOffs: number;
            /** @description Of people who may not be listed: not among `dropOffs`. */
            dropOffsExcluded: number;
            /** @description The settings in force, then the draft where one was given. */
            sides: components["schemas"]["BacktestSideDto"][];
            /** @description "No visit for 60 days and nothing booked", and the same with 90. */
            baselines: components["schemas"]["BacktestBaselineDto"][];
            /** @description What must be known to read the figures, in sentences. */
            notes: string[];
        };
        BacktestDto: {
            id: string;
            from: string;
            to: string;
            every: number;
            /** @description Null: all. */
            rules: string[] | null;
            draftId: string | null;
            askedBy: components["schemas"]["NamedDto"];
            askedAt: string;
            /**
             * @description `asked`: waits for a worker; `failed`: see `problem`; `cancelled`: somebody called it off.
             * @enum {string}
             */
            state: "asked" | "cancelled" | "done" | "failed" | "running";
            /** @description 0 to 1. */
            progress: number;
            /** @description Why it cannot be done, and what to do. */
            problem: string | null;
            startedAt: string | null;
            endedAt: string | null;
            /** @description Null until `state` is `done`. */
            result: components["schemas"]["BacktestResultDto"] | null;
        };
        RecommendedRuleDto: {
            rule: string;
            name: string;
            /** @description The rule in a clinic's words. */
            says: string;
            /**
             * @description How it is set now.
             * @enum {string}
             */
            mode: "off" | "on" | "shadow";
        };
        LeftOutRuleDto: {
            rule: string;
            name: string;
            /** @description Why it is not recommended here. */
            why: string;
        };
        MeasuredPackDto: {
            /**
             * @description Null: practices of all six specialties together.
             * @enum {string|null}
             */
            specialty: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT" | null;
            /** @description The kind of simulated practice, e.g. "physio, tidy files". */
            world: string;
            cases: number;
            /** @description Share of the cases in which the patient was truly off-track, 0 to 1. */
            precision: number;
            dropOffs: number;
            /** @description Share of the patients who dropped off that were listed, 0 to 1. */
            recall: number;
            /** @description Median days from the last commitment to the listing. */
            delayDays: number;
        };
        RecommendedPackDto: {
            /** @description Of the practice's own records; none: nothing is known yet, and the pack is that of all specialties. */
            specialties: ("DE" | "DPC" | "MB" | "MS" | "PR" | "PT")[];
            /** @description Recommended and not on. */
            switchOn: components["schemas"]["RecommendedRuleDto"][];
            /** @description Recommended and on already. */
            on: components["schemas"]["RecommendedRuleDto"][];
            leftOut: components["schemas"]["LeftOutRuleDto"][];
            measured: components["schemas"]["MeasuredPackDto"][];
            /** @description The page of the documentation on which the figures stand with what they do not prove. */
            measuredIn: string;
        };
        DraftChangeDto: {
            parameters: {
                [key: string]: string | number;
            };
            rule: string;
            name: string;
            location: components["schemas"]["NamedDto"] | null;
            /** @enum {string} */
            mode: "as_practice" | "off" | "on" | "shadow";
        };
        PreviewByRuleDto: {
            rule: string;
            name: string;
            enters: number;
            leaves: number;
        };
        RulePreviewDto: {
            asOf: string;
            /** @description Persons asked about, each twice: as it is, and with the draft. */
            asked: number;
            /** @description On the off-track list. */
            listedNow: number;
            listedThen: number;
            enters: number;
            leaves: number;
            /** @description On the list before and after, for other reasons or with another urgency. */
            changes: number;
            /** @description Onto or off the tabs of those at risk or long gone, the off-track list being none of it. */
            elsewhere: number;
            /** @description By the rule that speaks first, or no longer does. */
            byRule: components["schemas"]["PreviewByRuleDto"][];
        };
        DraftProgressDto: {
            /** @description Persons asked so far. */
            asked: number;
            /** @description Persons there are. */
            of: number;
        };
        DraftApprovalDto: {
            allowed: boolean;
            says: string;
        };
        RuleDraftDto: {
            id: string;
            /**
             * @description `proposed`: its preview is owed; `previewing`: everybody is being asked; `ready`: to be approved; `stale`: the rules have changed
             *     since, or a day has passed: preview it again.
             * @enum {string}
             */
            state: "approved" | "previewing" | "proposed" | "ready" | "stale" | "withdrawn";
            author: components["schemas"]["NamedDto"];
            reason: string;
            changes: components["schemas"]["DraftChangeDto"][];
            /** @description Null until the preview is there. */
            preview: components["schemas"]["RulePreviewDto"] | null;
            /** @description Null where no preview is under way. */
            progress: components["schemas"]["DraftProgressDto"] | null;
            approval: components["schemas"]["DraftApprovalDto"];
            /** @description Who approved or withdrew it. */
            endedBy: components["schemas"]["NamedDto"] | null;
            endedAt: string | null;
            createdAt: string;
        };
        RuleDraftPageDto: {
            items: components["schemas"]["RuleDraftDto"][];
            nextCursor: string | null;
        };
        WantedChangeDto: {
            /** @description Thresholds by name; they replace all that differ now. Absent: as now. */
            parameters?: {
                [key: string]: string | number;
            };
            rule: string;
            /**
             * Format: uuid
             * @description Absent or null: the whole practice.
             */
            locationId?: string | null;
            /**
             * @description `as_practice`: the location has nothing of its own any more. Absent: as now.
             * @enum {string}
             */
            mode?: "as_practice" | "off" | "on" | "shadow";
        };
        ProposeDraftDto: {
            /** @description Why: it stands in the history beside the change. */
            reason: string;
            changes: components["schemas"]["WantedChangeDto"][];
        };
        DraftPersonDto: {
            personId: string;
            patientName: string;
            sourceIds: components["schemas"]["SourceIdDto"][];
            /** @enum {string} */
            move: "changes" | "elsewhere" | "enters" | "leaves";
            /**
             * @description The list they are on, and would be on.
             * @enum {string|null}
             */
            from: "at_risk" | "lapsed" | "off_track" | null;
            /** @enum {string|null} */
            to: "at_risk" | "lapsed" | "off_track" | null;
            /** @description The rule that would speak; for whoever leaves, the one that no longer would. */
            rule: string;
            /** @enum {string|null} */
            class: "S1" | "S2" | "S3" | "S4" | null;
            /** @description All that would speak; for whoever leaves, all that speak now. */
            rules: components["schemas"]["CaseRuleDto"][];
            /** @description The finding's own sentence; for whoever leaves, the one that no longer holds. */
            reason: string;
            /** @description For whoever leaves: what the rule says then. */
            silence: string | null;
            since: string | null;
            caseId: string | null;
            state: string | null;
            /** @enum {string|null} */
            personState: "done" | "excluded" | "lapsed" | "off_track" | "on_track" | "watch" | null;
            lastVisitOn: string | null;
            nextBookingAt: string | null;
            valueAtRisk: components["schemas"]["MoneyDto"] | null;
            location: components["schemas"]["NamedDto"] | null;
            practitioner: components["schemas"]["NamedDto"] | null;
        };
        DraftPeopleDto: {
            items: components["schemas"]["DraftPersonDto"][];
            nextCursor: string | null;
        };
        ThresholdDto: {
            value: string | number;
            /** @description What it is where the practice says nothing; null: the rule does not run there then. */
            default: (string | number) | null;
            /** @description As a draft names it: a specialty, or a word of the rule's own. */
            name: string;
            /**
             * @description For whom; null: for everybody the rule looks at.
             * @enum {string|null}
             */
            specialty: "all" | "DE" | "DPC" | "MB" | "MS" | "PR" | "PT" | "unknown" | null;
            /**
             * @description `BD`: days the location is open; `share`: 0 to 1; `switch`: "on" or "off".
             * @enum {string}
             */
            unit: "BD" | "d" | "hours" | "months" | "number" | "share" | "switch" | "weeks";
            /** @description What it stands for. */
            says: string;
        };
        RuleAtLocationDto: {
            location: components["schemas"]["NamedDto"];
            /** @enum {string} */
            mode: "off" | "on" | "shadow";
            thresholds: components["schemas"]["ThresholdDto"][];
        };
        RulePrecisionDto: {
            right: number;
            wrong: number;
            /** @description Null: nothing has been judged. */
            share: number | null;
            /** @description Wilson's 95 % interval. */
            low: number;
            high: number;
            /** @description How far back it looks. */
            days: number;
        };
        RulePausedDto: {
            since: string;
            /** @description With the numbers. */
            reason: string;
        };
        RuleTrialDto: {
            /** @description Patients for whom it speaks now. */
            now: number;
            /** @description Patients for whom it began to speak in the last seven days. */
            lastWeek: number;
        };
        RuleListedDto: {
            today: number;
            /** @description Found no place in the day. */
            waiting: number;
            in_outreach: number;
            snoozed: number;
            backlog: number;
            at_risk: number;
            lapsed: number;
        };
        RuleDto: {
            parameters: {
                [key: string]: string | number;
            };
            rule: string;
            name: string;
            /** @enum {string} */
            kind: "O" | "V" | "W";
            /** @enum {string} */
            class: "S1" | "S2" | "S3" | "S4";
            /** @description The rule in a clinic's words. */
            says: string;
            version: number;
            /**
             * @description `shadow`: on trial. It is asked and what it finds is kept apart; it lists nobody.
             * @enum {string}
             */
            mode: "off" | "on" | "shadow";
            thresholds: components["schemas"]["ThresholdDto"][];
            /** @description Locations that have a setting of their own. */
            locations: components["schemas"]["RuleAtLocationDto"][];
            precision: components["schemas"]["RulePrecisionDto"];
            /** @description The share of right listings under which it takes itself back. */
            floor: number;
            paused: components["schemas"]["RulePausedDto"] | null;
            trial: components["schemas"]["RuleTrialDto"];
            /** @description Patients it lists now: the sum of `listedOn`. */
            listed: number;
            listedOn: components["schemas"]["RuleListedDto"];
            /** @description Median days that it has held, over the patients it lists. */
            median: number | null;
            /** @description Median days by which it spoke earlier than a fixed rule of 90 days without a visit would have. */
            leadDays: number | null;
        };
        RulePastDto: {
            /** @description What differed from what it would have been without. */
            parameters: {
                [key: string]: string | number;
            };
            id: string;
            /** @description Null: the whole practice. */
            location: components["schemas"]["NamedDto"] | null;
            /**
             * @description `as_practice`: the location has nothing of its own from here on.
             * @enum {string}
             */
            mode: "as_practice" | "off" | "on" | "shadow";
            /** @description Of the practice's settings as a whole: each change counts it up. */
            version: number;
            from: string;
            /** @description Null: it is in force. */
            to: string | null;
            /** @description The rule took itself back. */
            bySystem: boolean;
            author: components["schemas"]["NamedDto"] | null;
            approvedBy: components["schemas"]["NamedDto"] | null;
            reason: string | null;
            draftId: string | null;
        };
        RuleHistoryDto: {
            rule: string;
            items: components["schemas"]["RulePastDto"][];
        };
        ShadowVerdictGivenDto: {
            /** @enum {string|null} */
            cause: "already_booked" | "do_not_contact" | "finished" | "not_our_patient" | "record_wrong" | null;
            /** @enum {string} */
            verdict: "right" | "wrong";
            at: string;
            by: components["schemas"]["NamedDto"];
        };
        ShadowFindingDto: {
            id: string;
            personId: string;
            patientName: string;
            sourceIds: components["schemas"]["SourceIdDto"][];
            /** @enum {string} */
            class: "S1" | "S2" | "S3" | "S4";
            /** @description What the rule would say on the list. */
            reason: string;
            /** @description What that rests on, a sentence each. */
            facts: string[];
            clearsWhen: string | null;
            since: string;
            /** @description When the trial first found it. */
            foundAt: string;
            /** @description Null: it still holds. */
            endedAt: string | null;
            /** @description Their case, where other rules list them. */
            caseId: string | null;
            lastVisitOn: string | null;
            nextBookingAt: string | null;
            location: components["schemas"]["NamedDto"] | null;
            practitioner: components["schemas"]["NamedDto"] | null;
            /** @description The last word on it; null: nobody has judged it. */
            verdict: components["schemas"]["ShadowVerdictGivenDto"] | null;
        };
        ShadowCountsDto: {
            /** @description Would be listed now, and nobody has judged it. */
            toJudge: number;
            /** @description Would be listed now. */
            standing: number;
            /** @description How many patients these are: of somebody with two courses of care a rule may find two things. The rules page says the same number. */
            people: number;
            /** @description Judged in the last 60 days, whether the rule still speaks or not. */
            judgedLately: number;
            /** @description How truly it would list: what people said in the last 60 days of what was found since the rule was last set. */
            judged: components["schemas"]["RulePrecisionDto"];
        };
        ShadowFindingsDto: {
            items: components["schemas"]["ShadowFindingDto"][];
            nextCursor: string | null;
            counts: components["schemas"]["ShadowCountsDto"];
        };
        ShadowVerdictDto: {
            /** @enum {string} */
            verdict: "right" | "wrong";
            /**
             * @description With `wrong`: why they should not be listed.
             * @enum {string}
             */
            cause?: "already_booked" | "do_not_contact" | "finished" | "not_our_patient" | "record_wrong";
        };
        LocationDto: {
            id: string;
            name: string;
            /** @description The connection that tells of it: two may know the same place. */
            connectionId: string;
            connectionName: string;
        };
        SettingsPropertyDto: {
            default?: string | number | boolean;
            /** @enum {string} */
            type: "boolean" | "integer" | "string";
            title: string;
            description?: string;
            enum?: string[];
            /** @description What a person reads for each value of `enum`, in the same order. */
            labels?: string[];
            /** @enum {string} */
            format?: "folder" | "textarea" | "timezone" | "uri";
            minimum?: number;
            maximum?: number;
            maxLength?: number;
            /** @description Stored encrypted, never shown again. */
            secret?: boolean;
        };
        RequiredGroupDto: {
            required: string[];
        };
        SettingsSchemaDto: {
            properties: {
                [key: string]: components["schemas"]["SettingsPropertyDto"];
            };
            /** @enum {string} */
            type: "object";
            required?: string[];
            /** @description At least one of these groups must be filled in full. */
            anyOf?: components["schemas"]["RequiredGroupDto"][];
        };
        GivenDto: {
            /** @enum {string} */
            mode: "delta" | "push" | "queue" | "snapshot" | "window";
            /** @enum {string} */
            deletes: "absence" | "explicit" | "none";
            /** @enum {string} */
            merges: "explicit" | "none" | "pointer";
            /**
             * @description `verified` against the vendor's own words or server, `experimental` from second hand.
             * @enum {string}
             */
            confidence: "experimental" | "verified";
            note?: string;
        };
        WrittenDto: {
            /** @enum {string} */
            confidence: "experimental" | "verified";
            note?: string;
        };
        BudgetDto: {
            requests: number;
            perMs: number;
        };
        ThrottleDto: {
            /**
             * @description `connection`: one credential, one budget. `app`: all practices share the budget of one key.
             * @enum {string}
             */
            scope: "app" | "connection";
            keyFields: string[];
            budgets: components["schemas"]["BudgetDto"][];
            /** @description One request at a time. */
            serial?: boolean;
        };
        ManifestDto: {
            /** @description By kind of record; what is not here it cannot give. */
            gives: {
                [key: string]: components["schemas"]["GivenDto"];
            };
            /** @description By what is written: `log_contact`, `book`, `cancel`. */
            writes: {
                [key: string]: components["schemas"]["WrittenDto"];
            };
            waysIn: ("bulk" | "file" | "poll" | "stream" | "webhook")[];
            throttle: components["schemas"]["ThrottleDto"] | null;
        };
        ConnectorDto: {
            id: string;
            name: string;
            description: string;
            settings: components["schemas"]["SettingsSchemaDto"];
            /** @description The fields kept of each kind of record; everything else is dropped before it is stored. */
            keeps: {
                [key: string]: string[];
            };
            /** @description Null: it does not say. */
            manifest: components["schemas"]["ManifestDto"] | null;
        };
        StreamDto: {
            name: string;
            /** @description Everything the source recorded up to here has been read. */
            watermark: string | null;
            /** @description When it had been read to its end for the first time. */
            firstReadDoneAt: string | null;
        };
        StreamCountsDto: {
            read: number;
            applied: number;
            unchanged: number;
            quarantined: number;
        };
        RunDto: {
            streams: {
                [key: string]: components["schemas"]["StreamCountsDto"];
            };
            id: string;
            /** @enum {string} */
            trigger: "manual" | "replay" | "schedule";
            /** @enum {string} */
            state: "failed" | "ok" | "partial" | "running";
            startedAt: string;
            finishedAt: string | null;
            read: number;
            applied: number;
            unchanged: number;
            quarantined: number;
            /** @description Expected, where the source can count. */
            total: number | null;
            problem: string | null;
        };
        LatencyDto: {
            medianSeconds: number;
            /** @description 95 of 100 changes were read within so many seconds. */
            p95Seconds: number;
            /** @description How many changes the figures rest on: of the 1,000 appointments read last, those that changed after the first read. */
            changes: number;
        };
        ConnectionDto: {
            id: string;
            name: string;
            connector: string;
            /** @description What the connector calls itself; its id where it is no longer there. */
            connectorName: string;
            /** @enum {string} */
            state: "needs_attention" | "paused" | "ready";
            /** @description One sentence: what a person should do. */
            problem: string | null;
            lastSuccessAt: string | null;
            nextPollAt: string | null;
            /** @description Seconds since the last complete read; null before the first. */
            freshnessSeconds: number | null;
            pollSeconds: number;
            streams: components["schemas"]["StreamDto"][];
            lastRun: components["schemas"]["RunDto"] | null;
            /** @description Records put aside and still open. */
            quarantined: number;
            /** @description Whether any read of it ever brought a record. */
            gaveRecords: boolean;
            /** @description How long a change there takes to be read here; null where that cannot be told. */
            latency: components["schemas"]["LatencyDto"] | null;
            /**
             * @description Why it cannot: the first read has not ended, nothing changed since, or what changed carries no time of the source's own.
             * @enum {string|null}
             */
            latencyMissing: "first_read" | "no_change" | "no_clock" | null;
        };
        CreateConnectionDto: {
            /** @description Checked against the connector's own schema. */
            settings: {
                [key: string]: string | number | boolean;
            };
            name: string;
            /** @description How often the other system is asked. */
            pollSeconds?: number;
            /** @description Files will be uploaded: the server makes a folder of its own for them, and nothing is read before the first one. */
            uploads?: boolean;
            /**
             * Format: uuid
             * @description The connection whose patients its records name, where it has none of its own (payments beside a booking system).
             */
            patientsFrom?: string;
            connector: string;
        };
        ConnectionDetailDto: {
            /** @description Settings without the secret ones. */
            settings: {
                [key: string]: string | number | boolean;
            };
            /** @description Names of the secret settings that are set; their values are never returned. */
            secretsSet: string[];
            /** @description Calls and messages of ours are noted in the other system too, where it takes that. */
            writeBackContacts: boolean;
            /** @description The connection whose patients its records name; null: its own. */
            patientsFrom: string | null;
            id: string;
            name: string;
            connector: string;
            /** @description What the connector calls itself; its id where it is no longer there. */
            connectorName: string;
            /** @enum {string} */
            state: "needs_attention" | "paused" | "ready";
            /** @description One sentence: what a person should do. */
            problem: string | null;
            lastSuccessAt: string | null;
            nextPollAt: string | null;
            /** @description Seconds since the last complete read; null before the first. */
            freshnessSeconds: number | null;
            pollSeconds: number;
            streams: components["schemas"]["StreamDto"][];
            lastRun: components["schemas"]["RunDto"] | null;
            /** @description Records put aside and still open. */
            quarantined: number;
            /** @description Whether any read of it ever brought a record. */
            gaveRecords: boolean;
            /** @description How long a change there takes to be read here; null where that cannot be told. */
            latency: components["schemas"]["LatencyDto"] | null;
            /**
             * @description Why it cannot: the first read has not ended, nothing changed since, or what changed carries no time of the source's own.
             * @enum {string|null}
             */
            latencyMissing: "first_read" | "no_change" | "no_clock" | null;
        };
        CheckSettingsDto: {
            /** @description Checked against the connector's own schema. */
            settings: {
                [key: string]: string | number | boolean;
            };
            connector: string;
        };
        MissingPartDto: {
            /** @enum {string} */
            part: "booking" | "client_data" | "payments";
            /** @description What is missing, and which rules say "no data" because of it. */
            says: string;
        };
        CheckResultDto: {
            ok: boolean;
            /** @description How the other side names itself. */
            sourceName: string | null;
            timezone: string | null;
            problems: string[];
            missing: components["schemas"]["MissingPartDto"][];
            /** @description Records seen per kind, where the source can count. */
            counts: {
                [key: string]: number;
            };
            notes: string[];
            /** @description A proposed mapping; applied only when a person takes it over. */
            proposal?: Record<string, never>;
        };
        ChangeConnectionDto: {
            /**
             * Format: uuid
             * @description The connection whose patients its records name; null: its own. Only until records of patients have been stored.
             */
            patientsFrom?: string | null;
            /** @description Replaces the settings. A secret left out stays as it is unless an address or a name it goes with changes; an empty one is forgotten. */
            settings?: {
                [key: string]: string | number | boolean;
            };
            /** @description Whether calls and messages of ours are noted in the other system too. Default: no. */
            writeBackContacts?: boolean;
            name?: string;
            pollSeconds?: number;
            /**
             * @description Stops or resumes reading.
             * @enum {string}
             */
            state?: "paused" | "ready";
        };
        JobDto: {
            jobId: string;
        };
        RunPageDto: {
            items: components["schemas"]["RunDto"][];
            nextCursor: string | null;
        };
        QuarantinedRecordDto: {
            id: string;
            stream: string;
            kind: string | null;
            sourceId: string | null;
            code: string;
            reason: string;
            where: string | null;
            /** @enum {string} */
            state: "dismissed" | "open" | "replayed";
            at: string;
        };
        QuarantinePageDto: {
            items: components["schemas"]["QuarantinedRecordDto"][];
            nextCursor: string | null;
        };
        UserDto: {
            /** @description Of the invitation until they come in, then of their account. */
            id: string;
            email: string;
            displayName: string;
            roles: ("admin" | "auditor" | "coordinator" | "integrator" | "manager")[];
            disabled: boolean;
            /** @description Has opened a link of this practice and has a password; until then the roles give nothing. */
            active: boolean;
            lastSeenAt: string | null;
        };
        UserListDto: {
            items: components["schemas"]["UserDto"][];
        };
        CreateUserDto: {
            /** Format: email */
            email: string;
            displayName: string;
            roles: ("admin" | "auditor" | "coordinator" | "integrator" | "manager")[];
        };
        CreatedUserDto: {
            /** @description Of the invitation until they come in, then of their account. */
            id: string;
            email: string;
            displayName: string;
            roles: ("admin" | "auditor" | "coordinator" | "integrator" | "manager")[];
            disabled: boolean;
            /** @description Has opened a link of this practice and has a password; until then the roles give nothing. */
            active: boolean;
            lastSeenAt: string | null;
            /** @description One-time link to hand over by a safe way: by it they come in. */
            link: string;
        };
        ChangeUserDto: {
            /** @description All roles in this practice from now on; an empty list ends the membership, or takes the invitation back. */
            roles: ("admin" | "auditor" | "coordinator" | "integrator" | "manager")[];
        };
        SignInLinkDto: {
            /** @description Works once, for 24 hours. */
            link: string;
        };
        AuditActorDto: {
            id: string;
            displayName: string;
        };
        AuditEventDto: {
            id: string;
            at: string;
            /** @description Null: Keepwell itself. */
            actor: components["schemas"]["AuditActorDto"] | null;
            event: string;
            subjectKind: string | null;
            subjectId: string | null;
            detail: {
                [key: string]: unknown;
            };
            requestId: string | null;
        };
        AuditPageDto: {
            items: components["schemas"]["AuditEventDto"][];
            nextCursor: string | null;
        };
        ServiceMatchDto: {
            kinds: ("class" | "consult" | "other" | "recall" | "review" | "touchpoint" | "treatment")[];
            lines: string[];
            services: string[];
        };
        ExpectationDto: {
            /** @description Small letters, digits and _. */
            id: string;
            name: string;
            visit: components["schemas"]["ServiceMatchDto"] | null;
            /** @description Instrument, e.g. `PROMIS-29`. */
            score: string | null;
            /** @description Times after the start, e.g. `0 d`, `3 months`; empty where it comes round. */
            at: string[];
            /** @description Comes round, e.g. `1 month`. */
            every: string | null;
            /** @description After the due day, until it is overdue. */
            grace: string;
        };
        ProgramTemplateDto: {
            id: string;
            name: string;
            /** @enum {string} */
            specialty: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT";
            /** @description Programs of these names, as the source writes them; empty: every program that no other template names. */
            names: string[];
            /** @description Length where the record has no end. */
            months: number;
            /** @description Id of the tier it leads to. */
            leadsTo: string | null;
            expectations: components["schemas"]["ExpectationDto"][];
        };
        InclusionDto: {
            id: string;
            name: string;
            /** @description Null: a promise that no appointment shows. */
            visit: components["schemas"]["ServiceMatchDto"] | null;
            /** @description Visits in each period; null: without limit. */
            units: number | null;
            /**
             * @description Months and quarters are those of the calendar, a year begins with the membership.
             * @enum {string}
             */
            per: "month" | "quarter" | "year";
        };
        FollowUpDto: {
            visit: components["schemas"]["ServiceMatchDto"];
            every: string;
            grace: string;
        };
        TierTemplateDto: {
            id: string;
            name: string;
            /** @enum {string} */
            specialty: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT";
            /** @enum {string} */
            pattern: "entry" | "high_touch" | "mid";
            /** @description Tiers or memberships of these names, as the source writes them, besides its own. */
            names: string[];
            includes: components["schemas"]["InclusionDto"][];
            /** @description How often a member is expected; null: nothing is promised. */
            followUp: components["schemas"]["FollowUpDto"] | null;
            expectations: components["schemas"]["ExpectationDto"][];
        };
        CareAuthorDto: {
            id: string;
            name: string;
        };
        CareVersionDto: {
            version: number;
            /** @description Null: what ships with Keepwell. */
            author: components["schemas"]["CareAuthorDto"] | null;
            reason: string | null;
            createdAt: string;
        };
        CareTemplatesDto: {
            /** @description 0: there are none yet; they come with the practice's first records. */
            version: number;
            programs: components["schemas"]["ProgramTemplateDto"][];
            tiers: components["schemas"]["TierTemplateDto"][];
            /** @description Newest first, at most twenty. */
            history: components["schemas"]["CareVersionDto"][];
        };
        OfferedTemplatesDto: {
            programs: components["schemas"]["ProgramTemplateDto"][];
            tiers: components["schemas"]["TierTemplateDto"][];
        };
        SaveCareTemplatesDto: {
            programs: components["schemas"]["ProgramTemplateDto"][];
            tiers: components["schemas"]["TierTemplateDto"][];
            /** @description The version that was changed: if somebody saved meanwhile, this is refused. */
            basedOn: number;
            reason: string;
        };
        CareNamedDto: {
            id: string;
            name: string;
        };
        CareDoingDto: {
            /** @enum {string} */
            kind: "appointment" | "score";
            /** @description Id in the source. */
            id: string;
            /** @description The connection it came by. */
            source: string;
            on: string;
        };
        CarePointDto: {
            due: string;
            /**
             * @description `missed`: overdue, and a later one was done since. `unseen`: no service of the practice could show it.
             * @enum {string}
             */
            state: "booked" | "done" | "due" | "missed" | "overdue" | "unseen" | "upcoming";
            by: components["schemas"]["CareDoingDto"] | null;
        };
        CareExpectationDto: {
            id: string;
            name: string;
            every: string | null;
            at: string[];
            /**
             * @description Of the last time that has come.
             * @enum {string}
             */
            state: "booked" | "done" | "due" | "missed" | "overdue" | "unseen" | "upcoming";
            /** @description The last twelve times, and the next. */
            points: components["schemas"]["CarePointDto"][];
        };
        CareLeadsToDto: {
            tier: components["schemas"]["CareNamedDto"];
            /** @description Once there is a membership of that tier. */
            membershipId: string | null;
        };
        ProgramCardDto: {
            programId: string;
            source: string;
            name: string;
            template: components["schemas"]["CareNamedDto"];
            from: string;
            until: string;
            milestones: components["schemas"]["CareExpectationDto"][];
            leadsTo: components["schemas"]["CareLeadsToDto"] | null;
        };
        CareTierDto: {
            id: string;
            name: string;
            /** @enum {string} */
            pattern: "entry" | "high_touch" | "mid";
        };
        CareInclusionDto: {
            id: string;
            name: string;
            /** @enum {string} */
            per: "month" | "quarter" | "year";
            /** @description Null: without limit, or not counted. */
            units: number | null;
            /** @description False: a promise that no appointment shows. */
            isCounted: boolean;
            /** @description First day of the period that runs, or of the membership. */
            since: string;
            used: number;
            booked: number;
        };
        CareCoverDto: {
            service: string;
            /** @description Part of the tier that covers it; null: it is not covered. */
            coveredBy: string | null;
        };
        CareFollowUpDto: {
            every: string;
            last: string | null;
            due: string | null;
            booked: string | null;
            isLate: boolean;
        };
        TierCardDto: {
            membershipId: string;
            source: string;
            name: string | null;
            /** @enum {string} */
            standing: "active" | "ended" | "past_due" | "paused" | "trialing" | "unknown";
            since: string | null;
            /** @description Null: the practice has described no tier of this name. */
            tier: components["schemas"]["CareTierDto"] | null;
            includes: components["schemas"]["CareInclusionDto"][];
            covers: components["schemas"]["CareCoverDto"][];
            followUp: components["schemas"]["CareFollowUpDto"] | null;
            /** @description The care plan that goes with the tier: what is expected, and what became of it. */
            expectations: components["schemas"]["CareExpectationDto"][];
        };
        PatientCareDto: {
            personId: string;
            asOf: string;
            /** @description Open programs that have a template. */
            programs: components["schemas"]["ProgramCardDto"][];
            /** @description Memberships that have not ended. */
            memberships: components["schemas"]["TierCardDto"][];
        };
        AskTiersDto: {
            /** @description At most 200. */
            personIds: string[];
        };
        TierNameDto: {
            name: string;
            /**
             * @description Null: the source's own word; the practice has described no tier of this name.
             * @enum {string|null}
             */
            pattern: "entry" | "high_touch" | "mid" | null;
        };
        PersonTiersDto: {
            personId: string;
            /** @description Of the memberships that run, the one that began last first. */
            tiers: components["schemas"]["TierNameDto"][];
        };
        CaseStandingDto: {
            caseId: string;
            personId: string;
            /** @enum {string} */
            state: "closed" | "in_outreach" | "open" | "resolved" | "snoozed";
            /** @description Why it was closed. */
            closing: string | null;
            /** @description When it comes back to the list by itself. */
            wakeAt: string | null;
            /** @description Why it rests; of an open case: why it came back. */
            wakeBecause: string | null;
            /** @description Calls placed, reached or not. */
            attempts: number;
            conversations: number;
            lastContactAt: string | null;
            lastOutcome: string | null;
        };
        LeaseDto: {
            until: string;
            /** @description How long from now. */
            seconds: number;
        };
        GuardianDto: {
            personId: string;
            name: string;
            phone: string | null;
            phoneHref: string | null;
            email: string | null;
        };
        HouseholdMemberDto: {
            personId: string;
            name: string;
            /** @description Null: nothing to talk about at present. */
            caseId: string | null;
            /** @enum {string|null} */
            state: "in_outreach" | "open" | "resolved" | "snoozed" | null;
        };
        HandContactDto: {
            phone: string | null;
            /** @description For a link that dials. */
            phoneHref: string | null;
            email: string | null;
            guardian: components["schemas"]["GuardianDto"] | null;
            household: components["schemas"]["HouseholdMemberDto"][];
        };
        RecommendationDto: {
            /** @enum {string} */
            route: "call" | "sequence" | "snooze";
            sequenceId: string | null;
            because: string[];
        };
        TalkStepDto: {
            key: string;
            title: string;
            says: string[];
            asks: string[];
        };
        TalkTrackDto: {
            title: string;
            steps: components["schemas"]["TalkStepDto"][];
        };
        OutcomeDto: {
            code: string;
            label: string;
            /** @description The key that chooses it. */
            key: string;
            isConversation: boolean;
            needs: ("date" | "next" | "reason" | "when")[];
            nextKinds: ("booked" | "reason" | "touchpoint")[];
        };
        CodedDto: {
            code: string;
            label: string;
        };
        CloseReasonsDto: {
            closing: string;
            reasons: components["schemas"]["CodedDto"][];
        };
        SnoozePresetDto: {
            key: string;
            label: string;
            /** @description The day chosen. */
            wakeOn: string;
            /** @description When the place opens on it or next. */
            wakesAt: string;
        };
        ContactReasonDto: {
            /** @description Stable; see `ContactBar` of the domain. */
            code: string;
            /** @description One sentence without names, numbers or addresses. */
            says: string;
            /** @description When this alone would no longer stand in the way; null: not by the passing of time. */
            until: string | null;
        };
        ContactVerdictDto: {
            /** @description The local hours that hold. */
            window: string;
            allowed: boolean;
            because: components["schemas"]["ContactReasonDto"][];
            /** @description Do not forbid: what a person who calls should know. */
            cautions: components["schemas"]["ContactReasonDto"][];
            nextAllowedAt: string | null;
        };
        VerdictsDto: {
            sms: components["schemas"]["ContactVerdictDto"];
            email: components["schemas"]["ContactVerdictDto"];
            call: components["schemas"]["ContactVerdictDto"];
        };
        BriefDto: {
            says: string[];
            recommended: components["schemas"]["RecommendationDto"];
            /** @description Null: no playbook speaks for it. */
            talkTrack: components["schemas"]["TalkTrackDto"] | null;
            outcomes: components["schemas"]["OutcomeDto"][];
            /** @description Coded reasons that may stand for a next step. */
            nextReasons: components["schemas"]["CodedDto"][];
            declineReasons: components["schemas"]["CodedDto"][];
            closeReasons: components["schemas"]["CloseReasonsDto"][];
            snoozePresets: components["schemas"]["SnoozePresetDto"][];
            snoozeReasons: components["schemas"]["CodedDto"][];
            sentiments: components["schemas"]["CodedDto"][];
            readiness: components["schemas"]["CodedDto"][];
            /** @description May they be contacted now, by each way. */
            verdicts: components["schemas"]["VerdictsDto"];
        };
        CaseInHandDto: {
            case: components["schemas"]["CaseStandingDto"];
            lease: components["schemas"]["LeaseDto"];
            contact: components["schemas"]["HandContactDto"];
            brief: components["schemas"]["BriefDto"];
        };
        RenewedLeaseDto: {
            until: string;
        };
        NextStepDto: {
            /** @enum {string} */
            kind: "booked" | "reason" | "touchpoint";
            /** @description With `booked`: the day of the visit, where it is known. */
            on?: string;
            /** @description With `touchpoint`: when. */
            at?: string;
            /**
             * @description With `touchpoint`: how. Default: a call.
             * @enum {string}
             */
            channel?: "call" | "video" | "visit";
            /**
             * @description With `reason`.
             * @enum {string}
             */
            code?: "asked_later" | "finances" | "other" | "time" | "travelling" | "waiting_for_clinic" | "will_book_themselves";
        };
        CallReportDto: {
            /** @enum {string} */
            outcome: "booked" | "busy" | "call_back" | "declined" | "escalate" | "finished" | "moved_or_elsewhere" | "never" | "no_answer" | "not_now" | "voicemail" | "wrong_data" | "wrong_number";
            /** @description When the call began. Default: now. */
            startedAt?: string;
            next?: components["schemas"]["NextStepDto"];
            /** @description With `not_now`: the day until which to rest. */
            snoozeUntil?: string;
            /**
             * @description With `declined`.
             * @enum {string}
             */
            reason?: "cost" | "experience" | "feels_better" | "no_progress" | "other" | "other_care" | "time";
            /** @enum {string} */
            sentiment?: "neutral" | "upset" | "warm" | "worried";
            /** @enum {string} */
            readiness?: "leaning" | "not_ready" | "ready" | "unsure";
            /** @description What was of use to them in this talk. */
            valueGiven?: string;
            recommendedStep?: string;
            note?: string;
        };
        CallDoneDto: {
            touchpointId: string;
            case: components["schemas"]["CaseStandingDto"];
            /** @description Until then the same person may take it back. */
            undoUntil: string;
        };
        SnoozeCaseDto: {
            /** @description From tomorrow to 24 months ahead. */
            wakeOn: string;
            /** @enum {string} */
            reason: "asked_later" | "finances" | "holidays" | "other" | "time" | "travelling" | "waiting_for_clinic" | "will_book_themselves";
            note?: string;
        };
        SnoozedDto: {
            wakeOn: string;
            wakesAt: string;
            case: components["schemas"]["CaseStandingDto"];
            /** @description Until then the same person may take it back. */
            undoUntil: string;
        };
        WokenDto: {
            case: components["schemas"]["CaseStandingDto"];
        };
        CloseCaseDto: {
            /** @enum {string} */
            closing: "declined" | "discharged" | "do_not_contact" | "lost" | "wrong_data";
            /** @description One of `closeReasons` of the brief for this closing. */
            reason: string;
            note?: string;
        };
        DoneDto: {
            case: components["schemas"]["CaseStandingDto"];
            /** @description Until then the same person may take it back. */
            undoUntil: string;
        };
        VerdictDto: {
            /** @enum {string} */
            verdict: "right" | "wrong";
            /**
             * @description With `wrong`: why they should not be here. The case ends with it.
             * @enum {string}
             */
            cause?: "already_booked" | "do_not_contact" | "finished" | "not_our_patient" | "record_wrong";
            note?: string;
        };
        PausedRuleDto: {
            rule: string;
            /** @description With the numbers. */
            says: string;
        };
        VerdictDoneDto: {
            case: components["schemas"]["CaseStandingDto"];
            /** @description Until then it can be taken back. */
            undoUntil: string;
            /** @description Rules that took themselves back because of it. */
            paused: components["schemas"]["PausedRuleDto"][];
        };
        NewNoteDto: {
            text: string;
        };
        NoteDto: {
            case: components["schemas"]["CaseStandingDto"];
            /** @description Until then the same person may take it back. */
            undoUntil: string;
            id: string;
        };
        UndoneDto: {
            /**
             * @description What was taken back.
             * @enum {string}
             */
            undone: "call" | "close" | "enrolment" | "note" | "snooze" | "verdict";
            /** @description As it stands again. */
            case: components["schemas"]["CaseStandingDto"];
            /** @description Rules that had paused themselves by the mark that was taken back, and list again. */
            resumed: components["schemas"]["PausedRuleDto"][];
        };
        LeaseHolderDto: {
            id: string;
            name: string;
        };
        StandingLeaseDto: {
            caseId: string;
            personId: string;
            holder: components["schemas"]["LeaseHolderDto"];
            until: string;
        };
        LeasesDto: {
            items: components["schemas"]["StandingLeaseDto"][];
        };
        MyDayDto: {
            /** @description Talks the caller has had since the practice's midnight; calls that nobody answered are not counted. */
            conversations: number;
        };
        SkipDto: {
            /** Format: uuid */
            caseId: string;
            reason: string;
        };
        NextCaseDto: {
            /**
             * @description Default: `today`.
             * @enum {string}
             */
            tab?: "backlog" | "in_outreach" | "snoozed" | "today" | "waiting";
            rule?: string;
            /** Format: uuid */
            locationId?: string;
            /** Format: uuid */
            practitionerId?: string;
            /** @description Only patients of whom this interest is said. */
            interest?: string;
            /** @enum {string} */
            sort?: "-since" | "name" | "priority" | "since" | "value";
            /** @description The one before is passed over, and why. */
            skip?: components["schemas"]["SkipDto"];
        };
        HistoryEntryDto: {
            at: string;
            /** @enum {string} */
            kind: "call" | "case" | "consent" | "intervention" | "message" | "note" | "reply" | "snooze" | "suppression" | "touchpoint";
            title: string;
            says: string;
            /** @description Who did it; null: the records, the clock or the patient. */
            byName: string | null;
            /** @enum {string} */
            tone: "done" | "failed" | "neutral" | "overdue" | "waiting";
            /** @description Of a message: its id in the outbox. */
            messageId: string | null;
            undone: boolean;
        };
        HistoryDto: {
            items: components["schemas"]["HistoryEntryDto"][];
        };
        ChannelContactDto: {
            /** @description Masked; the holder of the case sees it whole. Null: none on record, or none that can be used. */
            address: string | null;
            verdict: components["schemas"]["ContactVerdictDto"];
        };
        ContactChannelsDto: {
            sms: components["schemas"]["ChannelContactDto"];
            email: components["schemas"]["ChannelContactDto"];
            call: components["schemas"]["ChannelContactDto"];
        };
        ConsentEntryDto: {
            id: string;
            /** @enum {string} */
            channel: "any" | "call" | "email" | "sms";
            /** @enum {string} */
            purpose: "any" | "marketing" | "service";
            /** @enum {string} */
            state: "denied" | "granted";
            /** @description `staff`, `patient_call`, `inbound_message`, `unsubscribe_link`, `web_page`, `import`; of a connection: its name. */
            source: string;
            /**
             * @description Ours, or brought by a connection.
             * @enum {string}
             */
            from: "connection" | "ledger";
            at: string;
            expiresAt: string | null;
            wordingVersion: string | null;
            wording: string | null;
            byName: string | null;
        };
        SuppressionDto: {
            id: string;
            /**
             * @description Which address it is.
             * @enum {string}
             */
            channel: "call" | "email" | "sms";
            /**
             * @description `all`: nobody contacts; `automated`: the machine on no channel; `channel`: the machine not on this one.
             * @enum {string}
             */
            scope: "all" | "automated" | "channel";
            /** @enum {string} */
            reason: "complaint" | "hard_bounce" | "landline" | "legal" | "plain_language" | "provider" | "staff" | "stop" | "unsubscribe" | "wrong_number";
            setAt: string;
            byName: string | null;
            needsReview: boolean;
            liftedAt: string | null;
            liftedBecause: string | null;
            /** @description Whether a manager can lift it. What a patient or the law set only they lift. */
            liftable: boolean;
        };
        ContactStopDto: {
            id: string;
            /** @enum {string} */
            kind: "never" | "not_now";
            until: string | null;
            reason: string;
            at: string;
            byName: string | null;
            liftedAt: string | null;
        };
        PatientContactDto: {
            channels: components["schemas"]["ContactChannelsDto"];
            consents: components["schemas"]["ConsentEntryDto"][];
            suppressions: components["schemas"]["SuppressionDto"][];
            stops: components["schemas"]["ContactStopDto"][];
        };
        AddConsentDto: {
            /** @enum {string} */
            channel: "any" | "call" | "email" | "sms";
            /** @enum {string} */
            purpose: "any" | "marketing" | "service";
            /** @enum {string} */
            state: "denied" | "granted";
            /**
             * @description How the patient said it.
             * @enum {string}
             */
            source: "import" | "patient_call" | "staff" | "web_page";
            /** @description Which wording the patient saw or heard; a grant for marketing needs it. */
            wordingVersion?: string;
            wording?: string;
        };
        AddedDto: {
            id: string;
        };
        AddSuppressionDto: {
            /** @enum {string} */
            channel: "all" | "call" | "email" | "sms";
            /** @enum {string} */
            reason: "legal" | "staff" | "wrong_number";
        };
        SuppressedDto: {
            /** @description One for each address it was set on. */
            ids: string[];
        };
        LiftSuppressionDto: {
            /** @description Why it no longer holds; stays with the entry. */
            because: string;
        };
        OfferedStepDto: {
            /** @enum {string} */
            channel: "call" | "email" | "sms";
            afterDays: number;
            afterHours: number;
            templateName: string | null;
        };
        OfferedSequenceDto: {
            id: string;
            name: string;
            version: number;
            /** @enum {string} */
            purpose: "marketing" | "service";
            recommended: boolean;
            /** @description Why it cannot be started; empty: it can be looked at. */
            problems: string[];
            steps: components["schemas"]["OfferedStepDto"][];
        };
        OfferedSequencesDto: {
            items: components["schemas"]["OfferedSequenceDto"][];
        };
        AskPreviewDto: {
            /** Format: uuid */
            sequenceId: string;
        };
        PreviewedSequenceDto: {
            id: string;
            name: string;
            version: number;
        };
        MergedFactDto: {
            field: string;
            value: string;
            /** @description 0 public, 1 identity, 2 visit logistics. */
            class: number;
            source: string;
            recordId: string | null;
        };
        PreviewStepDto: {
            step: number;
            /** @enum {string} */
            channel: "call" | "email" | "sms";
            dueAt: string;
            latestAt: string;
            templateName: string | null;
            subject: string | null;
            /** @description What the patient reads; null where it cannot be written. A call: null. */
            text: string | null;
            html: string | null;
            segments: number | null;
            facts: components["schemas"]["MergedFactDto"][];
            /** @description May it be sent when it is due. */
            verdict: components["schemas"]["ContactVerdictDto"];
            /** @description Cannot go this way (no address, not allowed on this channel): the other steps go on without it. */
            leftOut: boolean;
            /** @description What stands against its text. */
            problems: string[];
        };
        PreviewDto: {
            sequence: components["schemas"]["PreviewedSequenceDto"];
            steps: components["schemas"]["PreviewStepDto"][];
            canStart: boolean;
            /** @description Why it cannot start. */
            because: string[];
            digest: string;
        };
        EnrolDto: {
            /** Format: uuid */
            sequenceId: string;
            /** @description Of the preview that was read: what starts is that text, to that address. */
            digest: string;
        };
        CaseInOutreachDto: {
            caseId: string;
            personId: string;
            /** @enum {string} */
            state: "closed" | "in_outreach" | "open" | "resolved" | "snoozed";
            closing: string | null;
            wakeAt: string | null;
            wakeBecause: string | null;
            attempts: number;
            conversations: number;
            lastContactAt: string | null;
            lastOutcome: string | null;
        };
        EnrolledDto: {
            enrolmentId: string;
            case: components["schemas"]["CaseInOutreachDto"];
            /** @description Until when it can be taken back, as long as nothing has left. */
            undoUntil: string;
        };
        OutboxRowDto: {
            id: string;
            personId: string;
            patientName: string;
            caseId: string | null;
            /** @enum {string} */
            channel: "call" | "email" | "sms";
            /** @enum {string} */
            purpose: "marketing" | "service";
            /** @enum {string} */
            state: "accepted" | "cancelled" | "delivered" | "due" | "expired" | "failed" | "planned" | "review" | "sending" | "sent" | "unknown";
            /** @description Counted from 0. */
            step: number;
            sequenceName: string | null;
            dueAt: string;
            /** @description When it last moved. */
            at: string;
            provider: string | null;
            errorSays: string | null;
            cancelledBecause: string | null;
            /** @enum {string} */
            kind: "confirmation" | "sequence";
        };
        OutboxPageDto: {
            /** @description Messages of the practice by state, whatever was asked; `failed_lately`: those that failed in the last 14 days. */
            counts: {
                [key: string]: number;
            };
            items: components["schemas"]["OutboxRowDto"][];
            nextCursor: string | null;
        };
        MessageTextDto: {
            templateName: string;
            version: number;
            /** @description Who approved the text, and when. */
            approvedByName: string | null;
            approvedAt: string | null;
            origin: string;
        };
        MessageStartDto: {
            enrolmentId: string;
            at: string;
            byName: string;
            /** @description Of the preview that the person read before starting. */
            digest: string;
        };
        MessageEventDto: {
            detail: {
                [key: string]: unknown;
            };
            at: string;
            event: string;
        };
        OutboxMessageDto: {
            /** @description The verdict of the claim, with what it rested on; null: not claimed yet. */
            decision: {
                [key: string]: unknown;
            } | null;
            /** @description Masked. */
            to: string | null;
            subject: string | null;
            text: string;
            html: string | null;
            segments: number | null;
            facts: components["schemas"]["MergedFactDto"][];
            latestAt: string | null;
            attempts: number;
            acceptedAt: string | null;
            sentAt: string | null;
            deliveredAt: string | null;
            endedAt: string | null;
            providerId: string | null;
            providerStatus: string | null;
            errorCode: string | null;
            template: components["schemas"]["MessageTextDto"] | null;
            started: components["schemas"]["MessageStartDto"] | null;
            events: components["schemas"]["MessageEventDto"][];
            /** @description Went by the local provider, by which the practice still sends: a reply can be simulated. */
            canSimulateReply: boolean;
            id: string;
            personId: string;
            patientName: string;
            caseId: string | null;
            /** @enum {string} */
            channel: "call" | "email" | "sms";
            /** @enum {string} */
            purpose: "marketing" | "service";
            /** @enum {string} */
            state: "accepted" | "cancelled" | "delivered" | "due" | "expired" | "failed" | "planned" | "review" | "sending" | "sent" | "unknown";
            /** @description Counted from 0. */
            step: number;
            sequenceName: string | null;
            dueAt: string;
            /** @description When it last moved. */
            at: string;
            provider: string | null;
            errorSays: string | null;
            cancelledBecause: string | null;
            /** @enum {string} */
            kind: "confirmation" | "sequence";
        };
        ResolveMessageDto: {
            /**
             * @description What a person found out about it.
             * @enum {string}
             */
            as: "did_not_leave" | "left";
        };
        SimulateReplyDto: {
            text: string;
        };
        SimulatedReplyDto: {
            inboundId: string;
            intent: string;
        };
        InboundRowDto: {
            id: string;
            personId: string | null;
            patientName: string | null;
            caseId: string | null;
            /** @enum {string} */
            channel: "email" | "sms";
            at: string;
            /** @description Text only: never shown as anything else. */
            body: string;
            /** @enum {string} */
            intent: "help" | "plain_opt_out" | "reply" | "start" | "stop" | "wrong_number";
            needsReview: boolean;
            reviewedAt: string | null;
            reviewedByName: string | null;
            /** @description The message it answers, as far as we can tell. */
            inReplyTo: string | null;
        };
        InboundPageDto: {
            items: components["schemas"]["InboundRowDto"][];
            nextCursor: string | null;
            /** @description How many wait for a person. */
            toReview: number;
        };
        SendingHoldDto: {
            numbers: {
                [key: string]: unknown;
            };
            id: string;
            /** @description `blast_radius`, `staff`, … */
            reason: string;
            says: string;
            at: string;
            byName: string | null;
        };
        ChannelInUseDto: {
            sms: string;
            email: string;
        };
        SendingDto: {
            /** @description Messages by state: what waits, what is under way, what a person has to look at; `failed_lately`: failed in the last 14 days. */
            counts: {
                [key: string]: number;
            };
            enabled: boolean;
            resendUnknown: boolean;
            /** @description Those that stand. */
            holds: components["schemas"]["SendingHoldDto"][];
            providers: components["schemas"]["ChannelInUseDto"];
        };
        ChangeSendingDto: {
            enabled?: boolean;
            /** @description Send a message once more that two look-ups did not find, instead of asking a person. */
            resendUnknown?: boolean;
        };
        HoldSendingDto: {
            /** @description Why nothing may leave for now. */
            because: string;
        };
        ReleaseHoldDto: {
            because: string;
        };
        ChannelHooksDto: {
            /** @description Addresses to enter at the provider. */
            status: string;
            inbound: string;
        };
        ChannelDto: {
            settings: {
                [key: string]: string | number | boolean;
            };
            /** @enum {string} */
            channel: "email" | "sms";
            /**
             * @description `local`: nothing leaves; messages end in the outbox of this installation.
             * @enum {string}
             */
            provider: "local" | "smtp" | "twilio";
            /** @description Which secrets are stored; their values stay where they are. */
            secretsSet: string[];
            changedAt: string | null;
            hooks: components["schemas"]["ChannelHooksDto"] | null;
        };
        ChannelListDto: {
            items: components["schemas"]["ChannelDto"][];
        };
        PutChannelDto: {
            /** @description twilio: accountSid, from or messagingServiceSid, apiKeySid?, answersOptOut?. smtp: host, port, secure, user?, from. */
            settings?: {
                [key: string]: string | number | boolean;
            };
            /** @description twilio: authToken, previousAuthToken, apiKeySecret. smtp: password. Left out: kept while the account stays the same; empty: forgotten. */
            secrets?: {
                [key: string]: string;
            };
            /** @enum {string} */
            provider: "local" | "smtp" | "twilio";
        };
        PracticeDto: {
            id: string;
            name: string;
            timezone: string;
            currency: string | null;
            demo: boolean;
            /** @description ISO 3166-2 or -1; null: unknown, then the strictest contact hours hold. */
            place: string | null;
            senderName: string | null;
            postalAddress: string | null;
            phone: string | null;
            reportRecipients: string[];
            attributionDays: number;
            claimMinutes: number;
            /** @enum {string|null} */
            specialty: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT" | null;
            /** @description Contacts the team can make in a day; null: nobody has said, and the list has no end. */
            dayCapacity: number | null;
            /** @description What a contact costs the practice, in minor units of its currency; null: an assumed figure is used. */
            contactCostMinor: number | null;
        };
        ChangePracticeDto: {
            name?: string;
            timezone?: string;
            place?: string | null;
            /** @description How the clinic calls itself in texts. */
            senderName?: string | null;
            postalAddress?: string | null;
            phone?: string | null;
            reportRecipients?: string[];
            attributionDays?: number;
            claimMinutes?: number;
            /** @enum {string|null} */
            specialty?: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT" | null;
            /** @description Contacts the team can make in a day. Null: the list has no end again. */
            dayCapacity?: number | null;
            contactCostMinor?: number | null;
        };
        PlaybookTemplateDto: {
            id: string;
            key: string;
            version: number;
            /** @enum {string} */
            channel: "email" | "sms";
            language: string;
            /** @enum {string} */
            purpose: "marketing" | "service";
            name: string;
            subject: string | null;
            body: string;
            /** @description `draft`, `approved`, `retired`. */
            state: string;
            origin: string;
            authorName: string | null;
            approvedByName: string | null;
            approvedAt: string | null;
            /** @description What stands against approving it. */
            problems: string[];
        };
        PlaybookStepDto: {
            /** @enum {string} */
            channel: "call" | "email" | "sms";
            afterDays: number;
            afterHours: number;
            /** @description Key of the template; null for a call. */
            template: string | null;
            expiresAfterDays: number;
        };
        PlaybookSequenceDto: {
            id: string;
            key: string;
            version: number;
            name: string;
            /** @enum {string} */
            purpose: "marketing" | "service";
            specialties: string[];
            rules: string[];
            steps: components["schemas"]["PlaybookStepDto"][];
            state: string;
            origin: string;
            authorName: string | null;
            approvedByName: string | null;
            approvedAt: string | null;
        };
        PlaybookTalkStepDto: {
            key: string;
            title: string;
            says: string[];
            asks: string[];
        };
        PlaybookTalkTrackDto: {
            specialty: string;
            title: string;
            rules: string[];
            steps: components["schemas"]["PlaybookTalkStepDto"][];
        };
        PlaybookDto: {
            templates: components["schemas"]["PlaybookTemplateDto"][];
            sequences: components["schemas"]["PlaybookSequenceDto"][];
            talkTracks: components["schemas"]["PlaybookTalkTrackDto"][];
        };
        InterventionDto: {
            /** @enum {string} */
            kind: "handoff" | "sequence" | "talk";
            /** @description Where along the way with the practice it has its place. */
            stages: ("consult" | "first_contact" | "in_care" | "lapsed" | "maintenance" | "membership" | "programme")[];
            /**
             * @description Who sees to it.
             * @enum {string}
             */
            owner: "billing" | "clinician" | "coordinator" | "front_desk" | "manager";
            /**
             * @description `in_clinic`: while they are there, or by somebody there.
             * @enum {string}
             */
            place: "in_clinic" | "remote";
            channels: ("call" | "email" | "in_person" | "sms" | "task")[];
            key: string;
            /** @description Higher with every change of what it says or asks for. */
            version: number;
            title: string;
            /** @description PT, DE, MS, PR, MB, DPC; `any`: where the specialty has none of its own. */
            specialty: string;
            /** @description Rules that call for it; empty: any reason. */
            rules: string[];
            /** @description Of a handoff: what it asks for, a sentence each. */
            does: string[];
        };
        InterventionActDto: {
            /** @enum {string} */
            kind: "handoff" | "sequence" | "talk";
            /** @enum {string} */
            outcome: "done" | "skipped";
            /**
             * @description Of what was left out.
             * @enum {string|null}
             */
            reason: "needs_clinician" | "needs_colleague" | "not_here" | "not_needed" | "other" | "would_rather_not" | "wrong_time" | null;
            id: string;
            key: string;
            /** @description The one that was in force. */
            version: number;
            /** @description As it was called then. */
            title: string;
            /** @description The reason in words. */
            reasonLabel: string | null;
            note: string | null;
            /** @description Who said so. */
            byName: string;
            at: string;
            undone: boolean;
            /** @description Until then the caller can take it back; null: it is somebody else's, taken back, or too long ago. */
            undoUntil: string | null;
        };
        LastTalkDto: {
            at: string;
            byName: string | null;
        };
        StartedSequenceDto: {
            key: string;
            version: number;
            /** @description `running` `finished` `stopped` `held` */
            state: string;
            at: string;
            byName: string;
        };
        PatientInterventionsDto: {
            /** @description Newest first; what was taken back is among them, marked. */
            acts: components["schemas"]["InterventionActDto"][];
            /** @description The last conversation, whatever it was about; null: nobody has talked with them. */
            lastTalk: components["schemas"]["LastTalkDto"] | null;
            /** @description The last start of each sequence. */
            sequences: components["schemas"]["StartedSequenceDto"][];
            /** @description Why one may be left out. */
            skipReasons: components["schemas"]["CodedDto"][];
        };
        RecordInterventionDto: {
            /** @enum {string} */
            kind: "handoff" | "sequence" | "talk";
            /**
             * @description `done` is said of a handoff alone: a talk is recorded as a call, a sequence is started.
             * @enum {string}
             */
            outcome: "done" | "skipped";
            /**
             * @description With `skipped`, and with it alone: why.
             * @enum {string}
             */
            reason?: "needs_clinician" | "needs_colleague" | "not_here" | "not_needed" | "other" | "would_rather_not" | "wrong_time";
            /** @description As `GET /interventions` names it. */
            key: string;
            note?: string;
        };
        ReturnParametersDto: {
            /** @description 1: visits at random; the larger, the more regular. */
            k: number;
            /** @description How alike patients are in how often they come. */
            r: number;
            /** @description Weeks. */
            alpha: number;
            /** @description With `b`: the chance to stop for good after a visit is a / (a + b) on average. */
            a: number;
            b: number;
        };
        CalibrationBinDto: {
            n: number;
            /** @description Mean of the chances given, 0 to 1. */
            said: number;
            /** @description Share that returned. */
            happened: number;
        };
        CalibrationDto: {
            /** @description Looks at a patient; one may be looked at twice. */
            n: number;
            returned: number;
            said: number;
            /** @description 0 is best. */
            brier: number;
            /** @description 1 for chances that mean what they say. */
            slope: number | null;
            /** @description 0 for chances that mean what they say. */
            intercept: number | null;
            /** @description The chance that one who returned had been given more than one who did not; 0.5 is a coin. */
            auc: number | null;
            /** @description Ten of equal count, from the least likely on. */
            bins: components["schemas"]["CalibrationBinDto"][];
        };
        DropOffPointDto: {
            visit: number;
            /** @description Courses with at least this many visits. */
            atRisk: number;
            dropped: number;
            discharged: number;
            active: number;
            /** @description Share that had dropped off by this visit, a discharge being an end of its own. */
            incidence: number;
            low: number;
            high: number;
        };
        EarlierFitDto: {
            id: string;
            fittedAt: string;
            k: number;
            fittedOn: number;
            brier: number | null;
            usable: boolean;
        };
        ReturnModelDto: {
            id: string;
            /** @description As the practice writes it; null: the line nobody named. */
            line: string | null;
            /** @enum {string|null} */
            specialty: "DE" | "DPC" | "MB" | "MS" | "PR" | "PT" | null;
            /** @description Who comes within so many days counts as returned. */
            horizonDays: number;
            parameters: components["schemas"]["ReturnParametersDto"];
            /** @description Usual days between two visits of somebody who keeps coming. */
            usualGapDays: number;
            /** @description Share of patients who stop for good after a visit. */
            stopsAfterVisit: number;
            /** @description Log-likelihood at the parameters. */
            lnLikelihood: number;
            /** @description Courses that it was fitted on. */
            fittedOn: number;
            people: number;
            /** @description 0: only this practice's patients speak; 1: only what was known beforehand. */
            priorWeight: number;
            calibration: components["schemas"]["CalibrationDto"] | null;
            /** @description Whether rules may rest on it. */
            usable: boolean;
            /** @description Why not, in a sentence. */
            says: string | null;
            dropOff: components["schemas"]["DropOffPointDto"][];
            /** @description What was known by then was used. */
            asOf: string;
            fittedAt: string;
            /** @description Newest first, this one included. */
            history: components["schemas"]["EarlierFitDto"][];
        };
        ReturnModelListDto: {
            items: components["schemas"]["ReturnModelDto"][];
            /** @description Null: never. */
            fittedAt: string | null;
            isFitting: boolean;
            /** @description Why there is none, in a sentence. */
            says: string | null;
        };
        ProgramMonthDto: {
            /** @description The first is 1. */
            month: number;
            /** @description Programs seen in this month: neither ended before, nor begun too lately to have come so far. */
            atRisk: number;
            /** @description Called off, or 21 days without a visit and nothing booked; the month is that of the last visit. */
            left: number;
            finished: number;
            /** @description Still in it, and this is the month they are in: seen no further. */
            running: number;
            /** @description Share of all who began that had left by the end of the month, 0 to 1, finishing being an end of its own; null: fewer than ten were seen in it. */
            share: number | null;
            /** @description With `high`: between which the share lies with 95 % confidence. */
            low: number | null;
            high: number | null;
            /** @description Milestones that fell due by the end of the month while people were there, as far as they are done or overdue. */
            milestones: number;
            milestonesDone: number;
        };
        ProgramCurveDto: {
            /** @description As the source writes it; null: all programs together, or those without a name. */
            name: string | null;
            began: number;
            left: number;
            finished: number;
            running: number;
            /** @description Empty where nothing can be said. */
            months: components["schemas"]["ProgramMonthDto"][];
            /** @description Why there is no curve, in a sentence. */
            says: string | null;
        };
        ProgramMonthsDto: {
            /** @description Null: not counted yet. */
            all: components["schemas"]["ProgramCurveDto"] | null;
            /** @description Programs of one name with at least twenty on record, the largest first; empty where all have one name. */
            each: components["schemas"]["ProgramCurveDto"][];
            people: number;
            /** @description False: counted on some of the practice’s patients, evenly chosen. */
            everybody: boolean;
            /** @description What was known by then was used. */
            asOf: string | null;
        };
        FitAskedDto: {
            says: string;
        };
        ReportPlaceDto: {
            id: string;
            name: string;
        };
        ReportHeadlineDto: {
            offTrackStart: number;
            /** @description Opened, reopened and newly found backlog. */
            cameOn: number;
            booked: number;
            returned: number;
            offTrackEnd: number;
            conversations: number;
            /** @description Minor units; null where no source tells of payments. */
            recoveredMinor: number | null;
        };
        ReportRowDto: {
            id: string;
            /** @description Null: the whole practice. */
            location: components["schemas"]["ReportPlaceDto"] | null;
            firstDay: string;
            lastDay: string;
            builtAt: string;
            hash: string;
            currency: string | null;
            headline: components["schemas"]["ReportHeadlineDto"];
        };
        ReportListDto: {
            items: components["schemas"]["ReportRowDto"][];
            /** @description Ask again with `before` this day; null: there are no earlier weeks. */
            nextBefore: string | null;
            /** @description Places that have reports of their own; empty where the practice has one place. */
            locations: components["schemas"]["ReportPlaceDto"][];
            /** @description When the next week is closed, ISO. */
            nextAt: string;
            /** @description Why no week will be closed; null: weeks are. */
            says: string | null;
        };
        ReportPeriodDto: {
            from: string;
            /** @description Exclusive. */
            to: string;
            firstDay: string;
            lastDay: string;
            hours: number;
        };
        ReportNumberDto: {
            /** @description Unique in a report; what `/people` is asked with. */
            id: string;
            /** @description Of docs/metrics.md. */
            metric: string;
            label: string;
            /**
             * @description `locked`: what was known at the period's end, and never changes afterwards.
             * @enum {string}
             */
            variant: "live" | "locked";
            /** @enum {string} */
            span: "end" | "start" | "to_date" | "week" | "weeks_12";
            numerator: number | null;
            /** @description Null for a count or an amount. */
            denominator: number | null;
            /** @description A share is 0 to 1, an amount is in minor units. Null: see `says`. */
            value: number | null;
            /** @enum {string} */
            unit: "average" | "count" | "money" | "share";
            says: string | null;
        };
        ReportSectionDto: {
            id: string;
            title: string;
            numbers: components["schemas"]["ReportNumberDto"][];
        };
        FractionDto: {
            numerator: number;
            denominator: number;
            value: number | null;
        };
        CoordinatorWeekDto: {
            userId: string;
            /** @description Of today; null: no longer known. */
            name: string | null;
            conversations: number;
            attempts: number;
            nextBooked: components["schemas"]["FractionDto"];
        };
        DropOffRowDto: {
            visit: number;
            atRisk: number;
            dropped: number;
            discharged: number;
            cumulativeDropOff: number;
        };
        BaselineComparisonDto: {
            metric: string;
            label: string;
            /** @enum {string} */
            unit: "average" | "count" | "money" | "share";
            baseline: components["schemas"]["FractionDto"];
            now: components["schemas"]["FractionDto"];
            /** @description Now less baseline. */
            difference: number | null;
        };
        ReportBaselineDto: {
            takenAt: string;
            comparisons: components["schemas"]["BaselineComparisonDto"][];
        };
        WeeklyReportDto: {
            /** @enum {string} */
            variant: "live" | "locked";
            locationId: string | null;
            timezone: string;
            currency: string | null;
            period: components["schemas"]["ReportPeriodDto"];
            asOf: string;
            knownBy: string;
            attributionDays: number;
            sections: components["schemas"]["ReportSectionDto"][];
            /** @description By conversations, most first. */
            coordinators: components["schemas"]["CoordinatorWeekDto"][];
            dropOff: components["schemas"]["DropOffRowDto"][];
            baseline: components["schemas"]["ReportBaselineDto"] | null;
            notes: string[];
        };
        LiveReportDto: {
            location: components["schemas"]["ReportPlaceDto"] | null;
            /** @description Null: see `says`. */
            report: components["schemas"]["WeeklyReportDto"] | null;
            /** @description Why there is none. */
            says: string | null;
        };
        ReportDeliveryDto: {
            toAddress: string;
            /** @description `accepted` `failed`. */
            state: string;
            at: string;
            errorSays: string | null;
        };
        ReportDto: {
            id: string;
            location: components["schemas"]["ReportPlaceDto"] | null;
            builtAt: string;
            /** @description SHA-256 of the numbers and the people behind them: the same facts give the same one. */
            hash: string;
            report: components["schemas"]["WeeklyReportDto"];
            deliveries: components["schemas"]["ReportDeliveryDto"][];
        };
        PersonBehindDto: {
            personId: string;
            /** @description Of today; null: no longer on record. */
            name: string | null;
        };
        ReportPeopleDto: {
            metric: string;
            /** @enum {string} */
            part: "denominator" | "numerator";
            /** @description All there are; `items` are the first 500 of them. */
            total: number;
            items: components["schemas"]["PersonBehindDto"][];
        };
        WaysDto: {
            /** @description Where the other system is told to call; null: this connector takes no webhooks. */
            webhookUrl: string | null;
            /** @description Why calls cannot reach that address yet; null: nothing stands in the way. */
            webhookProblem: string | null;
            /** @description Files can be uploaded to this connection. */
            takesFiles: boolean;
        };
        InboxCountsDto: {
            /** @description Records the other side said to read again. */
            hints?: number;
            applied?: number;
            unchanged?: number;
            /** @description Records put aside: they are among the connection's quarantine. */
            quarantined?: number;
            /** @description Records the other side confirmed to be deleted. */
            gone?: number;
        };
        InboxItemDto: {
            id: string;
            /**
             * @description How it came: pushed by a webhook, over a socket, as a file.
             * @enum {string}
             */
            way: "file" | "stream" | "webhook";
            /**
             * @description `received` waits; `duplicate` came before, byte for byte; `quarantined` waits for a person.
             * @enum {string}
             */
            state: "applied" | "duplicate" | "ignored" | "quarantined" | "received" | "refused";
            /**
             * @description `strong`: signed over its bytes. `weak`: by a static secret. `none`: by the way it came alone.
             * @enum {string}
             */
            verified: "none" | "strong" | "weak";
            /** @description The kind of event, in the other side's words. */
            type: string | null;
            /** @description Why it is where it is: a sentence without patient data. */
            reason: string | null;
            counts: components["schemas"]["InboxCountsDto"];
            /** @description Bytes. */
            size: number;
            attempts: number;
            /** @description The item that came first, of a duplicate and of one that says something else under the same number. */
            sameAs: string | null;
            receivedAt: string;
            doneAt: string | null;
            nextTryAt: string | null;
        };
        InboxPageDto: {
            /** @description How many there are of each state. */
            counts: {
                [key: string]: number;
            };
            items: components["schemas"]["InboxItemDto"][];
            nextCursor: string | null;
        };
        OpenInboxItemDto: {
            id: string;
            /**
             * @description How it came: pushed by a webhook, over a socket, as a file.
             * @enum {string}
             */
            way: "file" | "stream" | "webhook";
            /**
             * @description `received` waits; `duplicate` came before, byte for byte; `quarantined` waits for a person.
             * @enum {string}
             */
            state: "applied" | "duplicate" | "ignored" | "quarantined" | "received" | "refused";
            /**
             * @description `strong`: signed over its bytes. `weak`: by a static secret. `none`: by the way it came alone.
             * @enum {string}
             */
            verified: "none" | "strong" | "weak";
            /** @description The kind of event, in the other side's words. */
            type: string | null;
            /** @description Why it is where it is: a sentence without patient data. */
            reason: string | null;
            counts: components["schemas"]["InboxCountsDto"];
            /** @description Bytes. */
            size: number;
            attempts: number;
            /** @description The item that came first, of a duplicate and of one that says something else under the same number. */
            sameAs: string | null;
            receivedAt: string;
            doneAt: string | null;
            nextTryAt: string | null;
            /** @description What came, as text; null when it is kept no longer. */
            body: string | null;
            /**
             * @description `base64`: what came is no text.
             * @enum {string}
             */
            bodyForm: "base64" | "text";
        };
        RotateCredentialsDto: {
            /** @description The secret settings that change, and nothing else: what is not named stays. */
            settings: {
                [key: string]: string | number | boolean;
            };
        };
        RotatedDto: {
            /** @description False: the other side did not take them, and the old ones still stand. */
            rotated: boolean;
            check: components["schemas"]["CheckResultDto"];
        };
        FileTakenDto: {
            /** @description As it is kept: without folders and without what a file system would read. */
            name: string;
            size: number;
            /** @description The read that follows. */
            jobId: string;
        };
        WriteShownDto: {
            startsAt?: string;
            endsAt?: string | null;
            practitionerName?: string | null;
            locationName?: string | null;
            serviceName?: string | null;
            channel?: string;
            direction?: string;
        };
        WriteStepDto: {
            at: string;
            /** @enum {string} */
            state: "cancelled" | "confirmed" | "failed" | "pending" | "review" | "sending" | "unknown";
            says: string | null;
            /** @description Null: the system. */
            byName: string | null;
        };
        WriteOperationDto: {
            id: string;
            connectionId: string;
            connectionName: string;
            /** @enum {string} */
            kind: "book" | "cancel" | "log_contact";
            /**
             * @description `pending` waits its turn, `sending` is under way, `unknown`: the other side did not answer, we look whether it stands there;
             *     `review`: a person must look; `confirmed`: it stands there; `failed`: it does not; `cancelled`: it never left.
             * @enum {string}
             */
            state: "cancelled" | "confirmed" | "failed" | "pending" | "review" | "sending" | "unknown";
            /** @description A sentence for the person who asked. */
            says: string | null;
            /** @description The other side's id of what was written. */
            ref: string | null;
            personId: string;
            caseId: string | null;
            /** @description The operation that must be confirmed before this one leaves. */
            afterId: string | null;
            shown: components["schemas"]["WriteShownDto"];
            attempts: number;
            /** @description Null: the system, because the connection is set to. */
            askedByName: string | null;
            askedAt: string;
            sentAt: string | null;
            endedAt: string | null;
            /** @description What became of it, oldest first. */
            steps: components["schemas"]["WriteStepDto"][];
        };
        WritePageDto: {
            items: components["schemas"]["WriteOperationDto"][];
            nextCursor: string | null;
        };
        ResolveWriteDto: {
            /**
             * @description What a person found in the other system.
             * @enum {string}
             */
            as: "confirmed" | "failed";
        };
        BookingSystemDto: {
            connectionId: string;
            name: string;
            /** @description What it takes from us for this patient. */
            kinds: ("book" | "cancel" | "log_contact")[];
            practitioners: components["schemas"]["NamedDto"][];
            locations: components["schemas"]["NamedDto"][];
            services: components["schemas"]["NamedDto"][];
        };
        UpcomingDto: {
            id: string;
            connectionId: string;
            startsAt: string;
            endsAt: string | null;
            status: string;
            practitionerName: string | null;
            serviceName: string | null;
            locationName: string | null;
        };
        WriteBackRoomDto: {
            /** @description What stands in the way of any booking for this patient; empty: nothing. */
            problems: string[];
            systems: components["schemas"]["BookingSystemDto"][];
            /** @description The patient's bookings from now on. */
            upcoming: components["schemas"]["UpcomingDto"][];
            operations: components["schemas"]["WriteOperationDto"][];
        };
        WriteBackDto: {
            /**
             * @description `reschedule`: the new booking first, and the old one goes when the new one stands.
             * @enum {string}
             */
            kind: "book" | "cancel" | "reschedule";
            /**
             * Format: uuid
             * @description In which system; needed to book where the patient is known to more than one that takes bookings.
             */
            connectionId?: string;
            /**
             * Format: uuid
             * @description To cancel or move: our id of the booking.
             */
            appointmentId?: string;
            /** @description To book or move: an instant with its offset. */
            startsAt?: string;
            endsAt?: string;
            /** Format: uuid */
            practitionerId?: string;
            /** Format: uuid */
            locationId?: string;
            /** Format: uuid */
            serviceId?: string;
            /** @description Shown to those who work there. */
            note?: string;
            /** @description Why it is cancelled: a code of the other side, or free text where it has none. */
            reason?: string;
        };
        WriteOperationsDto: {
            operations: components["schemas"]["WriteOperationDto"][];
        };
        BreakerDto: {
            openedAt: string;
            probeAt: string | null;
            because: string | null;
        };
        CompareDto: {
            id: string;
            stream: string;
            /** @description What begins in this range; both null: everything. */
            from: string | null;
            to: string | null;
            /**
             * @description `refused`: it brought too little to be believed.
             * @enum {string}
             */
            state: "asked" | "failed" | "ok" | "refused" | "running";
            startedAt: string;
            finishedAt: string | null;
            problem: string | null;
            walked: number;
            /** @description Not stored here, and stored by the comparison. */
            missed: number;
            /** @description Stored here otherwise than the source had said by then. */
            changed: number;
            /** @description Stored here and not brought; not confirmed yet. */
            absent: number;
            /** @description Confirmed as deleted. */
            gone: number;
        };
        VolumeDto: {
            /** @description Changes usual in these 24 hours of the week; null with less than three weeks of history. */
            expected: number | null;
            /** @description Changes of the last 24 hours. */
            seen: number;
            low: boolean;
            high: boolean;
        };
        StreamHealthDto: {
            name: string;
            kinds: string[];
            /** @enum {string|null} */
            mode: "delta" | "push" | "queue" | "snapshot" | "window" | null;
            /** @description Everything the source recorded up to here has been read. */
            watermark: string | null;
            /** @description Not older than twice the poll interval and six hours. */
            fresh: boolean;
            /** @description It brought too little to be believed since then: absences are not concluded. */
            doubtfulSince: string | null;
            /** @description Whether it can be compared with its source; null: not read yet. */
            compares: boolean | null;
            lastCompareAt: string | null;
            /** @description What the last comparison found missing, changed or deleted. */
            differences: number | null;
            lastCompare: components["schemas"]["CompareDto"] | null;
            lastFullCount: number | null;
            volume: components["schemas"]["VolumeDto"];
        };
        AlarmDto: {
            id: string;
            connectionId: string;
            connection: string;
            /**
             * @description What is wrong, for programs.
             * @enum {string}
             */
            code: "compare_failed" | "feed_late" | "field_vanished" | "notifications_missed" | "quarantine_many" | "source_shrunken" | "status_unknown" | "surge_held" | "volume_high" | "volume_low" | "volume_silent" | "webhook_refused";
            /** @description The stream, word or field it is about; empty: the whole connection. */
            subject: string;
            /** @description What is wrong and what to do. */
            says: string;
            /** @description Of a vanished field: the rules that rest on it. */
            rules: string[];
            openedAt: string;
            closedAt: string | null;
        };
        ListedRightlyDto: {
            right: number;
            wrong: number;
            /** @description Null: nothing has been judged. */
            share: number | null;
            low: number;
            high: number;
        };
        HealthDto: {
            /** @enum {string} */
            state: "needs_attention" | "paused" | "ready";
            problem: string | null;
            /** @description Null: closed, requests go through. */
            breaker: components["schemas"]["BreakerDto"] | null;
            nextPollAt: string | null;
            lastSuccessAt: string | null;
            streams: components["schemas"]["StreamHealthDto"][];
            alarms: components["schemas"]["AlarmDto"][];
            /** @description How truly its patients were listed in the last 60 days, as people and the ends of cases tell it. */
            judged: components["schemas"]["ListedRightlyDto"];
        };
        ThroughputHourDto: {
            at: string;
            read: number;
            applied: number;
            quarantined: number;
        };
        BoardStatusDto: {
            status: string;
            /** @description As it stands here now. */
            ours: number;
            /** @description As the source told it when it was compared last; null: it was not. */
            source: number | null;
            /** @description As it stood here at that moment: to be seen equal. */
            oursThen: number | null;
        };
        BoardDto: {
            asOf: string;
            /** @description When the source was walked; null: it cannot be counted there. */
            comparedAt: string | null;
            today: components["schemas"]["BoardStatusDto"][];
            /** @description Today and the six days after it. */
            week: components["schemas"]["BoardStatusDto"][];
            /** @description Booked patients are not the whole practice: people without any booking ahead. */
            patients: number;
            withoutBooking: number;
        };
        FieldShareDto: {
            stream: string;
            kind: string;
            field: string;
            seen: number;
            filled: number;
            /** @description The rules that rest on it. */
            rules: string[];
            vanished: boolean;
        };
        DriftDto: {
            since: string | null;
            fields: components["schemas"]["FieldShareDto"][];
        };
        CompareRangeDto: {
            /** @description Leave out both ends to compare everything. */
            from?: string;
            to?: string;
        };
        AcceptSmallerDto: {
            stream: string;
        };
        StatusWordDto: {
            /** @description As it is compared: trimmed, lower case. */
            word: string;
            /** @description What its records stand as. */
            status: string;
            records: number;
            /** @description What a person said it means. */
            means: string | null;
            by: string | null;
            at: string | null;
            /** @description False: records stored before still have to follow. */
            applied: boolean;
        };
        SayWordDto: {
            /**
             * @description Null takes back what was said.
             * @enum {string|null}
             */
            status: "arrived" | "booked" | "cancelled" | "completed" | "confirmed" | "in_progress" | "late_cancelled" | "no_show" | "pending" | "proposed" | "rescheduled" | "unknown" | "void" | "waitlist" | null;
            word: string;
        };
        RecordVersionDto: {
            data: {
                [key: string]: unknown;
            };
            createdAt: string | null;
            updatedAt: string | null;
            recordedAt: string | null;
            observedAt: string;
            goneAt: string | null;
        };
        HandedOverDto: {
            /** @description The record as the connector handed it over; null: it said that it is deleted. */
            data: {
                [key: string]: unknown;
            } | null;
            /** @description What the source itself wrote, while it is kept (30 days unless the practice says otherwise). */
            raw: string | null;
            connectorVersion: number;
        };
        RecordViewDto: {
            kind: string;
            id: string;
            stream: string;
            /** @description The record as it stands here. */
            current: components["schemas"]["RecordVersionDto"];
            absentSince: string | null;
            /** @description Newest first. */
            versions: components["schemas"]["RecordVersionDto"][];
            /** @description Null: the journal no longer holds it. */
            handedOver: components["schemas"]["HandedOverDto"] | null;
        };
        QuarantineCodeDto: {
            code: string;
            kind: string | null;
            records: number;
        };
        QuarantinedTextDto: {
            id: string;
            stream: string;
            kind: string | null;
            sourceId: string | null;
            code: string;
            /**
             * @description `record`: as the connector handed it over; `source`: as the other side wrote it.
             * @enum {string|null}
             */
            form: "record" | "source" | null;
            /** @description Null: it is kept no longer. */
            raw: string | null;
            connectorVersion: number;
            readAt: string;
        };
        DismissDto: {
            reason: string;
        };
        PlaceholderDto: {
            /** @enum {string} */
            kind: "service" | "word";
            /** @description A word of the status, in small letters; of a service the source's own id. */
            value: string;
            /** @description As people know it. */
            name: string;
            /** @description Bookings still to come that it speaks of. */
            upcoming: number;
            isPlaceholder: boolean;
            /** @description Who marked it. */
            by: string | null;
            at: string | null;
        };
        MarkPlaceholderDto: {
            /** @enum {string} */
            kind: "service" | "word";
            value: string;
            /** @description False: its bookings count again. */
            isPlaceholder: boolean;
        };
        AlarmListDto: {
            open: components["schemas"]["AlarmDto"][];
            /** @description Those of the last 30 days that are over. */
            ended: components["schemas"]["AlarmDto"][];
        };
        UnmatchedPaymentDto: {
            id: string;
            connectionId: string;
            connection: string;
            sourceId: string;
            at: string;
            amountMinor: number;
            currency: string | null;
            kind: string | null;
            status: string | null;
            failureCode: string | null;
            invoiceSourceId: string | null;
            membershipSourceId: string | null;
            /** @enum {string} */
            because: "invoice_unknown" | "membership_unknown" | "no_patient";
            /** @description Whose it is, where that alone is known. */
            personId: string | null;
        };
        UnmatchedPageDto: {
            items: components["schemas"]["UnmatchedPaymentDto"][];
            nextCursor: string | null;
        };
        MatchedPaymentDto: {
            id: string;
            connectionId: string;
            connection: string;
            sourceId: string;
            at: string;
            amountMinor: number;
            currency: string | null;
            personId: string;
            patientName: string;
            /** @description Who said whose it is. */
            byName: string | null;
            saidAt: string;
        };
        MatchedPageDto: {
            items: components["schemas"]["MatchedPaymentDto"][];
            nextCursor: string | null;
        };
        PaymentCountsDto: {
            noPatient: number;
            invoiceUnknown: number;
            membershipUnknown: number;
            matched: number;
            /** @description Payers of whom nobody has said whose they are, whatever they pay: payments, memberships, invoices, packages. */
            payersUnknown: number;
        };
        MatchPaymentDto: {
            /** Format: uuid */
            personId: string;
        };
        HeldRuleDto: {
            rule: string;
            cases: number;
        };
        HeldPersonDto: {
            personId: string;
            name: string;
            rules: string[];
            /** @description The strongest finding's sentence. */
            reason: string;
        };
        HeldCasesDto: {
            cases: number;
            /** @description When the first of them was found; null: nothing is held. */
            since: string | null;
            /** @description When the last of them was found: what is published or discarded is named by it. */
            upTo: string | null;
            rules: components["schemas"]["HeldRuleDto"][];
            /** @description The newest 50. */
            people: components["schemas"]["HeldPersonDto"][];
        };
        AnswerHeldDto: {
            /** @description `upTo` of what was looked at: what has come since then stays held. */
            upTo: string;
        };
        HeldAnsweredDto: {
            /** @description How many cases it was about. */
            cases: number;
        };
        UnservedDto: {
            S1: number;
            S2: number;
            S3: number;
            S4: number;
            total: number;
        };
        DayDto: {
            /** @description How many contacts the team can make in a day; null: nobody has said, and the list has no end. */
            capacity: number | null;
            /** @description The local date whose places these are; null: no day is planned. */
            day: string | null;
            /** @description Given: those worked off and those still there. Never more than the capacity. */
            places: number;
            /** @description Worked off since the day was planned. */
            done: number;
            /** @description Still there. */
            left: number;
            /** @description Open cases without a place when the day was last planned. */
            unserved: components["schemas"]["UnservedDto"];
            plannedAt: string | null;
        };
        HoldBackPhaseDto: {
            /** @description Of all households, 0 to 0.5. */
            share: number;
            /** @description How long; null: until the experiment ends. Only the last phase may be without an end. */
            weeks: number | null;
        };
        ArmsDto: {
            contact: number;
            heldBack: number;
        };
        ExperimentDto: {
            id: string;
            name: string;
            startsAt: string;
            phases: components["schemas"]["HoldBackPhaseDto"][];
            /** @description Held back of cases that open now; 0 once it has ended. */
            shareNow: number;
            reason: string;
            startedBy: components["schemas"]["NamedDto"];
            endedAt: string | null;
            endReason: string | null;
            endedBy: components["schemas"]["NamedDto"] | null;
            /** @description Cases that opened while it ran. */
            cases: components["schemas"]["ArmsDto"];
            households: components["schemas"]["ArmsDto"];
            /** @description Of the held back: shown all the same, because a reason came that bears no waiting. */
            shown: number;
        };
        ExperimentsDto: {
            items: components["schemas"]["ExperimentDto"][];
        };
        StartExperimentDto: {
            name: string;
            /** @description Why some patients are left alone for a while; kept with the experiment and in the audit trail. */
            reason: string;
            /** @description Default: 20 % for eight weeks, then 10 %. */
            phases?: components["schemas"]["HoldBackPhaseDto"][];
        };
        EndExperimentDto: {
            reason: string;
        };
        EndedExperimentDto: {
            /** @description Cases that stand in the list now and were held back before. */
            shown: number;
        };
        JudgedDto: {
            right: number;
            wrong: number;
            /** @description Null: nothing has been judged. */
            share: number | null;
            low: number;
            high: number;
        };
        ShadowWeekDto: {
            since: string;
            weekEndsAt: string;
            agreedPrecision: number;
            fewestMarks: number;
            reason: string;
            byName: string | null;
            judged: components["schemas"]["JudgedDto"];
            /** @description What is still missing, one sentence each; empty: it may go live. */
            missing: string[];
        };
        GoLiveDto: {
            /**
             * @description `shadow`: the list runs and is judged; nothing is sent.
             * @enum {string}
             */
            state: "live" | "shadow";
            /** @description Null where the practice is live. */
            week: components["schemas"]["ShadowWeekDto"] | null;
        };
        BeginShadowWeekDto: {
            /** @description Share of judged patients that must be rightly listed. Default 0.9. */
            agreedPrecision?: number;
            /** @description Patients that must be judged. Default 30. */
            fewestMarks?: number;
            reason: string;
        };
        GoLiveReasonDto: {
            reason: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    open: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    close: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    useLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseLinkDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    choosePractice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChoosePracticeDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                tab?: "all" | "at_risk" | "backlog" | "in_outreach" | "lapsed" | "resolved" | "snoozed" | "tasks" | "today" | "waiting";
                /** @description Rule id, e.g. `R06`. */
                rule?: string;
                locationId?: string;
                /** @description Only patients of whom this interest is said. */
                interest?: string;
                practitionerId?: string;
                state?: "closed" | "in_outreach" | "open" | "resolved" | "snoozed";
                sort?: "-since" | "name" | "priority" | "since" | "value";
                /** @description `nextCursor` of the page before, with the same filters and sort. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    searchCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchCasesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listPastCases: {
        parameters: {
            query: {
                /** @description Rule id, e.g. `R06`. */
                rule?: string;
                locationId?: string;
                /** @description Only patients of whom this interest is said. */
                interest?: string;
                practitionerId?: string;
                state?: "closed" | "in_outreach" | "open" | "resolved" | "snoozed";
                sort?: "-since" | "name" | "priority" | "since" | "value";
                /** @description `nextCursor` of the page before, with the same filters and sort. */
                cursor?: string;
                limit?: number;
                /** @description An instant with its offset, or a date: its first instant where the practice is. */
                asOf: string;
                tab?: "all" | "backlog" | "in_outreach" | "resolved" | "snoozed" | "today" | "waiting";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PastCasePageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    countCases: {
        parameters: {
            query?: {
                tab?: "all" | "at_risk" | "backlog" | "in_outreach" | "lapsed" | "resolved" | "snoozed" | "tasks" | "today" | "waiting";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorklistCountsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    searchPatients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchPatientsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundPatientsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPatient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    explainPatient: {
        parameters: {
            query?: {
                /** @description An instant with its offset, or a date: its first instant where the practice is. */
                asOf?: string;
            };
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhyDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    setPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPreferencesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listInterests: {
        parameters: {
            query?: {
                tab?: "all" | "at_risk" | "backlog" | "in_outreach" | "lapsed" | "resolved" | "snoozed" | "tasks" | "today" | "waiting";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterestDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listBacktests: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    askBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskBacktestDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRunDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestRunDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRecommendedPack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendedPackDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDraftPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    proposeDraft: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeDraftDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDraftDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDraftDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listDraftPeople: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Default `enters`. */
                move?: "changes" | "elsewhere" | "enters" | "leaves";
                /** @description Rule id, e.g. `R06`. */
                rule?: string;
            };
            header?: never;
            path: {
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftPeopleDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    approveDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDraftDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    withdrawDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDraftDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    previewDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDraftDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getRuleHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleHistoryDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listShadowFindings: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /**
                 * @description `to_judge`: the rule would list them now and nobody has judged it. `standing`: judged or not. `judged`: in the last 60 days, whether the rule
                 *     still speaks or not. Default `to_judge`.
                 */
                show?: "judged" | "standing" | "to_judge";
                /** @description Patients whose record names this location. */
                locationId?: string;
            };
            header?: never;
            path: {
                rule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowFindingsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    judgeShadowFinding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                findingId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShadowVerdictDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowCountsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    withdrawShadowVerdict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                findingId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowCountsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listLocations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listConnectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConnectionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDetailDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    checkSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckSettingsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckResultDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDetailDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeConnectionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDetailDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    checkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckResultDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    syncNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Default: those still open. */
                state?: "dismissed" | "open" | "replayed";
                /** @description Only those put aside for this reason. */
                code?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinePageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    replayQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedUserDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeUserDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    issueLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLinkDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description E.g. `patient.viewed`. */
                event?: string;
                actorUserId?: string;
                /** @description Who touched this record: a person, a connection, a user. */
                subjectId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": Record<string, never>;
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getCareTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareTemplatesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    saveCareTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveCareTemplatesDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareTemplatesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getOfferedTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferedTemplatesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPatientCare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientCareDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listTiers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskTiersDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonTiersDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    claimCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseInHandDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    renewLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenewedLeaseDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    releaseCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBrief: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BriefDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    recordCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallReportDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallDoneDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    snoozeCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeCaseDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnoozedDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    wakeCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WokenDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    closeCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseCaseDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoneDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    judgeCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerdictDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerdictDoneDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNoteDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoneDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listLeases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeasesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMyDay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyDayDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    nextCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NextCaseDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseInHandDto"];
                };
            };
            /** @description Nobody is left */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientContactDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    addConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddConsentDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    addSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddSuppressionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressedDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    liftSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiftSuppressionDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listSequences: {
        parameters: {
            query: {
                caseId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferedSequencesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    previewSequence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskPreviewDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    startSequence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolledDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    stopSequence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listOutbox: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                state?: "accepted" | "cancelled" | "delivered" | "due" | "expired" | "failed" | "planned" | "review" | "sending" | "sent" | "unknown";
                channel?: "call" | "email" | "sms";
                personId?: string;
                /** @description Only what ended, or moved last, at this instant or later. */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxMessageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxMessageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    resolveMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveMessageDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxMessageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    simulateReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulateReplyDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulatedReplyDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listInbound: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Only what a person has to look at, or only the rest. */
                needsReview?: "false" | "true";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    reviewInbound: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendingDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSendingDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendingDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    holdSending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldSendingDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendingDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    releaseHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseHoldDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendingDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelListDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    putChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: "email" | "sms";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutChannelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPractice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changePractice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePracticeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPlaybook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaybookDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listInterventions: {
        parameters: {
            query?: {
                stage?: "consult" | "first_contact" | "in_care" | "lapsed" | "maintenance" | "membership" | "programme";
                /** @description Rule id, for example `R05`. */
                rule?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterventionDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    approveTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    approveSequence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getPatientInterventions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientInterventionsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    recordIntervention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordInterventionDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterventionActDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    undoIntervention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                personId: string;
                actId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterventionActDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    takeStatus: {
        parameters: {
            query?: {
                attempt?: unknown;
            };
            header?: never;
            path: {
                practiceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    takeInbound: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practiceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    showUnsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practiceId: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practiceId: string;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnModelListDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    showProgramMonths: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramMonthsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    fitModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FitAskedDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description Absent: the whole practice. */
                locationId?: string;
                /** @description Weeks that begin before this local date. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportListDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getCurrentReport: {
        parameters: {
            query?: {
                /** @description Absent: the whole practice. */
                locationId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveReportDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listPeopleBehind: {
        parameters: {
            query: {
                /** @description Id of a number of the report. */
                metric: string;
                part: "denominator" | "numerator";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPeopleDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReportFile: {
        parameters: {
            query: {
                format: "csv" | "html" | "pdf";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/pdf": string;
                    "text/csv": string;
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["ProblemDto"];
                    "application/pdf": components["schemas"]["ProblemDto"];
                    "text/csv": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    answerHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practiceId: string;
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    takeHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practiceId: string;
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWays: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaysDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listInbox: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Default: all of them. */
                state?: "applied" | "duplicate" | "ignored" | "quarantined" | "received" | "refused";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    openInboxItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenInboxItemDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    retryInboxItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rotateCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateCredentialsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    uploadFile: {
        parameters: {
            query: {
                /** @description What the file is called, without folders: its ending says what it is (csv, tsv, txt, json, ndjson, yaml). */
                name: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileTakenDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWrites: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Default: all of them. */
                state?: "cancelled" | "confirmed" | "failed" | "pending" | "review" | "sending" | "unknown";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WritePageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteOperationDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    retryWrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteOperationDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    resolveWrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveWriteDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteOperationDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWriteBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteBackRoomDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    writeBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteBackDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WriteOperationsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getThroughput: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThroughputHourDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getBoard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    compareNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareRangeDto"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    acceptSmaller: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptSmallerDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    replayJournal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWords: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusWordDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    sayWord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SayWordDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusWordDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    findRecord: {
        parameters: {
            query: {
                kind: "appointment" | "communication" | "consent" | "invoice" | "location" | "membership" | "package" | "patient" | "payment" | "plan" | "practitioner" | "program" | "recall" | "score" | "service";
                /** @description The source's own id. */
                id: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordViewDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    countQuarantine: {
        parameters: {
            query?: {
                state?: "dismissed" | "open" | "replayed";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineCodeDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    openQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedTextDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    dismissQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listPlaceholders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceholderDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    markPlaceholder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkPlaceholderDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceholderDto"][];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listAlarms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmListDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUnmatched: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmatchedPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listMatched: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchedPageDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    countPayments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentCountsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    matchPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchPaymentDto"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    unmatchPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHeldCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldCasesDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    publishHeldCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerHeldDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldAnsweredDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    discardHeldCases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerHeldDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldAnsweredDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getDay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listExperiments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentsDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    startExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartExperimentDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    endExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndExperimentDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedExperimentDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getGoLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoLiveDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    beginShadowWeek: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginShadowWeekDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoLiveDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    goLiveNow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GoLiveReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoLiveDto"];
                };
            };
            /** @description What is wrong (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
}
