import type { Handler } from 'hono';
import type { ClaimFault } from '../../evidence/mod.ts';
import type { Services } from '../port.ts';
import { type BodyOutcome, readBody } from './body.ts';
import { intakeAnswers } from './intake-answer.ts';
import {
  parseMethodCall,
  printFault,
  printSuccess,
  type XmlRpcCall,
  type XmlRpcFault,
  xmlRpcFaultCodes,
} from './xmlrpc.ts';

/**
 * Pingback 1.0 §3. 16 (source not found), 17 (no link), 48 (known already) and 50 (upstream) are never given: what the
 * source holds is seen later, and a second ping of a known post makes us look again, so its success is true. 48 would be
 * success for WordPress too, but a failure for others.
 */
const pingbackFaultCodes: Readonly<Record<ClaimFault, number>> = {
  source_missing: xmlRpcFaultCodes.invalid_params,
  target_missing: xmlRpcFaultCodes.invalid_params,
  source_invalid: 16,
  target_invalid: 33,
  source_is_target: 49,
  target_not_ours: 33,
  target_unknown: 32,
  same_site: 49,
};

const xmlRpcSentences: Readonly<Record<XmlRpcFault, string>> = {
  not_well_formed: 'The call is not well-formed XML.',
  unsupported_encoding: 'The call is in an encoding other than UTF-8.',
  invalid_character: 'The call holds characters that its encoding does not allow.',
  not_conforming: 'The call is not an XML-RPC method call, or has a document type or an entity of its own.',
  method_not_found: 'There is one method here: pingback.ping.',
  invalid_params: 'A ping takes two strings: the address of the post and the address it links to.',
  internal: 'The ping could not be stored just now.',
  transport: 'The call did not arrive whole and in time.',
};

const bodyFaults: Readonly<Record<Exclude<BodyOutcome['kind'], 'text' | 'too_large'>, XmlRpcFault>> = {
  not_utf8: 'invalid_character',
  timeout: 'transport',
  broken: 'transport',
};

/**
 * `POST /pingback`: XML-RPC `pingback.ping`. WordPress counts an answer only with status 200, as XML from the first
 * byte, in one piece, and takes every fault as final: so all outcomes are 200, and a doubtful post is taken and judged
 * later. Success is answered once claim and job are committed. The call's Content-Type is not looked at.
 */
export function pingback(services: Services, body_timeout_ms?: number): Handler {
  return async (c) => {
    const xml = await answer(services, await readBody(c.req.raw, body_timeout_ms));
    const length = String(Buffer.byteLength(xml));
    return c.body(xml, 200, { 'Content-Type': 'text/xml', 'Content-Length': length });
  };
}

async function answer(services: Services, body: BodyOutcome): Promise<string> {
  if (body.kind === 'too_large')
    return printFault(xmlRpcFaultCodes.not_conforming, intakeAnswers.body_too_large.sentence);
  if (body.kind !== 'text') return printXmlRpcFault(bodyFaults[body.kind]);
  const ping = asPing(parseMethodCall(body.text));
  if (ping.kind === 'fault') return printXmlRpcFault(ping.fault);
  try {
    const outcome = await services.claim({ source: ping.source, target: ping.target, via: 'pingback' });
    if (outcome.kind === 'refused')
      return printFault(pingbackFaultCodes[outcome.reason], intakeAnswers[outcome.reason].sentence);
    const sentence = outcome.again
      ? 'Known already; it is looked at again:'
      : 'Received; it is checked in a moment:';
    return printSuccess(`${sentence} ${services.publicUrl}/relays/${outcome.relay}`);
  } catch {
    return printXmlRpcFault('internal');
  }
}

type Ping =
  | { readonly kind: 'ping'; readonly source: string; readonly target: string }
  | { readonly kind: 'fault'; readonly fault: XmlRpcFault };

/** A call judged as a ping: the one method, then exactly two strings. */
export function asPing(call: XmlRpcCall): Ping {
  if (call.kind === 'fault') return call;
  if (call.method !== 'pingback.ping') return { kind: 'fault', fault: 'method_not_found' };
  const [source, target] = call.params;
  if (call.params.length !== 2 || source?.type !== 'string' || target?.type !== 'string')
    return { kind: 'fault', fault: 'invalid_params' };
  return { kind: 'ping', source: source.text, target: target.text };
}

function printXmlRpcFault(fault: XmlRpcFault): string {
  return printFault(xmlRpcFaultCodes[fault], xmlRpcSentences[fault]);
}
