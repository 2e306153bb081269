import type { frAccess } from './fr-access.ts';

/** The accessibility statement. */
export const esAccess: Readonly<Record<keyof typeof frAccess, string>> = {
  named: '{name}:',
  'footer.accessibility': 'Accesibilidad: no conforme',
  'privacy.sso': 'Quienes trabajan en la consola pueden entrar por {name}, que sabe entonces cuándo vienen.',
  'access.title': 'Declaración de accesibilidad',
  'access.lead':
    'Todo el mundo debe poder difundir, comprobar y preguntar por una campaña. Esto es lo que se hace para ello, lo que se ha comprobado y lo que no sabemos.',
  'access.who':
    'Quien lleva una campaña aquí se compromete a que sus servicios sean accesibles, conforme al artículo 47 de la ley francesa n.º 2005-102 de 11 de febrero de 2005. Esta declaración se aplica a {host}.',
  'access.state': 'Estado de conformidad',
  'access.stateText':
    '{host} no es conforme con el referencial francés de accesibilidad (RGAA), versión 4.1: ninguna persona ha auditado todavía esta instalación, y el RGAA no conoce conformidad sin auditoría. Las páginas se construyen según las reglas WCAG 2.2, niveles A y AA.',
  'access.results': 'Resultados de las pruebas',
  'access.resultsText':
    'Estas comprobaciones son automáticas y se repiten con cada versión del programa, en un navegador de verdad, en todas las páginas públicas:',
  'access.axe':
    'las reglas de axe-core para WCAG 2.0, 2.1 y 2.2, niveles A y AA: ninguna infracción, en francés y en inglés, en claro y en oscuro;',
  'access.zoom':
    'la ampliación al 400 % (320 píxeles de ancho): la lectura nunca pide desplazarse en los dos sentidos;',
  'access.keyboard':
    'el teclado, en la página de campaña y en una página de formulario: enlace para saltar, cada control alcanzado, visible y nunca tapado, ninguna trampa;',
  'access.motion':
    'las cifras en directo: anunciadas una vez por minuto como mucho, se pueden parar, sin animación para quien no la quiera;',
  'access.script': 'lo esencial sin JavaScript: leer, declarar una entrada, hacer una pregunta.',
  'access.limits':
    'Estas herramientas solo encuentran una parte de los obstáculos: no dicen si un texto es claro ni si un lector de pantalla lee bien la página.',
  'access.gaps': 'Contenidos no accesibles',
  'access.unknown': 'Lo que no hemos comprobado',
  'access.unknown1':
    'el uso con lectores de pantalla (NVDA, JAWS, VoiceOver, TalkBack), lupas y control por voz;',
  'access.unknown2':
    'las imágenes y los textos que añaden los redactores del diario: el programa pide una descripción, no la juzga;',
  'access.unknown3':
    'los estados de cuentas en PDF: están etiquetados, pero no se han revisado con tecnologías de apoyo.',
  'access.exempt': 'Contenidos no sujetos a la obligación',
  'access.exemptText': 'Las entradas difundidas son páginas de otras personas, en su casa.',
  'access.made': 'Elaboración de esta declaración',
  'access.madeText':
    'Se escribe con el programa, según sus pruebas del 23 de noviembre de 2026, y vale mientras no la sustituya una auditoría.',
  'access.tools': 'Tecnologías: HTML, CSS, SVG, WAI-ARIA; JavaScript como complemento.',
  'access.used': 'Herramientas de comprobación: axe-core y un navegador Chromium manejado por programa.',
  'access.pages': 'Páginas comprobadas: todas las páginas públicas.',
  'access.contact': 'Comentarios y contacto',
  'access.contactText':
    'Si no consigues acceder a un contenido o a un servicio, escríbenos: te diremos dónde encontrarlo de otro modo, o te lo enviaremos en otra forma.',
  'access.noContact':
    'Todavía no hay ninguna dirección en esta instalación; dirígete a la organización que lleva la campaña:',
  'access.remedy': 'Vías de recurso',
  'access.remedyText':
    'Este procedimiento es para quien ha señalado un defecto que le impide acceder a un contenido o a un servicio y no ha recibido una respuesta satisfactoria. Puedes:',
  'access.remedy1': 'escribir al Défenseur des droits francés (formulaire.defenseurdesdroits.fr);',
  'access.remedy2': 'contactar con su delegado en tu región;',
  'access.remedy3':
    'enviar una carta, gratis y sin sello: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.',
};
