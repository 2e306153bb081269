import type { frNotices } from './fr-notices.ts';

/** Being told what becomes of a post, caps, digests, webhooks. */
export const esNotices: Readonly<Record<keyof typeof frNotices, string>> = {
  'notice.title': 'Que te avisemos',
  'notice.lead':
    'Deja una dirección: te escribimos cuando esta entrada se cuente, se rechace o se pague, y para nada más. Antes sale un enlace de confirmación; para parar basta un clic.',
  'notice.email': 'Tu dirección de correo',
  'notice.button': 'Avisarme',
  'notice.asked': 'Un mensaje va de camino. No se te escribirá nada hasta que lo hayas confirmado.',
  'notice.tooMany': 'Demasiadas peticiones hoy para esta entrada o esta dirección. Vuelve mañana.',
  'notice.confirmTitle': 'Recibir las noticias de esta entrada',
  'notice.confirmText': 'Te avisaremos de lo que pase con {source}.',
  'notice.confirmButton': 'Confirmar mi dirección',
  'notice.confirmed': 'Confirmado. El próximo mensaje te dirá por dónde va la entrada.',
  'notice.stopTitle': 'No recibir nada más',
  'notice.stopText': 'No recibirás más noticias de {source}, y tu dirección se borrará de aquí.',
  'notice.stopButton': 'Parar y borrar mi dirección',
  'notice.stopped': 'Hecho, y tu dirección está borrada.',
  'notice.dead': 'Este enlace ya no sirve',
  'notice.deadText': 'Es demasiado viejo, o tu dirección ya está borrada de aquí.',
  'privacy.notices': 'Dirección dejada para saber qué pasa con una entrada',
  'privacy.noticesWhy':
    'Escribirte cuando se cuente, se rechace o se pague, una vez confirmada la dirección.',

  'mail.confirm.subject': 'Confirma tu dirección',
  'mail.confirm.text':
    'Hola:\n\nAlguien, seguramente tú, quiere saber qué pasa con esta entrada:\n{relay}\n\nPara recibir esas noticias, y nada más, confirma:\n{address}\n\n¿No has pedido nada? No hagas nada: no volveremos a escribir.',
  'mail.relay.subject.counted': 'Tu entrada está contada',
  'mail.relay.subject.held': 'Tu entrada espera a una persona',
  'mail.relay.subject.refused': 'Tu entrada no cuenta',
  'mail.relay.subject.withdrawn': 'Tu entrada ya no lleva el enlace',
  'mail.relay.subject.gone': 'Tu entrada ya no está en línea',
  'mail.relay.counted':
    'Tu entrada\n{source}\nestá contada para «{campaign}»: {units}, prometidas por {partners}.',
  'mail.relay.countedNothing':
    'Tu entrada\n{source}\nestá contada para «{campaign}». Se han alcanzado los topes de las promesas: ya no da lugar a donación, y sigue mostrándose.',
  'mail.relay.held':
    'Tu entrada\n{source}\nno está ni contada ni rechazada: la va a mirar una persona. Por qué: {reason}',
  'mail.relay.refused':
    'Tu entrada\n{source}\nno cuenta para «{campaign}». Por qué: {reason}\nSi no estás de acuerdo, la página de abajo dice cómo recurrir.',
  'mail.relay.withdrawn':
    'Al volver a leer tu entrada\n{source}\nya no hemos encontrado el enlace a «{campaign}».',
  'mail.relay.gone': 'Al volver a leer tu entrada\n{source}\nya no la hemos encontrado en línea.',
  'mail.relay.more': 'Todo se explica, con la prueba, en su página:\n{address}',
  'mail.relay.stop': 'No recibir más estos mensajes: {address}',
  'mail.cap.subject': 'El {percent} % de la promesa de {partner} está conseguido',
  'mail.cap.text':
    'Hola:\n\nEn «{campaign}», la promesa {pledge} de {partner} ha dado {granted} de {cap}: {percent} %.\n{end}\n\n{address}',
  'mail.cap.reached':
    'Se ha alcanzado el tope: la página, el distintivo y la API dicen desde ahora que un acto ya no da lugar a donación. Una promesa publicada puede subirse en cualquier momento.',
  'mail.cap.notYet': 'Por ahora nada cambia. Una promesa publicada puede subirse en cualquier momento.',
  'mail.digest.subject': '{campaign}: ayer y lo que espera',
  'mail.digest.text':
    'Hola:\n\nAyer: {counted, plural, one {una entrada contada} many {# de entradas contadas} other {# entradas contadas}}, {refused, plural, one {una rechazada} many {# de rechazadas} other {# rechazadas}}.\nA la espera de una persona: {held}.\n{appeals, plural, =0 {} one {Un recurso espera respuesta.\n} many {# de recursos esperan respuesta.\n} other {# recursos esperan respuesta.\n}}{caps}{failing}\n{address}',
  'mail.digest.cap': 'Promesa {pledge}: {percent} % del tope.\n',
  'mail.digest.failing': 'Webhook con fallos: {host}.\n',
  'mail.endpointOff.subject': 'Webhook parado: {host}',
  'mail.endpointOff.gone':
    'Hola:\n\nLa dirección de {host} que recibía los mensajes de «{campaign}» responde que ya no existe (410). Ya no le enviamos nada.\n\nPara volver a ponerla en marcha o añadir otra:\n{address}',
  'mail.endpointOff.failing':
    'Hola:\n\nDesde hace cinco días no ha llegado a {host} ningún mensaje de «{campaign}». Ya no le enviamos nada.\n\nPara volver a ponerla en marcha y reenviar lo que falló:\n{address}',

  'webhook.title': 'Webhooks',
  'webhook.lead':
    'Mensajes firmados (Standard Webhooks) salen hacia tus direcciones con cada hecho elegido. Un fallo se vuelve a intentar durante tres días.',
  'webhook.none': 'Ninguna dirección todavía.',
  'webhook.add': 'Añadir una dirección',
  'webhook.url': 'Dirección que recibe',
  'webhook.urlHint': 'En https, accesible en público.',
  'webhook.urlWrong': 'No es una dirección en http o https.',
  'webhook.events': 'Hechos que enviar',
  'webhook.eventsNone': 'Elige al menos un hecho.',
  'webhook.tooMany': 'Ya hay veinte direcciones para esta campaña.',
  'webhook.addButton': 'Añadir',
  'webhook.secret': 'El secreto de la firma',
  'webhook.secretOnce': 'Cópialo ahora: no se volverá a mostrar.',
  'webhook.on': 'activa',
  'webhook.off': 'parada ({why})',
  'webhook.why.410': 'ha respondido que ya no existe',
  'webhook.why.failing': 'cinco días de fallos',
  'webhook.why.hand': 'a mano',
  'webhook.failing': 'con fallos desde el {date}',
  'webhook.test': 'Enviar una prueba',
  'webhook.rotate': 'Cambiar el secreto',
  'webhook.disable': 'Parar',
  'webhook.enable': 'Seguir',
  'webhook.replayAll': 'Reenviar lo que falló',
  'webhook.replay': 'Reenviar',
  'webhook.log': 'Los últimos envíos',
  'webhook.logNone': 'Todavía no se ha enviado nada.',
  'webhook.when': 'Cuándo',
  'webhook.event': 'Hecho',
  'webhook.to': 'Hacia',
  'webhook.state': 'Estado',
  'webhook.delivered': 'recibido ({status}, {ms} ms)',
  'webhook.waiting':
    '{n, plural, =0 {en espera} one {un fallo, nuevo intento el {at}} many {# de fallos, nuevo intento el {at}} other {# fallos, nuevo intento el {at}}}',
  'webhook.gaveUp': 'abandonado',
};
