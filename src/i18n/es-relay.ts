import type { frRelay } from './fr-relay.ts';

/** The page of one relay: did mine count? */
export const esRelay: Readonly<Record<keyof typeof frRelay, string>> = {
  'relay.title': '¿Cuenta esta entrada?',
  'relay.counted': 'Sí, esta entrada cuenta: {units} para {charity}.',
  'relay.countedCapped':
    'Sí, esta entrada cuenta: {units} para {charity}, porque una promesa ha llegado a su tope.',
  'relay.countedZero':
    'Esta entrada está contada, pero no da lugar a donación: los topes ya se habían alcanzado.',
  'relay.received': 'La entrada ha llegado bien. Vamos a leerla.',
  'relay.checking': 'Estamos leyendo esta entrada.',
  'relay.held': 'Esta entrada espera a que la mire una persona.',
  'relay.refused': 'Esta entrada no cuenta.',
  'relay.withdrawnKept': 'El enlace ya no está en esta entrada. La donación se mantiene: {units}.',
  'relay.withdrawnReversed': 'El enlace ya no está en esta entrada. La donación se ha retirado.',
  'relay.goneKept': 'Esta entrada ya no está en línea. La donación se mantiene: {units}.',
  'relay.goneReversed': 'Esta entrada ya no está en línea. La donación se ha retirado.',
  'relay.refreshes': 'Esta página se actualiza sola; suele tardar unos segundos.',
  'relay.heldReview':
    'La campaña hace que una persona mire esta entrada antes de contarla. No tienes que hacer nada.',
  'relay.why': 'Por qué',
  'relay.next': 'Qué hacer',
  'relay.parts': 'Quién ha dado qué',
  'relay.part': '{partner}, promesa «{pledge}», condiciones versión {version}',
  'relay.steps': 'Lo que ha pasado',
  'relay.facts': 'La entrada',
  'relay.source': 'Dirección de la entrada',
  'relay.target': 'Página de la campaña',
  'relay.kind': 'Qué es',
  'kind.post': 'una entrada',
  'kind.mention': 'un mensaje corto',
  'kind.share': 'un mensaje compartido',
  'kind.illustration': 'un dibujo',
  'kind.featured': 'una entrada elegida por la campaña',
  'relay.referredBy': 'Llegada por',
  'relay.referrer': 'la entrada n.º {number}',
  'relay.own': 'Trae a alguien',
  'relay.ownText':
    'Quien publica con este enlace viene por ti: la campaña da entonces {units} más, y lo verás aquí.',
  'relay.brought':
    '{n, plural, =0 {Nadie ha venido todavía por ti.} one {Una entrada ha venido por ti.} many {# de entradas han venido por ti.} other {# entradas han venido por ti.}}',
  'relay.via': 'Declarada por',
  'relay.author': 'Autor',
  'relay.published': 'Publicada',
  'relay.logIndex': 'Puesto en el registro público',
  'relay.again': 'Comprobar otra vez',
  'relay.againText':
    '¿Has cambiado la entrada? La leemos otra vez enseguida. Una entrada cuenta una sola vez.',
  'relay.times': 'Horas de París.',

  'via.webmention': 'Webmention, enviada por el blog',
  'via.pingback': 'Pingback, enviado por el blog',
  'via.form': 'el formulario de la campaña',
  'via.feed': 'el canal del blog',
  'via.activitypub': 'el fediverso',
  'via.bluesky': 'Bluesky',
  'via.trackback': 'Trackback, enviado por el blog',

  'step.claimed': 'Declaración recibida',
  'step.claimed_again': 'Nueva declaración recibida',
  'step.check_started': 'Lectura empezada',
  'step.checked': 'Entrada leída',
  'step.retry_planned': 'Nuevo intento previsto',
  'step.held': 'Confiada a una persona',
  'step.counted': 'Contada',
  'step.updated': 'Descripción actualizada',
  'step.refused': 'No contada',
  'step.withdrawn': 'Enlace desaparecido',
  'step.gone': 'Entrada desaparecida',
  'step.reversed': 'Donación retirada con un contraasiento',
  'step.approved': 'Aceptada por una persona',

  'reason.link_not_found': 'Hemos leído la entrada sin encontrar ningún enlace a la campaña.',
  'reason.link_not_found.next': 'Añade el enlace en el texto de la entrada y haz que se compruebe otra vez.',
  'reason.link_hidden': 'El enlace está en la página, pero quien la lee no puede verlo.',
  'reason.link_hidden.next':
    'Lo va a mirar una persona. Si puedes, pon el enlace en el texto visible y haz que se compruebe otra vez.',
  'reason.link_in_comments': 'El enlace está en los comentarios, no en la propia entrada.',
  'reason.link_in_comments.next':
    'Lo va a mirar una persona. Lo más seguro: poner el enlace en el texto de la entrada y hacer que se compruebe otra vez.',
  'reason.source_not_found': 'En esa dirección, tu sitio responde que la página no existe.',
  'reason.source_not_found.next':
    'Mira que la entrada esté publicada y que la dirección sea la buena, y haz que se compruebe otra vez.',
  'reason.source_gone': 'Tu sitio responde que esta página se ha retirado.',
  'reason.source_gone.next':
    'Si la entrada ha cambiado de dirección, danos la nueva en la página de la campaña.',
  'reason.source_unreachable':
    'No hemos podido leer la página: el sitio no ha respondido, o nos ha negado la entrada.',
  'reason.source_unreachable.next':
    'No tiene por qué ser cosa tuya. Mira si la entrada se abre sin contraseña y haz que se compruebe otra vez.',
  'reason.source_timeout': 'El sitio ha tardado demasiado en responder.',
  'reason.source_timeout.next': 'Vuelve a intentarlo dentro de un rato, cuando el sitio esté menos ocupado.',
  'reason.source_too_large': 'La página pesa demasiado para que la leamos hasta el enlace.',
  'reason.source_too_large.next':
    'Da la dirección de la entrada sola y no la de una página que reúne muchas.',
  'reason.source_not_html':
    'Esta dirección lleva a algo que no es una página: una imagen, un documento, un fichero.',
  'reason.source_not_html.next': 'Da la dirección de la página en la que se lee la entrada.',
  'reason.source_blocked': 'Esta dirección no es pública, así que no podemos leerla.',
  'reason.source_blocked.next':
    'Publica la entrada en una dirección que todo el mundo pueda abrir, y dánosla.',
  'reason.same_site': 'Esta página es de nuestro sitio: no puede difundir la campaña.',
  'reason.same_site.next': 'Da la dirección de tu entrada, en tu blog.',
  'reason.duplicate': 'Esta entrada ya está contada, con otra dirección.',
  'reason.duplicate.next': 'No tienes que hacer nada: la donación se anotó la primera vez. ¡Gracias!',
  'reason.site_already_counted': 'Tu sitio ya tiene todas las entradas que la campaña cuenta por sitio.',
  'reason.site_already_counted.next':
    'Nada que hacer: la donación de tu sitio está anotada. ¡Díselo a otros blogueros!',
  'reason.campaign_not_open': 'La campaña aún no estaba abierta cuando nos llegó esta entrada.',
  'reason.campaign_not_open.next':
    'Vuelve cuando se abra y haz que se compruebe otra vez: la misma entrada podrá contar.',
  'reason.campaign_closed': 'La campaña había terminado cuando nos llegó esta entrada.',
  'reason.campaign_closed.next':
    'Gracias de todos modos por hablar de ella. La página de la asociación dice cómo ayudar de otra forma.',
  'reason.refused_by_moderator': 'Una persona ha mirado esta entrada y no la ha aceptado.',
  'reason.refused_by_moderator.next':
    'Nunca es por la opinión expresada. Si crees que es un error, recurre esta negativa más abajo.',
  'reason.spam': 'Esta página parece un contenido publicado en masa.',
  'reason.spam.next': 'Si es un error, recurre esta negativa más abajo: otra persona mirará tu entrada.',
};
