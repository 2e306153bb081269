export { createMailer, isMailAddress, type Mail, type Mailer } from './mailer.ts';
