import type { frDialogue } from './fr-dialogue.ts';

/** Questions and answers, reservations, where somebody stands. */
export const esDialogue: Readonly<Record<keyof typeof frDialogue, string>> = {
  'dialogue.title': 'Diálogo',
  'dialogue.lead':
    'Pregunta a la asociación y a sus socios, incluso antes de que se abra la campaña. Las respuestas van firmadas y fechadas; las preguntas sin respuesta siguen a la vista.',
  'dialogue.back': 'Volver a la campaña',
  'dialogue.backHere': 'Volver al diálogo',
  'dialogue.facts': 'Por dónde va el diálogo',
  'dialogue.openBefore':
    '{n, plural, one {Diálogo abierto # día antes de la campaña.} many {Diálogo abierto # de días antes de la campaña.} other {Diálogo abierto # días antes de la campaña.}}',
  'dialogue.notAnnounced': 'Antes de la campaña no se anunció ninguna fecha de apertura del diálogo.',
  'dialogue.tooShort': 'Es menos que los {days} días que pedimos.',
  'dialogue.counts':
    '{n, plural, =0 {Ninguna pregunta por ahora.} one {# pregunta hecha.} many {# de preguntas hechas.} other {# preguntas hechas.}}',
  'dialogue.unanswered':
    '{n, plural, =0 {Todas tienen respuesta.} one {# espera respuesta.} many {# esperan respuesta.} other {# esperan respuesta.}}',
  'dialogue.overdue':
    '{n, plural, one {# pregunta ha pasado su plazo de respuesta.} many {# de preguntas han pasado su plazo de respuesta.} other {# preguntas han pasado su plazo de respuesta.}}',
  'dialogue.opensOn': 'El diálogo se abre el {date}. Se podrá preguntar a partir de entonces.',
  'dialogue.who': 'Quién responde',
  'dialogue.ready': 'Por ahora, ninguna pregunta a: {names}.',
  'dialogue.organisation': 'Organización',
  'dialogue.answered': 'Respuestas',
  'dialogue.waiting': 'En espera',
  'dialogue.late': 'Con retraso',
  'dialogue.median': 'Plazo mediano',
  'dialogue.hours': '{n, plural, =0 {menos de una hora} one {# hora} many {# de horas} other {# horas}}',
  'dialogue.days': '{n, plural, one {# día} many {# de días} other {# días}}',
  'dialogue.none': '–',
  'dialogue.open': 'Preguntas sin respuesta',
  'dialogue.openNone': 'Ninguna pregunta espera.',
  'dialogue.closed': 'Preguntas y respuestas',
  'dialogue.closedNone': 'Ninguna respuesta por ahora.',
  'dialogue.by': '{name}, el {date}',
  'dialogue.byNobody': 'Nombre retirado por quien preguntó, el {date}',
  'dialogue.to': 'A {name}',
  'dialogue.askers':
    '{n, plural, one {# persona la hace} many {# de personas la hacen} other {# personas la hacen}}',
  'dialogue.due': 'Se espera respuesta antes del {date}',
  'dialogue.dueOver': 'Se espera respuesta desde el {date}',
  'dialogue.answerBy': '{by}, por {organisation}',
  'dialogue.verified': 'Identidad comprobada por {organisation}',
  'dialogue.read': 'Leerla, seguirla o hacerla también',
  'dialogue.ask': 'Hacer una pregunta',
  'dialogue.askLead':
    'Tu pregunta aparece en cuanto abres el enlace que te enviamos. Texto sencillo, sin formato.',
  'dialogue.name': 'Tu nombre, tal como aparecerá',
  'dialogue.email': 'Tu dirección de correo',
  'dialogue.emailHint':
    'No se publica nunca. Sirve para confirmar la pregunta y para decirte que hay respuesta.',
  'dialogue.toWhom': '¿A quién?',
  'dialogue.everybody': 'A quien sepa responder',
  'dialogue.question': 'Tu pregunta',
  'dialogue.questionHint': '1000 caracteres como mucho.',
  'dialogue.send': 'Enviar la pregunta',
  'dialogue.asked': 'Abre tu correo',
  'dialogue.askedText':
    'Si la dirección es correcta, acaba de salir hacia ella un enlace. La pregunta aparece cuando lo abres y confirmas.',
  'dialogue.nameMissing': 'Escribe el nombre que aparecerá.',
  'dialogue.questionMissing': 'Escribe tu pregunta.',
  'dialogue.tooLong': 'Es demasiado largo: {most} caracteres como mucho.',
  'dialogue.wait':
    '{minutes, plural, one {Llegan muchas preguntas. Vuelve a intentarlo dentro de # minuto.} many {Llegan muchas preguntas. Vuelve a intentarlo dentro de # de minutos.} other {Llegan muchas preguntas. Vuelve a intentarlo dentro de # minutos.}}',
  'dialogue.tooMany': 'Esta dirección ya ha recibido hoy muchos mensajes. Vuelve a intentarlo mañana.',
  'dialogue.followTitle': 'Seguir esta pregunta',
  'dialogue.also': 'Yo también la hago',
  'dialogue.alsoHint': 'Cuentas entre quienes la hacen, sin que se te nombre.',
  'dialogue.follow': 'Avisarme de la respuesta',
  'dialogue.confirmTitle': 'Confirmar',
  'dialogue.confirm.author': '¿Publicar esta pregunta?',
  'dialogue.confirm.also': '¿Haces tú también esta pregunta?',
  'dialogue.confirm.follower': '¿Quieres que te avisemos de las respuestas a esta pregunta?',
  'dialogue.confirmButton': 'Sí, confirmo',
  'dialogue.confirmed': 'Confirmado',
  'dialogue.stopTitle': 'Dejar de seguir esta pregunta',
  'dialogue.stop.author':
    'Se borran tu dirección y tu nombre. Sin respuesta, la pregunta desaparece; con respuesta, queda su texto, sin nombre.',
  'dialogue.stop.also': 'Tu dirección se borra.',
  'dialogue.stop.follower': 'Tu dirección se borra.',
  'dialogue.stopButton': 'Borrar',
  'dialogue.stopped': 'Borrado.',
  'dialogue.dead': 'Este enlace ya no lleva a ninguna parte',
  'dialogue.deadText': 'Ya se usó, o han pasado más de siete días.',

  'stance.for': 'a favor',
  'stance.mixed': 'con dudas',
  'stance.against': 'en contra',
  'stance.none': 'no lo digo',
  'stance.said.for': 'Quien la escribe dice estar a favor.',
  'stance.said.mixed': 'Quien la escribe dice tener dudas.',
  'stance.said.against': 'Quien la escribe dice estar en contra.',
  'stance.unsaid': 'Quien la escribe no ha dicho si está a favor o en contra.',
  'stance.choose': 'Lo que piensas de la campaña',
  'stance.chooseText':
    'Nadie lo adivina por ti. «Con dudas» y «en contra» ponen tu entrada entre las reservas, con las respuestas al lado; cuenta como las demás.',
  'stance.label': 'Esta entrada está',
  'stance.save': 'Guardar',
  'stance.yours': '¿Es tu entrada?',
  'stance.yoursText':
    'Di tú lo que piensas, con la dirección de tu enlace a la campaña; con dudas o en contra, la entrada se inscribe aquí sola. Cuenta como las demás.',
  'critics.title': 'Lo que dicen los críticos',
  'critics.answered':
    '{n, plural, =0 {sin respuesta} one {# respuesta al lado} many {# de respuestas al lado} other {# respuestas al lado}}',
  'reservations.title': 'Reservas',
  'reservations.lead':
    'Las entradas que critican la campaña, fechadas y enlazadas, y las respuestas al lado. Nadie puede borrar ninguna aquí; la que no viene al caso se marca como tal, con el motivo.',
  'reservations.count':
    '{n, plural, =0 {Ninguna reserva por ahora.} one {# entrada expresa reservas.} many {# de entradas expresan reservas.} other {# entradas expresan reservas.}}',
  'reservations.read': 'Leer las reservas y las respuestas',
  'reservations.by': '{author}, {site}',
  'reservations.published': 'Publicada el {date}',
  'reservations.submitted': 'Señalada el {date}',
  'reservations.units': 'Cuenta como cualquier otra.',
  'reservations.answers': 'Las respuestas',
  'reservations.noAnswer': 'Nadie ha respondido a esta entrada.',
  'reservations.offTopic': 'El operador la marcó como fuera de lugar el {date}: {reason}',
  'reservations.checking': 'Leyéndose',
  'reservations.toConfirm': 'A confirmar por una persona',
  'reservations.checkingText':
    '{n, plural, one {# entrada señalada espera que se lea o se confirme.} many {# de entradas señaladas esperan que se lean o se confirmen.} other {# entradas señaladas esperan que se lean o se confirmen.}}',
  'reservations.submit': 'Señalar una entrada crítica',
  'reservations.source': 'Dirección de la entrada',
  'reservations.sourceHint':
    'La tuya o la de otra persona. Se lee como cualquier otra: si enlaza la campaña, aparece y cuenta; si no, la mira una persona.',
  'reservations.send': 'Señalar esta entrada',
  'reservations.sourceWrong': 'Esta no es la dirección de una entrada.',
  'reservations.sameSite': 'Esta dirección es la de este sitio.',
  'reservations.thanks': 'Gracias. La entrada se va a leer y aparecerá aquí.',

  'dialogue.desk': 'Diálogo',
  'dialogue.deskLead':
    'Respondes en tu nombre, por tu organización. Una respuesta no se cambia: se corrige con otra, fechada.',
  'dialogue.as': 'Por qué organización',
  'dialogue.answer': 'Tu respuesta',
  'dialogue.answerMissing': 'Escribe la respuesta.',
  'dialogue.nameFirst': 'Una respuesta va firmada: escribe antes tu nombre en tu cuenta.',
  'dialogue.answerSend': 'Publicar la respuesta',
  'dialogue.reasonMissing': 'Escribe el motivo: es público.',
  'reservations.reason': 'Motivo, público',
  'reservations.markOff': 'Marcar como fuera de lugar',
  'reservations.markOn': 'Ya no está fuera de lugar',
  'reservations.confirm': 'Esta entrada habla de la campaña',
  'console.page.dialogue': 'Diálogo',
  'done.answered': 'Respuesta publicada.',
  'done.marked': 'Guardado, y público.',

  'mail.question.confirm.author.subject': 'Tu pregunta: por confirmar',
  'mail.question.confirm.author.text':
    'Hola:\n\nSe ha hecho una pregunta con tu dirección. Para publicarla, abre este enlace y confirma:\n{address}\n\nSi no has sido tú, no hagas nada: todo se borra en siete días.',
  'mail.question.confirm.also.subject': 'Una pregunta: por confirmar',
  'mail.question.confirm.also.text':
    'Hola:\n\nAlguien ha dado tu dirección para hacer también una pregunta. Para confirmar, abre este enlace:\n{address}\n\nSi no has sido tú, no hagas nada: tu dirección se borra en siete días.',
  'mail.question.confirm.follower.subject': 'Seguir una pregunta: por confirmar',
  'mail.question.confirm.follower.text':
    'Hola:\n\nAlguien ha dado tu dirección para seguir una pregunta. Para confirmar, abre este enlace:\n{address}\n\nSi no has sido tú, no hagas nada: tu dirección se borra en siete días.',
  'mail.question.answered.subject': '{organisation} ha respondido a una pregunta que sigues',
  'mail.question.answered.text':
    'Hola:\n\n{organisation} ha respondido a una pregunta que sigues:\n{address}\n\nPara no recibir nada más sobre ella:\n{stop}',
  'privacy.dialogue': 'Preguntas del diálogo',
  'privacy.dialogueWhy':
    'Tu nombre y tu pregunta son públicos; tu dirección no lo es nunca. El enlace recibido por correo permite borrar el nombre y la dirección.',
  'privacy.dialogueKept':
    '{n, plural, one {Direcciones borradas # día después del final de la campaña; sin confirmación, a los siete días.} many {Direcciones borradas # de días después del final de la campaña; sin confirmación, a los siete días.} other {Direcciones borradas # días después del final de la campaña; sin confirmación, a los siete días.}}',
};
