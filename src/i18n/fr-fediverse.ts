/** The campaign as an account of the fediverse: what it says, and what is said of it. */
export const frFediverse = {
  'fediverse.opening':
    '{title} : la campagne est ouverte jusqu’au {closes}. Mentionnez-nous, répondez, partagez ou citez ce message : chaque relais est compté, au grand jour.',
  'fediverse.milestone': '{title} : {reached} ! Merci à toutes celles et ceux qui ont relayé.',
  'fediverse.closing':
    '{title} : la campagne est terminée. {reached}, et les derniers relais se vérifient encore.',
  'privacy.fediverse':
    'Fédivers (Mastodon et autres) : les campagnes y ont un compte. Nous gardons qui les suit (adresse du compte) jusqu’à ce qu’il cesse, les messages publics qui les mentionnent, comme les autres billets, et le nom et la clé de leur auteur un mois après la dernière lecture. Un message ou un compte effacé là-bas est relu et ne compte plus.',
  'take.fediverse':
    'Mentionnez ce compte dans un message public, répondez à ses messages, partagez-les ou citez-les : le relais est compté de lui-même.',
} as const;
