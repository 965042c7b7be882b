"""Powers: what may be done here. Each people's route names one; `roles.toml` says which roles have it."""

from enum import StrEnum


class Power(StrEnum):
    """One thing that may be done."""

    OWN_ACCOUNT = "own_account"  # whoever is signed in has it
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"

    SEE_RESULTS = "see_results"  # figures as of the last closed day
    SEE_LIVE_RESULTS = "see_live_results"  # figures as of now, with precise times
    SEE_PEOPLE = "see_people"  # figures of a named official
    SEE_PATTERNS = "see_patterns"  # signs to look into, with names
    SEE_OWN_RESULTS = "see_own_results"  # an official's own
    SEE_COMMENTS = "see_comments"
    MANAGE_FEED = "manage_feed"  # keys with which other systems read what their maker sees

    SEE_FLEET = "see_fleet"
    ENROL = "enrol"
    REPLACE = "replace"  # and retire
    REVOKE = "revoke"
    COMMAND_KIOSKS = "command_kiosks"  # deliver now, restart, diagnostics, remote settings
    ACKNOWLEDGE = "acknowledge"  # alarms
    PLAN_PROOFS = "plan_proofs"  # ratings of 1 by an inspector
    PROPOSE_RELEASE = "propose_release"
    RELEASE = "release"
    RELEASE_UPDATES = "release_updates"

    EDIT_DIRECTORY = "edit_directory"  # units, counters, officials, rosters
    SET_SIGN_ON = "set_sign_on"  # PINs and badges of officials, staff PINs
    PUBLISH_QUESTIONNAIRE = "publish_questionnaire"
    EDIT_POLICIES = "edit_policies"
    SEE_KEYS = "see_keys"  # fingerprints, ledgers' heads

    SEE_CASES = "see_cases"
    HANDLE_CASES = "handle_cases"  # assign, review, publish, close
    ANSWER_CASES = "answer_cases"  # in a unit's name
    CORRECT_ATTRIBUTION = "correct_attribution"  # propose; and decide on what others proposed
    CONTEST_ATTRIBUTION = "contest_attribution"  # and reply, as an official, to what is said of oneself
    PUBLISH_REPORT = "publish_report"
