import type { frData } from './fr-data.ts';

/** One's own data, and the privacy page. */
export const esData: Readonly<Record<keyof typeof frData, string>> = {
  'footer.privacyPage': 'Tus datos',
  'data.title': 'Tus datos sobre esta entrada',
  'data.lead':
    '¿Esta entrada es tuya? Puedes descargar todo lo que guardamos sobre ella, o hacer que se borre. Muéstranos antes que es tuya.',
  'data.post': 'Con un enlace en la entrada',
  'data.postText':
    'Te damos una dirección. La pones un momento en tu entrada; vamos a leerla allí, y después la quitas.',
  'data.postButton': 'Obtener mi dirección',
  'data.email': 'Con tu dirección de correo',
  'data.emailText': 'Si dejaste una dirección de correo al proponer esta entrada, le enviamos un enlace.',
  'data.emailField': 'Tu dirección de correo',
  'data.emailButton': 'Enviar el enlace',
  'data.sent':
    'Si esta dirección se dejó con esta entrada, un mensaje va de camino. El enlace que contiene abre tus datos.',
  'data.emailWrong': 'Esto no es una dirección de correo.',
  'data.tooMany': 'Demasiadas peticiones hoy para esta entrada. Vuelve mañana.',
  'data.of': 'Entrada: {source}',
  'data.place': 'Añade este enlace a tu entrada',
  'data.placeText':
    'En cualquier parte del texto de la entrada, aunque sea discreta; no en un comentario, donde cualquiera puede escribir. Deja abierta esta página: su dirección es tu llave.',
  'data.link': 'La dirección que hay que enlazar',
  'data.check': 'Ya está, id a mirar',
  'data.checking': 'Vamos a leer tu entrada… Esta página se actualiza sola.',
  'data.not_found': 'El enlace no está en la entrada que acabamos de leer.',
  'data.unreachable': 'No hemos podido leer la entrada. ¿Está en línea?',
  'data.proven': 'Esta entrada es tuya.',
  'data.download': 'Descargar todo lo que guardamos',
  'data.downloadText':
    'Un fichero JSON: la dirección, los textos leídos, cada comprobación, las unidades dadas, y lo que abre tus asientos del registro público.',
  'data.keep':
    'Guárdalo si después borras: con él siempre podrás probar que tu entrada contó. Nosotros ya no podremos.',
  'data.erase': 'Borrar',
  'data.eraseText':
    'La dirección, el título, el autor, el extracto, las comprobaciones y la sal de tus asientos desaparecen de aquí. Las unidades dadas siguen dadas: queda el asiento del registro, sin nada que lleve hasta ti. Esto no se deshace.',
  'data.confirm': 'Quiero borrar lo que guardáis sobre esta entrada.',
  'data.eraseButton': 'Borrar para siempre',
  'data.confirmMissing': 'Marca la casilla para confirmar.',
  'data.erased': 'Borrado',
  'data.erasedText':
    'De esta entrada ya no queda nada aquí. Las unidades que dio siguen dadas, y el registro público sigue siendo verdad.',
  'data.proofTitle': 'Un enlace de prueba',
  'data.proofText':
    'Este enlace muestra que el autor de una entrada nos ha pedido sus datos. No sirve para nada más y puede quitarse de la entrada.',
  'data.mail.subject': 'Tus datos sobre una entrada difundida',
  'data.mail.text':
    'Hola:\n\nTú (o alguien que ha escrito tu dirección) pides los datos que se guardan sobre esta entrada:\n{source}\n\nEste enlace los abre, durante unas semanas. No se lo des a nadie:\n{link}\n\nSi no has sido tú, no hagas caso de este mensaje: nada cambia.\n',
  'part.drawing': 'Es un dibujo (una persona lo mira antes de contarlo)',
  'part.email': 'Dirección de correo (opcional)',
  'part.emailText':
    'Solo para probar más tarde que esta entrada es tuya. No se publica nunca, se borra después de la campaña.',
  'part.emailWrong': 'Esto no es una dirección de correo.',
  'relay.data': 'Esta entrada es mía: ver o borrar mis datos',
  'privacy.title': 'Tus datos, dicho con sencillez',
  'privacy.lead':
    'Esta página la escriben los ajustes del programa: dice lo que de verdad se hace aquí, no lo que gustaría prometer.',
  'privacy.who': 'Quién responde',
  'privacy.whoText': 'Cada campaña la lleva una organización, que responde de estos datos.',
  'privacy.what': 'Qué se guarda, por qué y cuánto tiempo',
  'privacy.kind': 'Qué',
  'privacy.why': 'Por qué',
  'privacy.long': 'Cuánto tiempo',
  'privacy.wall': 'La dirección de una entrada difundida, su título, su autor, un extracto',
  'privacy.wallWhy': 'Mostrar lo que se ha contado y que cualquiera pueda comprobarlo (interés legítimo).',
  'privacy.refused': 'Una entrada rechazada o retirada',
  'privacy.refusedWhy': 'Decir a su autor por qué, y poder revisar la decisión.',
  'privacy.evidence': 'El detalle de cada lectura (estado, tamaño, huella)',
  'privacy.evidenceWhy': 'Establecer lo que se vio, si alguien pregunta.',
  'privacy.contacts': 'La dirección de correo dejada con una entrada',
  'privacy.contactsWhy': 'Probar más tarde que la entrada es tuya; nada más (tu consentimiento).',
  'privacy.requests': 'Una petición de acceso o de borrado',
  'privacy.requestsWhy': 'Responderla.',
  'privacy.tags': 'La huella de una entrada borrada, o de un tique de caja',
  'privacy.tagsWhy': 'No contar dos veces aquello cuya dirección o número no se guarda.',
  'privacy.log': 'El registro público: unidades, día, sello ilegible sin su sal',
  'privacy.logWhy': 'Que todos puedan comprobar la cuenta. No contiene nombres, direcciones ni textos.',
  'privacy.days':
    '{days, plural, one {# día} many {# de días} other {# días}} {from, select, close {después del final de la campaña} shift {después del turno} other {a partir de ese momento}}',
  'privacy.always': 'Siempre',
  'privacy.others': 'Quién más ve algo',
  'privacy.purchases':
    'De las compras, los comercios no nos envían nombre ni tarjeta de cliente; lo que se le parezca se rechaza. Del tique guardamos, lo que dure el registro público, una huella de su número, la tienda, la hora y solo los productos que cuentan; de una devolución, los productos devueltos; de una compra que no cuenta, nada.',
  'privacy.none': 'Ningún rastreador, ninguna medida de audiencia, ninguna publicidad.',
  'privacy.mail': 'Los mensajes salen por un servidor de correo elegido por quien lleva esta instalación.',
  'privacy.witness':
    'Los testigos del registro público ({names}) reciben el número de asientos y una huella; ningún dato personal.',
  'privacy.cookies':
    'Ninguna cookie para quien lee o difunde. La consola pone una sola, a quienes trabajan en ella, mientras dura su sesión. No se anota la dirección de ningún lector.',
  'privacy.rights': 'Tus derechos',
  'privacy.rightsText':
    'En la página de cada entrada, el enlace «Esta entrada es mía» abre tus datos: leerlos, llevártelos, borrarlos. También puedes escribir a la organización que lleva la campaña, o a la autoridad francesa (CNIL).',
  'privacy.erasures': 'Entradas borradas, por mes',
  'privacy.noErasures': 'Todavía no se ha pedido borrar nada.',
  'privacy.month': 'Mes',
  'privacy.count': 'Entradas borradas',
};
