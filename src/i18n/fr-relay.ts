/** Words of «did mine count?»: verdicts, steps, and for each reason why and what to do next. */
export const frRelay = {
  'relay.title': 'Ce billet est-il compté ?',
  'relay.counted': 'Oui, ce billet compte : {units} pour {charity}.',
  'relay.countedCapped':
    'Oui, ce billet compte : {units} pour {charity}, le plafond d’une promesse étant atteint.',
  'relay.countedZero':
    'Ce billet est compté, mais il ne déclenche pas de don : les plafonds étaient déjà atteints.',
  'relay.received': 'Ce billet est bien arrivé. Nous allons le lire.',
  'relay.checking': 'Nous sommes en train de lire ce billet.',
  'relay.held': 'Ce billet attend qu’une personne le regarde.',
  'relay.refused': 'Ce billet n’est pas compté.',
  'relay.withdrawnKept': 'Le lien n’est plus dans ce billet. Le don reste acquis : {units}.',
  'relay.withdrawnReversed': 'Le lien n’est plus dans ce billet. Le don a été repris.',
  'relay.goneKept': 'Ce billet n’est plus en ligne. Le don reste acquis : {units}.',
  'relay.goneReversed': 'Ce billet n’est plus en ligne. Le don a été repris.',
  'relay.refreshes': 'Cette page se met à jour toute seule ; cela prend d’ordinaire quelques secondes.',
  'relay.heldReview':
    'La campagne fait regarder ce billet par une personne avant de le compter. Vous n’avez rien à faire.',
  'relay.why': 'Pourquoi',
  'relay.next': 'Que faire',
  'relay.parts': 'Qui a donné quoi',
  'relay.part': '{partner}, promesse « {pledge} », conditions version {version}',
  'relay.steps': 'Ce qui s’est passé',
  'relay.facts': 'Le billet',
  'relay.source': 'Adresse du billet',
  'relay.target': 'Page de la campagne',
  'relay.kind': 'Ce que c’est',
  'kind.post': 'un billet',
  'kind.mention': 'un message court',
  'kind.share': 'un partage',
  'kind.illustration': 'un dessin',
  'kind.featured': 'un billet choisi par la campagne',
  'relay.referredBy': 'Venu par',
  'relay.referrer': 'le relais n° {number}',
  'relay.own': 'Amenez quelqu’un',
  'relay.ownText':
    'Qui publie avec ce lien-ci vient par vous : la campagne donne alors {units} de plus, et vous le verrez ici.',
  'relay.brought':
    '{n, plural, =0 {Personne n’est encore venu par vous.} one {Un relais est venu par vous.} many {# de relais sont venus par vous.} other {# relais sont venus par vous.}}',
  'relay.via': 'Déclaré par',
  'relay.author': 'Auteur',
  'relay.published': 'Publié',
  'relay.logIndex': 'Rang dans le journal public',
  'relay.again': 'Faire vérifier à nouveau',
  'relay.againText':
    'Vous avez modifié le billet ? Nous le relisons tout de suite. Un billet n’est compté qu’une fois.',
  'relay.times': 'Heures de Paris.',

  'via.webmention': 'Webmention, envoyée par le blog',
  'via.pingback': 'Pingback, envoyé par le blog',
  'via.form': 'le formulaire de la campagne',
  'via.feed': 'le flux du blog',
  'via.activitypub': 'le fédivers',
  'via.bluesky': 'Bluesky',
  'via.trackback': 'Trackback, envoyé par le blog',

  'step.claimed': 'Déclaration reçue',
  'step.claimed_again': 'Nouvelle déclaration reçue',
  'step.check_started': 'Lecture commencée',
  'step.checked': 'Billet lu',
  'step.retry_planned': 'Nouvelle tentative prévue',
  'step.held': 'Confié à une personne',
  'step.counted': 'Compté',
  'step.updated': 'Description mise à jour',
  'step.refused': 'Non compté',
  'step.withdrawn': 'Lien disparu',
  'step.gone': 'Billet disparu',
  'step.reversed': 'Don repris par contre-passation',
  'step.approved': 'Accepté par une personne',

  'reason.link_not_found': 'Nous avons lu le billet sans y trouver de lien vers la campagne.',
  'reason.link_not_found.next': 'Ajoutez le lien dans le texte du billet, puis faites vérifier à nouveau.',
  'reason.link_hidden': 'Le lien est bien dans la page, mais un lecteur ne peut pas le voir.',
  'reason.link_hidden.next':
    'Une personne va regarder. Si vous le pouvez, placez le lien dans le texte visible et faites vérifier à nouveau.',
  'reason.link_in_comments': 'Le lien est dans les commentaires, pas dans le billet lui-même.',
  'reason.link_in_comments.next':
    'Une personne va regarder. Le plus sûr : mettre le lien dans le texte du billet et faire vérifier à nouveau.',
  'reason.source_not_found': 'À cette adresse, votre site répond que la page n’existe pas.',
  'reason.source_not_found.next':
    'Vérifiez que le billet est publié, et que l’adresse est la bonne, puis faites vérifier à nouveau.',
  'reason.source_gone': 'Votre site répond que cette page a été retirée.',
  'reason.source_gone.next':
    'Si le billet a changé d’adresse, donnez-nous la nouvelle sur la page de la campagne.',
  'reason.source_unreachable':
    'Nous n’avons pas pu lire la page : le site n’a pas répondu, ou nous a refusé l’entrée.',
  'reason.source_unreachable.next':
    'Ce n’est pas forcément de votre fait. Voyez si le billet s’ouvre sans mot de passe, puis faites vérifier à nouveau.',
  'reason.source_timeout': 'Le site a mis trop de temps à répondre.',
  'reason.source_timeout.next': 'Réessayez dans un moment, quand le site sera moins occupé.',
  'reason.source_too_large': 'La page est trop lourde pour que nous la lisions jusqu’au lien.',
  'reason.source_too_large.next':
    'Donnez l’adresse du billet seul plutôt que celle d’une page qui en rassemble beaucoup.',
  'reason.source_not_html':
    'Cette adresse mène à autre chose qu’une page : une image, un document, un fichier.',
  'reason.source_not_html.next': 'Donnez l’adresse de la page où le billet se lit.',
  'reason.source_blocked': 'Cette adresse n’est pas publique, nous ne pouvons donc pas la lire.',
  'reason.source_blocked.next':
    'Publiez le billet à une adresse que tout le monde peut ouvrir, puis donnez-la-nous.',
  'reason.same_site': 'Cette page est de notre site : elle ne peut pas relayer la campagne.',
  'reason.same_site.next': 'Donnez l’adresse de votre billet, sur votre blog.',
  'reason.duplicate': 'Ce billet est déjà compté, sous une autre adresse.',
  'reason.duplicate.next': 'Vous n’avez rien à faire : le don a été inscrit la première fois. Merci !',
  'reason.site_already_counted': 'Votre site a déjà tous les billets que la campagne compte par site.',
  'reason.site_already_counted.next':
    'Rien à faire : le don de votre site est inscrit. Parlez-en à d’autres blogueurs !',
  'reason.campaign_not_open': 'La campagne n’était pas encore ouverte quand ce billet nous est parvenu.',
  'reason.campaign_not_open.next':
    'Revenez à l’ouverture et faites vérifier à nouveau : le même billet pourra compter.',
  'reason.campaign_closed': 'La campagne était terminée quand ce billet nous est parvenu.',
  'reason.campaign_closed.next':
    'Merci tout de même d’en avoir parlé. La page de l’association dit comment aider autrement.',
  'reason.refused_by_moderator': 'Une personne a regardé ce billet et ne l’a pas retenu.',
  'reason.refused_by_moderator.next':
    'Ce n’est jamais pour l’opinion exprimée. Si vous pensez que c’est une erreur, contestez ce refus ci-dessous.',
  'reason.spam': 'Cette page ressemble à un contenu publié en masse.',
  'reason.spam.next':
    'Si c’est une erreur, contestez ce refus ci-dessous : une autre personne regardera votre billet.',
} as const;
