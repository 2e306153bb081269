/** Les mots du bilan. */
export const frResults = {
  'results.chain': 'De la promesse à l’assiette',
  'results.chain.promised': 'promis au plus',
  'results.chain.granted': 'accordés',
  'results.chain.settled': 'réglés',
  'results.chain.delivered': 'remis',
  'results.timeline': 'Jour après jour',
  'results.timelineText': '{units} du {from} au {to}.',
  'results.timelineNone': 'Rien n’a encore été accordé.',
  'results.days': 'du {from} au {to}',
  'results.day': 'Jour',
  'results.moved': 'Ce jour-là',
  'results.sum': 'En tout',
  'results.table': 'Le tableau',
  'results.milestone': 'Étape : {units}',
  'results.cap': 'Les plafonds ensemble : {units}',
  'results.units': 'Unités',
  'results.sites':
    '{relays, plural, one {# billet} many {# de billets} other {# billets}} sur {sites, plural, one {# site} many {# de sites} other {# sites}}.',
  'results.hours':
    '{people, plural, one {# bénévole} many {# de bénévoles} other {# bénévoles}}, {hours, plural, one {# heure} many {# d’heures} other {# heures}}.',
  'results.partners': 'Partenaire par partenaire',
  'results.partnersCaption': 'Ce que chaque partenaire donne',
  'results.worthHead': 'Valeur',
  'results.gift': 'don (mécénat)',
  'results.marketing': 'dépense de communication (parrainage)',
  'results.not': 'Ce qui n’a pas compté, et pourquoi',
  'results.notNone': 'Rien n’a été refusé ni annulé.',
  'results.refusedCaption': 'Billets refusés, par raison',
  'results.undoneCaption': 'Dons annulés, par raison',
  'results.reason': 'Raison',
  'results.relays': 'Billets',
  'results.acts2': 'Actes',
  'results.appealsNone': 'Personne n’a contesté de refus.',
  'results.answers': 'Questions et réponses',
  'results.answersText':
    '{n, plural, =0 {Aucune question posée.} one {Une question posée, {left}.} many {# de questions posées, {left}.} other {# questions posées, {left}.}}',
  'results.answersLeft':
    '{n, plural, =0 {aucune sans réponse} one {une sans réponse} many {# sans réponse} other {# sans réponse}}',
  'results.answersCaption': 'Qui a répondu, en combien de temps',
  'results.thanks': 'Merci',
  'results.thanksText': 'Chaque ligne mène au billet, et à la preuve de ce qu’il a donné.',
  'results.thanksAll': 'Tous les billets, les plus anciens à la fin',
  'results.thanksMore': 'La suite',
  'results.thanksErased':
    '{n, plural, one {Un billet effacé à la demande de son auteur compte toujours.} many {# de billets effacés à la demande de leurs auteurs comptent toujours.} other {# billets effacés à la demande de leurs auteurs comptent toujours.}}',
  'results.proofOf': 'preuve',
  'results.next': 'Et maintenant',
  'results.nextSettle': 'Il reste {units} à régler par les partenaires.',
  'results.nextDeliver': 'Il reste {units} réglés à remettre.',
  'results.nextNothing': 'Tout ce qui a été accordé est réglé et remis.',
  'results.nextJournal': 'La suite se raconte dans le journal',
  'results.pdf': 'Le bilan en PDF',
  'results.image': 'L’image à partager',
  'results.footer': '{campaign}, bilan du {date}',
  'results.madeAt':
    'Fait le {date}, au point de contrôle de {n, plural, one {# entrée} many {# d’entrées} other {# entrées}}.',
  'static.frozen': 'Copie figée le {date} de {address}.',
  'relayer.title': '{name} et celles et ceux qui ont suivi',
  'relayer.lead': 'Ce que ses billets ont rendu possible, et ceux des lectrices et lecteurs qui ont suivi.',
  'relayer.for': 'pour {charity}',
  'relayer.own':
    '{n, plural, one {Un billet a donné {units}.} many {# de billets ont donné {units}.} other {# billets ont donné {units}.}}',
  'relayer.brought':
    '{n, plural, one {Un autre est venu par là et a donné {units}.} many {# d’autres sont venus par là et ont donné {units}.} other {# autres sont venus par là et ont donné {units}.}} Ce « nous », c’est aussi vous.',
  'relayer.sentence':
    '{n, plural, one {Avec un billet} many {Avec # de billets} other {Avec # billets}}, {name} a rendu possibles {units} pour {charity}.',
  'relayer.sentenceBrought':
    '{n, plural, one {Avec un billet} many {Avec # de billets} other {Avec # billets}}, et {brought, plural, one {un autre} many {# d’autres} other {# autres}} venus par là, {name} a rendu possibles {units} pour {charity}.',
  'relayer.alt': 'L’image à partager : {sentence}',
  'relayer.picture': 'Enregistrer l’image',
  'relayer.more':
    '{n, plural, one {et un billet plus ancien} many {et # de billets plus anciens} other {et # billets plus anciens}}',
  'relayer.chosen':
    'Cette page existe parce que l’auteur de ces billets l’a voulu. Personne n’est suivi : un billet est venu par un autre quand son lien le dit.',
  'relayer.choose': 'Votre page',
  'relayer.chooseText':
    'Tout ce que vos billets de {scope} ont rendu possible, dans toutes les campagnes d’ici, avec une image à partager. Elle n’existe que si vous le voulez, et disparaît quand vous le voulez.',
  'relayer.name': 'Votre nom sur cette page (facultatif)',
  'relayer.show': 'Montrer ma page',
  'relayer.hide': 'Ne plus la montrer',
  'relayer.see': 'Voir ma page',
} as const;
