import type { frAccess } from './fr-access.ts';

/** The words of the accessibility statement, in the shape that the French RGAA 4.1 asks for. */
export const enAccess = {
  named: '{name}:',
  'footer.accessibility': 'Accessibility: not compliant',
  'privacy.sso': 'People who work in the console may sign in by {name}, which then learns when they come.',
  'access.title': 'Accessibility statement',
  'access.lead':
    'Everybody must be able to relay, check and question a campaign. This is what is done for it, what was verified, and what we do not know.',
  'access.who':
    'Whoever runs a campaign here undertakes to make its services accessible, in accordance with article 47 of the French law no. 2005-102 of 11 February 2005. This statement applies to {host}.',
  'access.state': 'Compliance status',
  'access.stateText':
    '{host} is not compliant with the French accessibility standard (RGAA), version 4.1: no person has audited this installation yet, and the RGAA knows no compliance without an audit. The pages are built to WCAG 2.2, levels A and AA.',
  'access.results': 'Test results',
  'access.resultsText':
    'These checks are automatic and are repeated for each version of the software, in a real browser, on all public pages:',
  'access.axe':
    'axe-core’s rules for WCAG 2.0, 2.1 and 2.2, levels A and AA: no violation, in French and English, in light and dark;',
  'access.zoom': 'enlargement to 400% (320 pixels wide): reading never asks for scrolling in two directions;',
  'access.keyboard':
    'the keyboard, on the campaign page and a page with a form: skip link, every control reached, visible and never covered, no trap;',
  'access.motion':
    'the live figures: announced once a minute at most, can be paused, and do not move for those who prefer so;',
  'access.script': 'what matters without JavaScript: reading, declaring a post, asking a question.',
  'access.limits':
    'Such tools find only a part of what stands in people’s way: they can’t tell whether a text is clear, nor whether a screen reader renders the page well.',
  'access.gaps': 'Content that is not accessible',
  'access.unknown': 'What we have not verified',
  'access.unknown1':
    'use with screen readers (NVDA, JAWS, VoiceOver, TalkBack), magnifiers and voice control;',
  'access.unknown2':
    'pictures and texts that the journal’s authors add: the software asks for a description, it does not judge it;',
  'access.unknown3': 'PDF statements: they are tagged, but were not checked with assistive technology.',
  'access.exempt': 'Content outside the obligation',
  'access.exemptText': 'Relayed posts are other people’s pages, on their own sites.',
  'access.made': 'About this statement',
  'access.madeText':
    'It is written with the software, after its tests of 23 November 2026, and holds until an audit replaces it.',
  'access.tools': 'Technologies: HTML, CSS, SVG, WAI-ARIA; JavaScript in addition.',
  'access.used': 'Tools: axe-core, and a Chromium browser driven by a program.',
  'access.pages': 'Pages checked: all public pages.',
  'access.contact': 'Feedback and contact',
  'access.contactText':
    'If you can’t reach some content or service, write to us: we will tell you where else to find it, or send it to you in another form.',
  'access.noContact':
    'No address is set on this installation yet; please turn to the organisation that runs the campaign:',
  'access.remedy': 'Remedies',
  'access.remedyText':
    'Use this procedure if you have reported a fault that keeps you from some content or service and did not receive a satisfactory answer. You can:',
  'access.remedy1':
    'write to the French Defender of Rights, the Défenseur des droits (formulaire.defenseurdesdroits.fr);',
  'access.remedy2': 'contact the delegate of the Défenseur des droits in your region;',
  'access.remedy3':
    'send a letter, free of charge and without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07, France.',
} as const satisfies Record<keyof typeof frAccess, string>;
