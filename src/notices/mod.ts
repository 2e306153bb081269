export { tellCalendar, tellCaps, tellDigests } from './caps.ts';
export { attempt, createDeliverer, type DeliverHouse, type Send, type Sent, takeDue } from './deliver.ts';
export { keepHub } from './hub/keep.ts';
export { askHub, type HubRequest, isCallback, isHubSecret } from './hub/subscribe.ts';
export { keepTelling } from './keep-telling.ts';
export { type NoticeMail, putMail, sendDue } from './mail.ts';
export { type Recipient, recipients } from './recipients.ts';
export { newSecret, signedHeaders } from './sign.ts';
export {
  askToBeTold,
  confirmSubscription,
  forgetSubscriptions,
  forgetUnconfirmed,
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
