/** Les mots de l’accès aux données, de l’effacement et de la page de confidentialité. */
export const frData = {
  'footer.privacyPage': 'Vos données',
  'data.title': 'Vos données sur ce billet',
  'data.lead':
    'Ce billet est le vôtre ? Vous pouvez télécharger tout ce que nous gardons à son sujet, ou le faire effacer. Montrez-nous d’abord qu’il est à vous.',
  'data.post': 'Par un lien dans le billet',
  'data.postText':
    'Nous vous donnons une adresse. Vous l’ajoutez un instant dans votre billet ; nous allons l’y lire, puis vous la retirez.',
  'data.postButton': 'Obtenir mon adresse',
  'data.email': 'Par votre adresse électronique',
  'data.emailText':
    'Si vous avez laissé une adresse électronique en proposant ce billet, nous y envoyons un lien.',
  'data.emailField': 'Votre adresse électronique',
  'data.emailButton': 'Envoyer le lien',
  'data.sent':
    'Si cette adresse a été laissée avec ce billet, un message est en route. Le lien qu’il contient ouvre vos données.',
  'data.emailWrong': 'Ceci n’est pas une adresse électronique.',
  'data.tooMany': 'Trop de demandes pour ce billet aujourd’hui. Revenez demain.',
  'data.of': 'Billet : {source}',
  'data.place': 'Ajoutez ce lien dans votre billet',
  'data.placeText':
    'N’importe où dans le texte du billet, même discrètement ; pas dans un commentaire, où n’importe qui peut écrire. Gardez cette page ouverte : son adresse est votre clé.',
  'data.link': 'L’adresse à mettre en lien',
  'data.check': 'C’est fait, allez voir',
  'data.checking': 'Nous allons lire votre billet… Cette page se met à jour toute seule.',
  'data.not_found': 'Le lien n’est pas dans le billet que nous venons de lire.',
  'data.unreachable': 'Nous n’avons pas pu lire le billet. Est-il en ligne ?',
  'data.proven': 'Ce billet est bien le vôtre.',
  'data.download': 'Télécharger tout ce que nous gardons',
  'data.downloadText':
    'Un fichier JSON : l’adresse, les textes lus, chaque vérification, les unités données, et ce qui ouvre vos écritures du journal public.',
  'data.keep':
    'Gardez-le si vous effacez ensuite : avec lui vous pourrez toujours prouver que votre billet a compté. Nous ne le pourrons plus.',
  'data.erase': 'Effacer',
  'data.eraseText':
    'L’adresse, le titre, l’auteur, l’extrait, les vérifications et le sel de vos écritures disparaissent d’ici. Les unités données restent données : l’écriture du journal reste, sans plus rien qui mène à vous. Ceci ne se défait pas.',
  'data.confirm': 'Je veux effacer ce que vous gardez sur ce billet.',
  'data.eraseButton': 'Effacer pour toujours',
  'data.confirmMissing': 'Cochez la case pour confirmer.',
  'data.erased': 'C’est effacé',
  'data.erasedText':
    'Rien de ce billet n’est plus ici. Les unités qu’il a values restent données, et le journal public reste vrai.',
  'data.proofTitle': 'Un lien de preuve',
  'data.proofText':
    'Ce lien montre que l’auteur d’un billet nous a demandé ses données. Il ne sert à rien d’autre et peut être retiré du billet.',
  'data.mail.subject': 'Vos données sur un billet relayé',
  'data.mail.text':
    'Bonjour,\n\nVous (ou quelqu’un qui a saisi votre adresse) demandez les données gardées sur ce billet :\n{source}\n\nCe lien les ouvre, pendant quelques semaines. Ne le donnez à personne :\n{link}\n\nSi ce n’est pas vous, ignorez ce message : rien ne change.\n',
  'part.drawing': 'C’est un dessin (une personne le regarde avant de le compter)',
  'part.email': 'Adresse électronique (facultative)',
  'part.emailText':
    'Seulement pour prouver plus tard que ce billet est à vous. Jamais publiée, effacée après la campagne.',
  'part.emailWrong': 'Ceci n’est pas une adresse électronique.',
  'relay.data': 'Ce billet est à moi : voir ou effacer mes données',
  'privacy.title': 'Vos données, dites simplement',
  'privacy.lead':
    'Cette page est écrite par les réglages du logiciel : elle dit ce qui est vraiment fait ici, pas ce qu’on aimerait promettre.',
  'privacy.who': 'Qui répond',
  'privacy.whoText': 'Chaque campagne est menée par une organisation, qui répond de ces données.',
  'privacy.what': 'Ce qui est gardé, pourquoi et combien de temps',
  'privacy.kind': 'Quoi',
  'privacy.why': 'Pourquoi',
  'privacy.long': 'Combien de temps',
  'privacy.wall': 'L’adresse d’un billet relayé, son titre, son auteur, un extrait',
  'privacy.wallWhy': 'Montrer ce qui a été compté et permettre à chacun de le vérifier (intérêt légitime).',
  'privacy.refused': 'Un billet refusé ou retiré',
  'privacy.refusedWhy': 'Dire à son auteur pourquoi, et pouvoir revoir la décision.',
  'privacy.evidence': 'Le détail de chaque lecture (état, taille, empreinte)',
  'privacy.evidenceWhy': 'Établir ce qui a été vu, en cas de question.',
  'privacy.contacts': 'L’adresse électronique laissée avec un billet',
  'privacy.contactsWhy': 'Prouver plus tard que le billet est à vous ; rien d’autre (votre accord).',
  'privacy.requests': 'Une demande d’accès ou d’effacement',
  'privacy.requestsWhy': 'Y répondre.',
  'privacy.tags': 'L’empreinte d’un billet effacé, ou d’un ticket de caisse',
  'privacy.tagsWhy': 'Ne pas compter deux fois ce dont on ne garde ni l’adresse ni le numéro.',
  'privacy.log': 'Le journal public : unités, jour, sceau illisible sans son sel',
  'privacy.logWhy': 'Rendre le compte vérifiable par tous. Ne contient ni nom, ni adresse, ni texte.',
  'privacy.days':
    '{days, plural, one {# jour} many {# jours} other {# jours}} {from, select, close {après la fin de la campagne} other {à partir de ce moment}}',
  'privacy.always': 'Toujours',
  'privacy.others': 'Qui d’autre voit quelque chose',
  'privacy.purchases':
    'Des achats, les enseignes ne nous envoient ni nom ni carte de fidélité ; ce qui y ressemble est refusé. Du ticket nous gardons, pour la durée du journal public, une empreinte de son numéro, le magasin, l’heure et les seuls produits qui comptent ; d’un retour, les produits rendus ; d’un achat qui ne compte pas, rien.',
  'privacy.none': 'Aucun traceur, aucune mesure d’audience, aucune publicité.',
  'privacy.mail': 'Les messages partent par un serveur de courrier choisi par l’exploitant.',
  'privacy.witness':
    'Des témoins du journal public ({names}) reçoivent le nombre d’écritures et une empreinte ; aucune donnée personnelle.',
  'privacy.cookies':
    'Aucun cookie pour qui lit ou relaie. La console en pose un seul, pour les personnes qui y travaillent, le temps de leur session. Aucune adresse de lecteur n’est enregistrée.',
  'privacy.rights': 'Vos droits',
  'privacy.rightsText':
    'Sur la page de chaque billet, le lien « Ce billet est à moi » ouvre vos données : les lire, les emporter, les effacer. Vous pouvez aussi écrire à l’organisation qui mène la campagne, ou à la CNIL.',
  'privacy.erasures': 'Billets effacés, par mois',
  'privacy.noErasures': 'Aucun effacement n’a encore été demandé.',
  'privacy.month': 'Mois',
  'privacy.count': 'Billets effacés',
} as const;
