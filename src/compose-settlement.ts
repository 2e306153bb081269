import type { House } from './compose-services.ts';
import type { Actor, Person } from './people/mod.ts';
import {
  answerPayment,
  closePeriod,
  declareDelivery,
  declarePayment,
  printPdf,
  readSettlement,
  readStatement,
} from './settlement/mod.ts';
import type { SettlementServices } from './web/console/settlement-port.ts';

const actorOf = (person: Person): Actor => ({
  account: person.account,
  name: person.name === '' ? person.email : person.name,
});

/** What the console reads and does about settlement, over the database. */
export function settlementServices({ db, clock, random }: House): SettlementServices {
  const by = (person: Person) => ({ actor: actorOf(person), now: clock.now(), random });
  return {
    read: (slug, partner) => readSettlement(db, slug, partner, clock.now()),
    statement: (slug, partner, number) => readStatement(db, slug, partner, number, clock.now()),
    close: (person, slug, wish) => closePeriod(db, { slug, ...wish }, by(person)),
    declare: (person, slug, payment) => declarePayment(db, slug, payment, by(person)),
    answer: (person, slug, payment, answer) => answerPayment(db, slug, payment, answer, by(person)),
    deliver: (person, slug, delivery) => declareDelivery(db, slug, delivery, by(person)),
    print: (document) => printPdf({ ...document, at: new Date(clock.now()) }),
  };
}
