import type { frProof } from './fr-proof.ts';

/** Words of a post's proof and of the public log in English. */
export const enProof = {
  'footer.proof': 'The public log',
  'relay.proof': 'The proof: entry {index} of the public log',
  'proof.title': 'The proof',
  'proof.of': 'Post: {source}',
  'proof.verdict': 'This post is entry {index} of the public log.',
  'proof.reversed': 'This entry was undone by entry {index}: its units went back to the promises.',
  'proof.lead':
    'Every gift that is counted is written into a book that anybody can read. Nothing in it is erased or changed: every page goes into one fingerprint, the fingerprint is signed, and witnesses can sign it too. Whoever wants to take a line out must change the fingerprint, and that shows.',
  'proof.pending': 'This post is counted. Its entry is published in a moment.',
  'proof.not_credited': 'Nothing has been given for this post yet: there is no entry to prove.',
  'proof.erased':
    'Its author had what led to them erased. The entry stays in the log with its units; nobody can say any more whose it is.',
  'proof.check': 'Checked here, by your browser',
  'proof.noScript':
    'This check needs JavaScript. Without it, all that is needed is on this page and in the proof file.',
  'proof.step.seal': 'The seal of the entry opens: it holds this post, at this time.',
  'proof.step.path': 'The entry is in the log: {count} fingerprints lead from it to the signed root.',
  'proof.step.site': 'The site signed this root ({name}).',
  'proof.step.witness': 'The witness {name} signed the same root.',
  'proof.waiting': 'under way',
  'proof.right': 'right',
  'proof.wrong': 'WRONG',
  'proof.missing': 'no signature here',
  'proof.unable': 'this browser cannot check this signature',
  'proof.good': 'Everything that this browser can check is right.',
  'proof.bad': 'Something is wrong. Keep the proof file and show it.',
  'proof.unreadable': 'This file is not a proof of this log.',
  'proof.entry': 'What the entry says',
  'proof.day': 'Day',
  'proof.units': 'Given',
  'proof.part': '{pledge} (terms, version {terms})',
  'proof.seal': 'What its seal hides',
  'proof.sealText':
    'The log holds neither name nor address: only a seal. This is what opens it; without the salt nobody can guess it.',
  'proof.salt': 'Salt',
  'proof.record': 'Content of the seal',
  'proof.path': 'The path to the root',
  'proof.pathText':
    'The fingerprint of the entry, joined with the {count} fingerprints below one after the other, gives the root of the log of {size} entries.',
  'proof.checkpoint': 'What is signed',
  'proof.yourself': 'Check without us',
  'proof.yourselfText':
    'The proof file stands by itself: it will still hold when this site is gone. The command recounts the whole campaign from the log.',
  'proof.download': 'Download the proof',
  'proof.back': 'The post',
  'log.title': 'The public log',
  'log.lead':
    'Every unit that is given, undone or promised is an entry of this log. One can only add to it. It holds no personal data.',
  'log.none': 'Nothing is published yet: the first entry appears within moments.',
  'log.now': 'Where it stands',
  'log.size': 'Entries',
  'log.root': 'Root',
  'log.published': 'Published',
  'log.checkpoint': 'The checkpoint, as it is signed',
  'log.keys': 'The keys that verify it',
  'log.keysText': 'Note them once: a key that changes without an overlap is an alarm.',
  'log.witnesses': 'The witnesses',
  'log.witnessesText':
    'A witness is an independent organisation that remembers the last root it saw and refuses to sign a log that contradicts itself.',
  'log.noWitness': 'No witness yet. Any organisation can become one:',
  'log.cosigned': 'signed this checkpoint on {date}',
  'log.notCosigned': 'has not signed this checkpoint yet',
  'log.restarts': 'Earlier logs',
  'log.restartsText':
    'A backup was restored and the log began anew on {date}. Here is the last checkpoint of the old one, so that anybody can compare.',
  'log.audit': 'Check everything yourself',
  'log.auditText':
    'This command needs only the address of the campaign. It downloads the log, verifies every entry and every signature, adds up each promise, compares with the counter and with the posts on the wall, and names the first difference.',
  'log.files': 'The files',
  'log.file.checkpoint': 'Checkpoint',
  'log.file.key': 'Keys',
  'log.file.policy': 'Trust policy',
  'log.fileCheck': 'Check a proof file',
  'log.fileLabel': 'A .tlog-proof file of this campaign, from your device',
} as const satisfies Record<keyof typeof frProof, string>;
