export { tellCalendar, tellCaps, tellDigests } from './caps.ts';
export { type DeliverHouse, deliverDue, type Send, type Sent } from './deliver.ts';
export { keepTelling } from './keep-telling.ts';
export { sendDue } from './mail.ts';
export { newSecret, signedHeaders } from './sign.ts';
export {
  askToBeTold,
  confirmSubscription,
  forgetSubscriptions,
  readSubscription,
  type SubscribeHouse,
  type SubscriptionView,
  unsubscribe,
} from './subscription.ts';
export { type TellHouse, tellEvents } from './tell.ts';
export {
  addEndpoint,
  type EndpointId,
  type EndpointView,
  isEndpointUrl,
  type MessageView,
  readEndpoints,
  readMessages,
  replay,
  rotateSecret,
  setEndpoint,
  testEndpoint,
} from './webhook.ts';
export type { MailWords, NoticeWords, RelayNews } from './words.ts';
