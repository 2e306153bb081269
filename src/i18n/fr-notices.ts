/** Les mots des messages, de l’abonnement aux nouvelles d’un billet, et des webhooks. */
export const frNotices = {
  'notice.title': 'Être prévenu',
  'notice.lead':
    'Laissez une adresse : nous vous écrivons quand ce billet est compté, refusé ou payé, et pour rien d’autre. Un lien de confirmation part d’abord ; un clic suffit pour arrêter.',
  'notice.email': 'Votre adresse électronique',
  'notice.button': 'Me prévenir',
  'notice.asked': 'Un message est en route. Rien ne vous sera écrit avant que vous ne l’ayez confirmé.',
  'notice.tooMany': 'Trop de demandes aujourd’hui pour ce billet ou cette adresse. Revenez demain.',
  'notice.confirmTitle': 'Recevoir les nouvelles de ce billet',
  'notice.confirmText': 'Vous serez prévenu de ce que devient {source}.',
  'notice.confirmButton': 'Confirmer mon adresse',
  'notice.confirmed': 'C’est confirmé. Le prochain message vous dira où en est le billet.',
  'notice.stopTitle': 'Ne plus rien recevoir',
  'notice.stopText': 'Vous ne recevrez plus de nouvelles de {source}, et votre adresse sera effacée ici.',
  'notice.stopButton': 'Arrêter et effacer mon adresse',
  'notice.stopped': 'C’est arrêté, et votre adresse est effacée.',
  'notice.dead': 'Ce lien ne sert plus',
  'notice.deadText': 'Il est trop vieux, ou votre adresse est déjà effacée ici.',
  'privacy.notices': 'Adresse laissée pour être prévenu de ce que devient un billet',
  'privacy.noticesWhy': 'Vous écrire quand il est compté, refusé ou payé, une fois l’adresse confirmée.',

  'mail.confirm.subject': 'Confirmez votre adresse',
  'mail.confirm.text':
    'Bonjour,\n\nQuelqu’un, vous sans doute, veut savoir ce que devient ce billet :\n{relay}\n\nPour recevoir ces nouvelles, et rien d’autre, confirmez :\n{address}\n\nVous n’avez rien demandé ? Ne faites rien : nous n’écrirons plus.',
  'mail.relay.subject.counted': 'Votre billet est compté',
  'mail.relay.subject.held': 'Votre billet attend une personne',
  'mail.relay.subject.refused': 'Votre billet n’est pas compté',
  'mail.relay.subject.withdrawn': 'Votre billet ne porte plus le lien',
  'mail.relay.subject.gone': 'Votre billet n’est plus en ligne',
  'mail.relay.counted':
    'Votre billet\n{source}\nest compté pour « {campaign} » : {units}, promis par {partners}.',
  'mail.relay.countedNothing':
    'Votre billet\n{source}\nest compté pour « {campaign} ». Les plafonds des promesses sont atteints : il ne déclenche plus de don, et il reste affiché.',
  'mail.relay.held':
    'Votre billet\n{source}\nn’est ni compté ni refusé : une personne va le regarder. Pourquoi : {reason}',
  'mail.relay.refused':
    'Votre billet\n{source}\nn’est pas compté pour « {campaign} ». Pourquoi : {reason}\nSi vous n’êtes pas d’accord, la page ci-dessous dit comment le contester.',
  'mail.relay.withdrawn':
    'En relisant votre billet\n{source}\nnous n’y avons plus trouvé le lien vers « {campaign} ».',
  'mail.relay.gone': 'En relisant votre billet\n{source}\nnous ne l’avons plus trouvé en ligne.',
  'mail.relay.more': 'Tout est expliqué, avec la preuve, sur sa page :\n{address}',
  'mail.relay.stop': 'Ne plus recevoir ces messages : {address}',
  'mail.cap.subject': '{percent} % de la promesse de {partner} sont déclenchés',
  'mail.cap.text':
    'Bonjour,\n\nDans « {campaign} », la promesse {pledge} de {partner} a donné {granted} sur {cap} : {percent} %.\n{end}\n\n{address}',
  'mail.cap.reached':
    'Le plafond est atteint : la page, le badge et l’API disent désormais qu’un acte ne déclenche plus de don. Une promesse publiée peut être relevée à tout moment.',
  'mail.cap.notYet': 'Rien ne change pour l’instant. Une promesse publiée peut être relevée à tout moment.',
  'mail.digest.subject': '{campaign} : hier et ce qui attend',
  'mail.digest.text':
    'Bonjour,\n\nHier : {counted, plural, one {un billet compté} many {# de billets comptés} other {# billets comptés}}, {refused, plural, one {un refusé} many {# de refusés} other {# refusés}}.\nEn attente d’une personne : {held}.\n{appeals, plural, =0 {} one {Un recours attend sa réponse.\n} many {# de recours attendent leur réponse.\n} other {# recours attendent leur réponse.\n}}{caps}{failing}\n{address}',
  'mail.digest.cap': 'Promesse {pledge} : {percent} % du plafond.\n',
  'mail.digest.failing': 'Webhook en échec : {host}.\n',
  'mail.endpointOff.subject': 'Webhook arrêté : {host}',
  'mail.endpointOff.gone':
    'Bonjour,\n\nL’adresse de {host} qui recevait les messages de « {campaign} » répond qu’elle n’existe plus (410). Nous ne lui envoyons plus rien.\n\nPour la remettre en marche ou en ajouter une autre :\n{address}',
  'mail.endpointOff.failing':
    'Bonjour,\n\nDepuis cinq jours, aucun message de « {campaign} » n’est arrivé à {host}. Nous ne lui envoyons plus rien.\n\nPour la remettre en marche, puis renvoyer ce qui a échoué :\n{address}',

  'webhook.title': 'Webhooks',
  'webhook.lead':
    'Des messages signés (Standard Webhooks) partent vers vos adresses à chaque fait choisi. Un échec est retenté pendant trois jours.',
  'webhook.none': 'Aucune adresse encore.',
  'webhook.add': 'Ajouter une adresse',
  'webhook.url': 'Adresse qui reçoit',
  'webhook.urlHint': 'En https, accessible publiquement.',
  'webhook.urlWrong': 'Ce n’est pas une adresse en http ou https.',
  'webhook.events': 'Faits à envoyer',
  'webhook.eventsNone': 'Choisissez au moins un fait.',
  'webhook.tooMany': 'Il y a déjà vingt adresses pour cette campagne.',
  'webhook.addButton': 'Ajouter',
  'webhook.secret': 'Le secret de signature',
  'webhook.secretOnce': 'Copiez-le maintenant : il ne sera plus montré.',
  'webhook.on': 'active',
  'webhook.off': 'arrêtée ({why})',
  'webhook.why.410': 'elle a répondu qu’elle n’existe plus',
  'webhook.why.failing': 'cinq jours d’échecs',
  'webhook.why.hand': 'à la main',
  'webhook.failing': 'en échec depuis le {date}',
  'webhook.test': 'Envoyer un essai',
  'webhook.rotate': 'Changer le secret',
  'webhook.disable': 'Arrêter',
  'webhook.enable': 'Reprendre',
  'webhook.replayAll': 'Renvoyer ce qui a échoué',
  'webhook.replay': 'Renvoyer',
  'webhook.log': 'Les derniers envois',
  'webhook.logNone': 'Rien n’a encore été envoyé.',
  'webhook.when': 'Quand',
  'webhook.event': 'Fait',
  'webhook.to': 'Vers',
  'webhook.state': 'État',
  'webhook.delivered': 'reçu ({status}, {ms} ms)',
  'webhook.waiting':
    '{n, plural, =0 {en attente} one {un échec, nouvel essai le {at}} many {# d’échecs, nouvel essai le {at}} other {# échecs, nouvel essai le {at}}}',
  'webhook.gaveUp': 'abandonné',
} as const;
