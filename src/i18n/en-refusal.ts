import type { frRefusal } from './fr-refusal.ts';

/** Words of pages that say no, in English. */
export const enRefusal = {
  'refusal.home': 'Back to the start page',
  'refusal.notFound.title': 'There is nothing at this address',
  'refusal.notFound.sentence': 'The page may have changed its name, or the address lost a piece on its way.',
  'refusal.notAllowed.title': 'This page can only be read',
  'refusal.notAllowed.sentence': 'This address takes no form.',
  'refusal.failed.title': 'Something broke on our side',
  'refusal.failed.sentence':
    'It is not your fault. What was counted stays counted; please try again in a moment.',
  'refusal.intake.title': 'We could not take this address',
  'intake.source_missing': 'The address of the post is missing.',
  'intake.target_missing': 'The address of the campaign is missing.',
  'intake.source_invalid':
    'This is not a full address. Copy the post’s from the browser’s bar: it begins with https://.',
  'intake.target_invalid': 'The campaign’s address is not a full address.',
  'intake.source_is_target': 'This is the address of the campaign itself; we need the one of your post.',
  'intake.target_not_ours': 'This campaign page is not on this site.',
  'intake.target_unknown': 'There is no campaign at this address.',
  'intake.same_site': 'This is a page of our own site; we need the address of your post.',
  'intake.method_not_allowed': 'This address takes forms only.',
  'intake.content_not_form': 'What was sent is not a form.',
  'intake.content_not_form_or_json': 'What was sent is neither a form nor a JSON document.',
  'intake.body_too_large': 'What was sent is too long: an address is enough.',
  'intake.body_not_utf8': 'What was sent is not readable text.',
  'intake.body_timeout': 'What was sent did not arrive in time. Please try again.',
  'intake.body_broken': 'What was sent broke off on its way. Please try again.',
  'intake.form_malformed': 'The address holds a broken encoding. Copy it from your browser again.',
  'intake.json_malformed': 'The JSON document must give the post’s address as url.',
  'intake.source_repeated': 'The post’s address is given more than once.',
  'intake.target_repeated': 'The campaign’s address is given more than once.',
  'intake.email_invalid': 'The e-mail address is none. Correct it, or leave the field empty: it is optional.',
  'intake.unavailable': 'We could not store it just now. Please send it again in a minute.',
} as const satisfies Record<keyof typeof frRefusal, string>;
