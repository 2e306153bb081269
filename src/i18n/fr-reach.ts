/** Les mots des pages par lesquelles un billet arrive : inscrire un site, extraits à coller, partage. */
export const frReach = {
  'footer.take': 'Extraits à coller, inscrire mon blog',
  'take.title': 'Faire arriver son billet',
  'take.lead':
    'Un lien vers la campagne suffit. Voici quoi coller selon l’outil, et comment le billet nous parvient.',
  'take.snippets': 'À coller dans le billet',
  'take.snippetsText':
    'L’extrait montre le compteur de la campagne et y mène. Gardez le lien : l’image seule ne compte pas.',
  'take.paste': 'À coller ({name})',
  'take.wordpress':
    'Ajoutez un bloc « HTML personnalisé », collez, publiez. WordPress nous prévient de lui-même en quelques minutes.',
  'take.ghost': 'Tapez /html sur une ligne vide, collez, publiez. Ghost nous prévient de lui-même.',
  'take.blogger':
    'Passez en « Vue HTML » avec le crayon, collez, publiez. Blogger ne prévient personne : inscrivez votre blog une fois, plus bas.',
  'take.overblog':
    'Ouvrez la vue « Source » ou « HTML » de l’éditeur, collez, publiez. Inscrivez votre blog une fois, plus bas.',
  'take.static':
    'Collez dans le fichier Markdown du billet, puis publiez le site. Inscrivez votre site une fois, plus bas.',
  'take.mastodon':
    'Collez l’adresse dans votre message. Puis donnez l’adresse du message dans le formulaire de la campagne.',
  'take.arrive': 'Comment il nous parvient',
  'take.arrivePing': 'Par Webmention, Pingback ou Trackback, si votre outil sait le faire : rien à faire.',
  'take.arriveSite': 'Par le flux de votre blog, inscrit une seule fois.',
  'take.arriveSiteLink': 'Inscrire mon blog',
  'take.arriveShare':
    'Par le menu « Partager » du téléphone, une fois cette page ajoutée à l’écran d’accueil.',
  'take.bookmarklet': 'Le bouton à glisser',
  'take.bookmarkletText':
    'Glissez ce bouton dans la barre de favoris. Sur la page de votre billet, cliquez dessus : son adresse nous est proposée, vous confirmez.',
  'take.bookmarkletName': 'Faire compter ce billet',
  'sites.title': 'Inscrire mon blog',
  'sites.lead': 'Donnez son adresse une fois : nous lirons son flux et trouverons vos billets nous-mêmes.',
  'sites.url': 'Adresse du blog ou de son flux',
  'sites.urlHint': 'Par exemple https://mon-blog.example/',
  'sites.send': 'Inscrire',
  'sites.done': '{host} est inscrit.',
  'sites.doneText':
    'Nous lirons son flux dans la minute. Un billet qui mène à la campagne apparaîtra sur sa page, sans rien faire de plus.',
  'sites.address_invalid': 'Cette adresse n’est pas complète : elle commence par http:// ou https://.',
  'sites.own_site': 'C’est l’adresse de ce site-ci : donnez celle de votre blog.',
  'sites.campaign_unknown': 'Cette campagne n’existe pas ici.',
  'sites.campaign_over': 'La campagne est terminée : plus aucun site n’est inscrit.',
  'sites.too_many':
    'Trop d’inscriptions pour le moment. Réessayez plus tard, ou donnez l’adresse de votre billet.',
  'sites.malformed': 'Le formulaire n’est pas arrivé entier. Envoyez-le de nouveau.',
  'sites.how': 'Comment nous lisons',
  'sites.howFeed':
    'RSS, Atom ou JSON Feed, trouvés depuis l’adresse du blog. Seuls les billets du blog lui-même sont pris.',
  'sites.howPolite':
    'Au plus tous les quarts d’heure, moins souvent quand le blog se tait, et jamais plus tôt que le serveur ne le demande.',
  'sites.howConfirm':
    'Un site qui n’a aucun lien vers la campagne au bout de trente jours n’est plus lu. Chaque billet est vérifié comme les autres.',
  'sites.howKept': 'Nous gardons l’adresse du site et de son flux, et aucune donnée sur vous.',
  'privacy.sites':
    'Les blogs inscrits : l’adresse du blog et celle de son flux, à qui nous le demandons. Effacées {days, plural, one {# jour} many {# de jours} other {# jours}} après la fin de la campagne.',
  'share.title': 'Faire compter cette page',
  'share.lead': 'Elle sera vérifiée pour « {title} » : un lien vers la campagne doit s’y trouver.',
  'share.nothing': 'Aucune adresse n’a été partagée.',
  'share.type': 'La donner à la main',
  'share.send': 'Vérifier cette page',
} as const;
