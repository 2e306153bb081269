import type { frRefusal } from './fr-refusal.ts';

/** Pages that say no, and why an address was not taken. */
export const esRefusal: Readonly<Record<keyof typeof frRefusal, string>> = {
  'refusal.home': 'Volver al inicio',
  'refusal.notFound.title': 'No hay nada en esta dirección',
  'refusal.notFound.sentence':
    'Quizá la página ha cambiado de nombre, o la dirección ha perdido un trozo por el camino.',
  'refusal.notAllowed.title': 'Esta página solo se lee',
  'refusal.notAllowed.sentence': 'Esta dirección no acepta envíos de formulario.',
  'refusal.failed.title': 'Algo se ha roto en nuestra casa',
  'refusal.failed.sentence':
    'No es culpa tuya. Lo que ya estaba contado sigue contado; vuelve a intentarlo dentro de un momento.',
  'refusal.intake.title': 'No hemos podido aceptar esta dirección',
  'intake.source_missing': 'Falta la dirección de la entrada.',
  'intake.target_missing': 'Falta la dirección de la campaña.',
  'intake.source_invalid':
    'No es una dirección completa. Copia la de la entrada desde la barra del navegador: empieza por https://.',
  'intake.target_invalid': 'La dirección de la campaña no es una dirección completa.',
  'intake.source_is_target': 'Es la dirección de la propia campaña; necesitamos la de tu entrada.',
  'intake.target_not_ours': 'Esta página de campaña no es de este sitio.',
  'intake.target_unknown': 'No hay ninguna campaña en esta dirección.',
  'intake.same_site': 'Es una página de nuestro propio sitio; necesitamos la dirección de tu entrada.',
  'intake.method_not_allowed': 'Esta dirección solo acepta envíos de formulario.',
  'intake.content_not_form': 'El envío no tiene la forma de un formulario.',
  'intake.content_not_form_or_json': 'El envío no tiene la forma de un formulario ni de un documento JSON.',
  'intake.body_too_large': 'El envío es demasiado largo: basta con una dirección.',
  'intake.body_not_utf8': 'El envío no es un texto legible.',
  'intake.body_timeout': 'El envío no ha llegado a tiempo. Vuelve a intentarlo.',
  'intake.body_broken': 'El envío se ha interrumpido por el camino. Vuelve a intentarlo.',
  'intake.form_malformed':
    'La dirección contiene una codificación estropeada. Cópiala otra vez desde tu navegador.',
  'intake.json_malformed': 'El documento JSON debe dar la dirección de la entrada con el nombre url.',
  'intake.source_repeated': 'La dirección de la entrada se da varias veces.',
  'intake.target_repeated': 'La dirección de la campaña se da varias veces.',
  'intake.email_invalid':
    'La dirección de correo no es válida. Corrígela, o deja el campo vacío: es opcional.',
  'intake.unavailable': 'No hemos podido anotarla ahora mismo. Envíala otra vez dentro de un minuto.',
};
